"""Less, or nothing, from the end of the paid period on; and a change of mind before that day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from billing.catalogue import Offer
from billing.gateway import changes
from billing.gateway.errors import StripeRefused
from billing.gateway.prices import Price
from billing.models import Subscription
from billing.plans import Plan
from billing.selling import prices, quotes, standing, wishes
from billing.selling.quotes import Quote


@dataclass(frozen=True, slots=True)
class Downgrade:
    """What somebody is asked to agree to: the plan from `starts_at` on, and what it costs."""

    offer: Offer
    quote: Quote
    price: Price
    starts_at: datetime


def ask(row: Subscription, offer: Offer, *, now: datetime) -> Downgrade:
    """Raises `standing.CannotChange` or `StripeFailed`."""
    is_lower = not standing.is_higher(row, offer) and offer != standing.offer_of(row)
    if not standing.can_change(row) or not is_lower or row.period_end is None:
        raise standing.CannotChange
    price = prices.of(offer)
    quote = quotes.of(
        row,
        kind=quotes.DOWNGRADE,
        now=now,
        plan_code=offer.plan.code,
        interval=offer.interval,
        price_id=price.id,
    )
    return Downgrade(offer, quote, price, row.period_end)


def confirm(*, user: User, quote: Quote, now: datetime) -> Subscription | None:
    """The subscription with the change planned for its period's end.

    An end that was planned is taken back for it. Raises `quotes.Stale` or `StripeFailed`.
    """
    row = standing.refreshed(user, now=now)
    if row is not None and _is_planned(row, quote):
        return row
    row = quote.checked(row, now=now)
    if row.cancel_at:
        changes.do_not_end(quote.subscription_id)
    try:
        changes.to_price_later(
            quote.subscription_id,
            schedule_id=row.schedule_id,
            price_id=quote.price_id,
            interval=quote.interval,
            key=quote.key,
        )
    except StripeRefused:
        if row.cancel_at:
            changes.end_with_period(quote.subscription_id)
        raise
    wishes.chose(user, quote)
    return standing.refreshed(user, now=now)


def ask_end(row: Subscription | None, *, now: datetime) -> Quote:
    """Raises `standing.CannotChange` if nothing could end."""
    if row is None or not standing.can_cancel(row):
        raise standing.CannotChange
    return quotes.of(row, kind=quotes.END, now=now)


def confirm_end(*, user: User, quote: Quote, now: datetime) -> Subscription | None:
    """The subscription with its end planned. Raises `quotes.Stale` or `StripeFailed`.

    Stripe lets nobody end what a schedule manages: a lower plan that was to follow is forgotten first.
    """
    row = standing.refreshed(user, now=now)
    if row is not None and row.stripe_id == quote.subscription_id and row.cancel_at:
        return row
    row = quote.checked(row, now=now)
    if row.schedule_id:
        changes.forget_later(row.schedule_id)
    changes.end_with_period(quote.subscription_id)
    wishes.cancelled(user, row)
    return standing.refreshed(user, now=now)


def keep(*, user: User, now: datetime) -> Subscription | None:
    """The plan goes on as it is: neither its end nor a lower plan is to come any more."""
    row = standing.refreshed(user, now=now)
    if row is None or not standing.has_plans(row):
        return row
    if row.schedule_id:
        changes.forget_later(row.schedule_id)
    if row.cancel_at:
        changes.do_not_end(row.stripe_id or "")
    wishes.kept(user, row)
    return standing.refreshed(user, now=now)


def losses(before: Plan, after: Plan) -> list[str]:
    """What the lower plan does not do any more, as sentences."""
    lost = []
    if after.invoices_per_month < before.invoices_per_month:
        lost.append(
            f"{after.invoices_per_month:,} invoices a month in place of {before.invoices_per_month:,}."
        )
    if after.concurrent_requests < before.concurrent_requests:
        few = f"{after.concurrent_requests} document{'s' * (after.concurrent_requests != 1)}"
        lost.append(f"{few} read at the same time in place of {before.concurrent_requests}.")
    if after.max_pages is not None and before.max_pages is None:
        lost.append("Documents of more than one page are refused.")
    if before.batch_files and not after.batch_files:
        lost.append("No batches: documents are sent one at a time.")
    elif after.batch_files < before.batch_files:
        lost.append(f"Batches of up to {after.batch_files} files in place of {before.batch_files}.")
    if before.webhooks and not after.webhooks:
        lost.append(
            "No webhooks: endpoints stay, and get nothing until you are on a plan with webhooks again."
        )
    return lost


def _is_planned(row: Subscription, quote: Quote) -> bool:
    planned = (row.stripe_id, row.next_plan_code, row.next_interval)
    return planned == (quote.subscription_id, quote.plan_code, quote.interval)
