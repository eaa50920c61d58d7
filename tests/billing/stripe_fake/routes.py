"""Which function answers which call."""

from tests.billing.stripe_fake import customers, subscriptions

ID = r"([\w-]+)"
ROUTES = [
    ("POST", r"/v1/customers", customers.create),
    ("GET", rf"/v1/customers/{ID}", customers.get),
    ("POST", rf"/v1/customers/{ID}", customers.update),
    ("GET", r"/v1/subscriptions", subscriptions.listed),
    ("GET", rf"/v1/subscriptions/{ID}", subscriptions.get),
    ("DELETE", rf"/v1/subscriptions/{ID}", subscriptions.cancel),
]
