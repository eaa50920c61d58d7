"""Which function answers which call, and what the call may say."""

from stripe import params
from stripe.params import billing_portal
from stripe.params import checkout as checkout_params

from tests.billing.stripe_fake import (
    cards,
    catalogue,
    checkout,
    customers,
    endpoints,
    events,
    invoices,
    payments,
    portal,
    previews,
    schedules,
    subscriptions,
    updates,
)

ID = r"([\w-]+)"
SESSIONS = "/v1/checkout/sessions"
SCHEDULES = "/v1/subscription_schedules"
CONFIGURATIONS = "/v1/billing_portal/configurations"
ROUTES = [
    ("POST", r"/v1/products", catalogue.create_product, params.ProductCreateParams),
    ("GET", r"/v1/products", catalogue.list_products, params.ProductListParams),
    ("GET", rf"/v1/products/{ID}", catalogue.get_product, params.ProductRetrieveParams),
    ("POST", rf"/v1/products/{ID}", catalogue.update_product, params.ProductUpdateParams),
    ("POST", r"/v1/prices", catalogue.create_price, params.PriceCreateParams),
    ("GET", r"/v1/prices", catalogue.list_prices, params.PriceListParams),
    ("GET", rf"/v1/prices/{ID}", catalogue.get_price, params.PriceRetrieveParams),
    ("POST", rf"/v1/prices/{ID}", catalogue.update_price, params.PriceUpdateParams),
    ("POST", r"/v1/webhook_endpoints", endpoints.create, params.WebhookEndpointCreateParams),
    ("GET", r"/v1/webhook_endpoints", endpoints.listed, params.WebhookEndpointListParams),
    ("GET", rf"/v1/webhook_endpoints/{ID}", endpoints.get, params.WebhookEndpointRetrieveParams),
    ("POST", rf"/v1/webhook_endpoints/{ID}", endpoints.update, params.WebhookEndpointUpdateParams),
    ("DELETE", rf"/v1/webhook_endpoints/{ID}", endpoints.delete, params.WebhookEndpointDeleteParams),
    ("POST", CONFIGURATIONS, portal.create_configuration, billing_portal.ConfigurationCreateParams),
    ("GET", CONFIGURATIONS, portal.list_configurations, billing_portal.ConfigurationListParams),
    (
        "GET",
        rf"{CONFIGURATIONS}/{ID}",
        portal.get_configuration,
        billing_portal.ConfigurationRetrieveParams,
    ),
    (
        "POST",
        rf"{CONFIGURATIONS}/{ID}",
        portal.update_configuration,
        billing_portal.ConfigurationUpdateParams,
    ),
    ("POST", r"/v1/billing_portal/sessions", portal.create_session, billing_portal.SessionCreateParams),
    ("GET", r"/v1/events", events.listed, params.EventListParams),
    ("GET", rf"/v1/events/{ID}", events.get, params.EventRetrieveParams),
    ("POST", r"/v1/customers", customers.create, params.CustomerCreateParams),
    ("GET", rf"/v1/customers/{ID}", customers.get, params.CustomerRetrieveParams),
    ("POST", rf"/v1/customers/{ID}", customers.update, params.CustomerUpdateParams),
    ("DELETE", rf"/v1/customers/{ID}", customers.delete, params.CustomerDeleteParams),
    ("GET", r"/v1/subscriptions", subscriptions.listed, params.SubscriptionListParams),
    ("GET", rf"/v1/subscriptions/{ID}", subscriptions.get, params.SubscriptionRetrieveParams),
    ("DELETE", rf"/v1/subscriptions/{ID}", subscriptions.cancel, params.SubscriptionCancelParams),
    ("POST", rf"/v1/subscriptions/{ID}", updates.update, params.SubscriptionUpdateParams),
    ("POST", SESSIONS, checkout.create, checkout_params.SessionCreateParams),
    ("GET", SESSIONS, checkout.listed, checkout_params.SessionListParams),
    ("GET", rf"{SESSIONS}/{ID}", checkout.get, checkout_params.SessionRetrieveParams),
    ("POST", rf"{SESSIONS}/{ID}/expire", checkout.expire, checkout_params.SessionExpireParams),
    ("GET", rf"{SESSIONS}/{ID}/line_items", checkout.line_items, checkout_params.SessionListLineItemsParams),
    ("POST", r"/v1/invoices/create_preview", previews.create, params.InvoiceCreatePreviewParams),
    ("GET", r"/v1/invoices", invoices.listed, params.InvoiceListParams),
    ("GET", rf"/v1/invoices/{ID}", invoices.get, params.InvoiceRetrieveParams),
    ("POST", rf"/v1/invoices/{ID}/pay", payments.pay_endpoint, params.InvoicePayParams),
    ("POST", rf"/v1/invoices/{ID}/void", payments.void_endpoint, params.InvoiceVoidInvoiceParams),
    ("GET", r"/v1/payment_methods", cards.listed, params.PaymentMethodListParams),
    ("GET", rf"/v1/payment_methods/{ID}", cards.get, params.PaymentMethodRetrieveParams),
    (
        "GET",
        rf"/v1/customers/{ID}/payment_methods",
        cards.of_customer,
        params.CustomerListPaymentMethodsParams,
    ),
    ("POST", SCHEDULES, schedules.create, params.SubscriptionScheduleCreateParams),
    ("GET", SCHEDULES, schedules.listed, params.SubscriptionScheduleListParams),
    ("GET", rf"{SCHEDULES}/{ID}", schedules.get, params.SubscriptionScheduleRetrieveParams),
    ("POST", rf"{SCHEDULES}/{ID}", schedules.update, params.SubscriptionScheduleUpdateParams),
    ("POST", rf"{SCHEDULES}/{ID}/release", schedules.release, params.SubscriptionScheduleReleaseParams),
]
