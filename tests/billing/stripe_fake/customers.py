"""Customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.billing.stripe_fake import subscriptions
from tests.billing.stripe_fake.requests import Form
from tests.billing.stripe_fake.store import Object

if TYPE_CHECKING:
    from tests.billing.stripe_fake.server import FakeStripe


NO_SETTINGS = dict.fromkeys(("default_payment_method", "custom_fields", "footer", "rendering_options"))
GONE = "deleted_customer"  # what is kept in place of one
NOTHING = ("address", "currency", "default_source", "description", "email", "name", "phone", "shipping")


def create(stripe: FakeStripe, form: Form) -> Object:
    form.pop("payment_method", None)
    values: Object = {"balance": 0, "delinquent": False, "preferred_locales": [], "tax_exempt": "none"}
    values |= {**dict.fromkeys(NOTHING), "tax_ids": _no_tax_ids(), **form}
    values["invoice_settings"] = {**NO_SETTINGS, **form.get("invoice_settings", {})}
    made = stripe.store.add("customer", **values)
    made["invoice_prefix"] = made["id"].replace("_", "").upper()
    stripe.emit("customer.created", made)
    return made


def _no_tax_ids() -> Object:
    return {"object": "list", "data": [], "has_more": False, "url": "/v1/customers/tax_ids"}


def get(stripe: FakeStripe, form: Form, customer_id: str) -> Object:
    """One that was deleted can still be looked at, and nothing else is done with it."""
    if stripe.store.objects.get(customer_id, {}).get("object") == GONE:
        return _gone(customer_id)
    return stripe.store.get("customer", customer_id)


def _gone(customer_id: str) -> Object:
    return {"id": customer_id, "object": "customer", "deleted": True}


def update(stripe: FakeStripe, form: Form, customer_id: str) -> Object:
    customer = stripe.store.get("customer", customer_id)
    before = {name: customer.get(name) for name in form}
    form["invoice_settings"] = {**customer["invoice_settings"], **form.get("invoice_settings", {})}
    stripe.store.change(customer, form)
    stripe.emit("customer.updated", customer, before)
    return customer


def delete(stripe: FakeStripe, form: Form, customer_id: str) -> Object:
    """Gone for good, and its subscriptions end at once."""
    customer = stripe.store.get("customer", customer_id)
    for subscription in stripe.store.all("subscription", customer=customer_id):
        if subscription["status"] not in subscriptions.ENDED:
            subscriptions.end(stripe, subscription)
    stripe.store.objects[customer_id] = {"id": customer_id, "object": GONE}
    stripe.emit("customer.deleted", customer)
    return _gone(customer_id)
