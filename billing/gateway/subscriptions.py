"""A customer's subscriptions, as Stripe holds them at this moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import stripe

from billing.gateway.client import talking

LIVE = frozenset({"active", "trialing", "past_due", "unpaid", "paused", "incomplete"})


@dataclass(frozen=True, slots=True)
class HeldSubscription:
    """A subscription with one item. `status` is Stripe's; `cancel_at` is when it ends if nobody changes it.

    `has_pending_update`: a change of plan waits for its payment, and the price is still the old one.
    """

    id: str
    customer_id: str
    status: str
    created: datetime
    item_id: str
    price_id: str
    product_id: str
    interval: str
    period_end: datetime
    cancel_at: datetime | None
    schedule_id: str
    latest_invoice_id: str
    has_pending_update: bool

    @property
    def is_live(self) -> bool:
        """It can still become, or go on being, what somebody pays for."""
        return self.status in LIVE


def held_by(customer_id: str) -> list[HeldSubscription]:
    """All that the customer ever had, oldest first."""
    with talking() as client:
        found = client.v1.subscriptions.list({"customer": customer_id, "status": "all", "limit": 100})
        held = [_held(each) for each in found.auto_paging_iter()]
    return sorted(held, key=lambda each: (each.created, each.id))


def cancel_now(subscription_id: str) -> None:
    """At once and without refund; what is left of the period is lost."""
    with talking() as client:
        client.v1.subscriptions.cancel(subscription_id)


def _held(subscription: stripe.Subscription) -> HeldSubscription:
    item = subscription.items.data[0]
    price = item.price
    return HeldSubscription(
        id=subscription.id,
        customer_id=identity(subscription.customer),
        status=subscription.status,
        created=moment(subscription.created),
        item_id=item.id,
        price_id=price.id,
        product_id=identity(price.product),
        interval=price.recurring.interval if price.recurring else "",
        period_end=moment(item.current_period_end),
        cancel_at=_cancel_at(subscription, moment(item.current_period_end)),
        schedule_id=identity(subscription.schedule),
        latest_invoice_id=identity(subscription.latest_invoice),
        has_pending_update=subscription.pending_update is not None,
    )


def _cancel_at(subscription: stripe.Subscription, period_end: datetime) -> datetime | None:
    if subscription.cancel_at is not None:
        return moment(subscription.cancel_at)
    return period_end if subscription.cancel_at_period_end else None


def identity(reference: stripe.StripeObject | str | None) -> str:
    """The id of what Stripe refers to, whether it sent the object or its id alone; empty for nothing."""
    if reference is None or isinstance(reference, str):
        return reference or ""
    return str(reference["id"])


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)
