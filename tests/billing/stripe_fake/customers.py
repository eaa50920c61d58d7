"""Customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.billing.stripe_fake.requests import Form
from tests.billing.stripe_fake.store import Object

if TYPE_CHECKING:
    from tests.billing.stripe_fake.server import FakeStripe


def create(stripe: FakeStripe, form: Form) -> Object:
    settings = {
        "default_payment_method": None,
        "custom_fields": None,
        "footer": None,
        "rendering_options": None,
    }
    values = {"email": None, "name": None, "balance": 0, "delinquent": False, "invoice_settings": settings}
    return stripe.store.add("customer", **{**values, **form})


def get(stripe: FakeStripe, form: Form, customer_id: str) -> Object:
    return stripe.store.get("customer", customer_id)


def update(stripe: FakeStripe, form: Form, customer_id: str) -> Object:
    customer = stripe.store.get("customer", customer_id)
    customer.update(form)
    return customer
