"""More at once: what it costs is shown first and charged as it was shown, and it counts once it is paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from billing.catalogue import Offer
from billing.gateway import changes, invoices, previews
from billing.gateway.errors import StripeRefused
from billing.gateway.previews import Preview
from billing.gateway.prices import Price
from billing.models import Subscription
from billing.selling import prices, quotes, standing, wishes
from billing.selling.quotes import Quote


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What somebody is asked to agree to."""

    offer: Offer
    price: Price
    quote: Quote
    preview: Preview

    @property
    def renews_at(self) -> datetime:
        """What is charged now pays until then."""
        return max((line.ends_at for line in self.preview.lines), default=self.preview.due_at)


def ask(row: Subscription, offer: Offer, *, now: datetime) -> Upgrade:
    """Raises `standing.CannotChange` or `StripeFailed`."""
    if not standing.can_change(row) or not standing.is_higher(row, offer):
        raise standing.CannotChange
    price = prices.of(offer)
    quote = quotes.of(
        row,
        kind=quotes.UPGRADE,
        now=now,
        plan_code=offer.plan.code,
        interval=offer.interval,
        price_id=price.id,
    )
    preview = previews.of_change(
        quote.subscription_id,
        item_id=row.item_id,
        price_id=price.id,
        proration_date=quote.moment,
        is_ending=row.cancel_at is not None,
    )
    return Upgrade(offer, price, quote, preview)


def confirm(*, user: User, quote: Quote, now: datetime) -> Subscription:
    """The subscription after the change; its `payment` says whether that waits for somebody.

    However often the same quote is confirmed, the change is made and charged once. Raises `quotes.Stale`,
    `CardRefused` or `StripeFailed`.
    """
    row = standing.refreshed(user, now=now)
    if row is not None and is_done(row, quote):
        return row
    row = quote.checked(row, now=now)
    if row.schedule_id:
        _forget_later(row)
    changes.to_price_now(
        quote.subscription_id,
        item_id=row.item_id,
        price_id=quote.price_id,
        proration_date=quote.moment,
        key=quote.key,
    )
    wishes.chose(user, quote)
    return _after(user, quote, now)


def is_done(row: Subscription, quote: Quote) -> bool:
    return (row.stripe_id, row.price_id) == (quote.subscription_id, quote.price_id)


def payment_page(row: Subscription) -> str:
    """Where what the subscription waits for can be paid, with any card, or confirmed with the bank."""
    return invoices.retrieve(row.latest_invoice_id).url if row.latest_invoice_id else ""


def drop(*, user: User, now: datetime) -> None:
    """A change that waits for its payment is made no more."""
    row = standing.refreshed(user, now=now)
    if row is not None and standing.waits_for_payment(row):
        changes.drop_pending(row.latest_invoice_id)
        standing.refreshed(user, now=now)


def _after(user: User, quote: Quote, now: datetime) -> Subscription:
    """Whoever takes more goes on: an end that was planned is taken back once more is paid."""
    row = standing.refreshed(user, now=now)
    if row is not None and row.cancel_at and is_done(row, quote):
        changes.do_not_end(quote.subscription_id)
        row = standing.refreshed(user, now=now)
    if row is None:
        raise quotes.Stale
    return row


def _forget_later(row: Subscription) -> None:
    """Stripe refuses it where the same was confirmed twice, and another did it a moment ago."""
    try:
        changes.forget_later(row.schedule_id)
    except StripeRefused:
        return
