"""Cards by the numbers that Stripe has for tests, and what comes of charging them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.billing.stripe_fake.listing import page
from tests.billing.stripe_fake.requests import Form
from tests.billing.stripe_fake.store import Object

if TYPE_CHECKING:
    from tests.billing.stripe_fake.server import FakeStripe

GOOD = "4242424242424242"
DECLINED = "4000000000000002"  # refused wherever it is typed in
FAILS_LATER = "4000000000000341"  # taken, and refused whenever it is charged
AUTHENTICATION = "4000002760003184"  # asks its holder each time

PAID, REFUSED, ASKS = "paid", "refused", "asks"


def attach(stripe: FakeStripe, customer: str, number: str) -> Object:
    """A payment method of the customer's."""
    checks = dict.fromkeys(("address_line1_check", "address_postal_code_check"))
    card = {
        "brand": "visa",
        "checks": {**checks, "cvc_check": "pass"},
        "country": "US",
        "display_brand": "visa",
        "exp_month": 12,
        "exp_year": 2034,
        "fingerprint": f"print{number[-4:]}",
        "funding": "credit",
        "generated_from": None,
        "last4": number[-4:],
        "networks": {"available": ["visa"], "preferred": None},
        "regulated_status": "unregulated",
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }
    nobody = dict.fromkeys(("address", "email", "name", "phone", "tax_id"))
    values = {"allow_redisplay": "limited", "billing_details": nobody, "card": card, "type": "card"}
    made = stripe.store.add("payment_method", customer=customer, **values)
    stripe.emit("payment_method.attached", made)
    return made


def charge(stripe: FakeStripe, method_id: str | None, *, holder_is_there: bool = False) -> str:
    """What the bank says; a holder who is there answers what it asks."""
    method = stripe.store.objects.get(method_id or "")
    last4 = method["card"]["last4"] if method else ""
    if last4 == AUTHENTICATION[-4:]:
        return PAID if holder_is_there else ASKS
    return PAID if last4 == GOOD[-4:] else REFUSED


def chargeable(stripe: FakeStripe, subscription: Object) -> str | None:
    """The card that a subscription is paid with: its own, or else its customer's."""
    customer = stripe.store.get("customer", subscription["customer"])
    own: str | None = subscription["default_payment_method"]
    return own or customer["invoice_settings"]["default_payment_method"]


def make_default(stripe: FakeStripe, customer_id: str, number: str) -> Object:
    """As in the portal: from now on the customer pays with this card, whatever for."""
    method = attach(stripe, customer_id, number)
    customer = stripe.store.get("customer", customer_id)
    before = {"invoice_settings": dict(customer["invoice_settings"])}
    customer["invoice_settings"]["default_payment_method"] = method["id"]
    stripe.emit("customer.updated", customer, before)
    for subscription in stripe.store.all("subscription", customer=customer_id):
        if subscription["default_payment_method"] is not None and subscription["ended_at"] is None:
            was = {"default_payment_method": subscription["default_payment_method"]}
            subscription["default_payment_method"] = method["id"]
            stripe.emit("customer.subscription.updated", subscription, was)
    return method


def get(stripe: FakeStripe, form: Form, method_id: str) -> Object:
    return stripe.store.get("payment_method", method_id)


def listed(stripe: FakeStripe, form: Form) -> dict[str, Any]:
    having = {key: form[key] for key in ("customer", "type") if key in form}
    return page(stripe.store.all("payment_method", **having), form, url="/v1/payment_methods")


def of_customer(stripe: FakeStripe, form: Form, customer_id: str) -> dict[str, Any]:
    return listed(stripe, {**form, "customer": customer_id})
