"""Paying an invoice that was left open, and what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.billing.stripe_fake import cards, invoices, subscriptions, updates
from tests.billing.stripe_fake.events import noting
from tests.billing.stripe_fake.requests import Form
from tests.billing.stripe_fake.store import Object

if TYPE_CHECKING:
    from tests.billing.stripe_fake.server import FakeStripe

ACTIVE_WHEN_PAID = {"past_due", "unpaid", "incomplete"}


def pay(stripe: FakeStripe, invoice: Object, *, number: str | None = None, holder_is_there: bool) -> str:
    """With a new card, or with the one that the subscription has; the outcome is one of those in `cards`."""
    subscription = stripe.store.get("subscription", invoices.subscription_of(invoice))
    method = (
        cards.attach(stripe, invoice["customer"], number)["id"]
        if number
        else cards.chargeable(stripe, subscription)
    )
    outcome = invoices.attempt(stripe, invoice, method, holder_is_there=holder_is_there)
    if outcome == cards.PAID:
        follow(stripe, subscription)
    return outcome


def follow(stripe: FakeStripe, subscription: Object) -> None:
    """A change that waited is made; a subscription with nothing left to pay is active."""
    with noting(stripe, subscriptions.UPDATED, subscription):
        change = stripe.store.pending_changes.pop(subscription["id"], None)
        if change is not None:
            change.apply()
            subscription["pending_update"] = None
            stripe.emit("customer.subscription.pending_update_applied", subscription)
        if subscription["status"] in ACTIVE_WHEN_PAID and not unpaid(stripe, subscription):
            subscription["status"] = "active"


def unpaid(stripe: FakeStripe, subscription: Object) -> list[Object]:
    """Its open invoices, oldest first."""
    found = stripe.store.all("invoice", status="open", customer=subscription["customer"])
    return [each for each in reversed(found) if invoices.subscription_of(each) == subscription["id"]]


def pay_endpoint(stripe: FakeStripe, form: Form, invoice_id: str) -> Object:
    invoice = invoices.open_one(stripe, invoice_id)
    if pay(stripe, invoice, holder_is_there=False) != cards.PAID:
        raise updates.declined()
    return invoice


def void_endpoint(stripe: FakeStripe, form: Form, invoice_id: str) -> Object:
    invoice = invoices.open_one(stripe, invoice_id)
    invoices.void(stripe, invoice)
    subscription = stripe.store.get("subscription", invoices.subscription_of(invoice))
    if subscription["latest_invoice"] == invoice_id:
        subscriptions.drop_pending_update(stripe, subscription)
    return invoice
