"""Subscriptions with one item, in the shape that they have since the period is the item's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.billing.stripe_fake.listing import page
from tests.billing.stripe_fake.requests import Form
from tests.billing.stripe_fake.store import Object

if TYPE_CHECKING:
    from tests.billing.stripe_fake.server import FakeStripe

ENDED = {"canceled", "incomplete_expired"}
DAYS = {"month": 30, "year": 365}


def begin(
    stripe: FakeStripe, *, customer: str, price: Object, status: str = "active", **values: Any
) -> Object:
    """What Stripe does when somebody has paid: a subscription from now on."""
    made = stripe.store.add(
        "subscription",
        customer=customer,
        status=status,
        automatic_tax={"enabled": False},
        billing_cycle_anchor=stripe.store.now,
        cancel_at=None,
        cancel_at_period_end=False,
        canceled_at=None,
        collection_method="charge_automatically",
        currency=price["currency"],
        default_payment_method=None,
        ended_at=None,
        latest_invoice=None,
        pause_collection=None,
        pending_update=None,
        schedule=None,
        start_date=stripe.store.now,
        trial_end=None,
        trial_start=None,
        **values,
    )
    item = stripe.store.add("subscription_item", subscription=made["id"], quantity=1, price=price)
    made["items"] = {"object": "list", "data": [item], "has_more": False, "url": "/v1/subscription_items"}
    start_period(stripe, made)
    return made


def start_period(stripe: FakeStripe, subscription: Object) -> None:
    [item] = subscription["items"]["data"]
    now = datetime.fromtimestamp(stripe.store.now, tz=UTC)
    length = timedelta(days=DAYS[item["price"]["recurring"]["interval"]])
    item["current_period_start"] = int(now.timestamp())
    item["current_period_end"] = int((now + length).timestamp())


def listed(stripe: FakeStripe, form: Form) -> dict[str, Any]:
    having = {key: form[key] for key in ("customer",) if key in form}
    found = stripe.store.all("subscription", **having)
    if form.get("status") != "all":
        found = [each for each in found if each["status"] not in ENDED]
    return page(found, form, url="/v1/subscriptions")


def get(stripe: FakeStripe, form: Form, subscription_id: str) -> Object:
    return stripe.store.get("subscription", subscription_id)


def cancel(stripe: FakeStripe, form: Form, subscription_id: str) -> Object:
    subscription = stripe.store.get("subscription", subscription_id)
    end(stripe, subscription)
    return subscription


def end(stripe: FakeStripe, subscription: Object, *, status: str = "canceled") -> None:
    subscription.update(
        status=status, ended_at=stripe.store.now, canceled_at=subscription["canceled_at"] or stripe.store.now
    )
