"""Time: what becomes due while it passes, in the order in which it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tests.billing.stripe_fake import checkout, payments, previews, schedules, subscriptions
from tests.billing.stripe_fake.events import noting
from tests.billing.stripe_fake.store import Object

if TYPE_CHECKING:
    from tests.billing.stripe_fake.server import FakeStripe

HOUR = 3600
INCOMPLETE_SECONDS = 23 * HOUR
UPCOMING_SECONDS = 7 * 24 * HOUR
RUNNING = {"active", "past_due", "unpaid"}

Due = tuple[int, Callable[[], None]]


def advance(stripe: FakeStripe, seconds: float) -> None:
    target = stripe.store.now + int(seconds)
    while True:
        at, do = min(_dues(stripe), key=lambda due: due[0], default=(target + 1, lambda: None))
        if at > target:
            break
        _move(stripe, max(at, stripe.store.now))
        do()
    _move(stripe, target)


def _move(stripe: FakeStripe, to: int) -> None:
    stripe.store.ahead += to - stripe.store.now


def _dues(stripe: FakeStripe) -> Iterator[Due]:
    for session in stripe.store.all("checkout.session", status="open"):
        yield session["expires_at"], lambda each=session: checkout.close(stripe, each)
    for schedule in stripe.store.all("subscription_schedule", status="active"):
        yield schedule["current_phase"]["end_date"], lambda each=schedule: schedules.enter_next(stripe, each)
    for subscription in reversed(stripe.store.all("subscription")):
        yield from _of(stripe, subscription)


def _of(stripe: FakeStripe, subscription: Object) -> Iterator[Due]:
    if subscription["status"] == "incomplete":
        at = subscription["created"] + INCOMPLETE_SECONDS
        yield at, lambda: subscriptions.end(stripe, subscription, status="incomplete_expired")
    if subscription["pending_update"] is not None:
        at = subscription["pending_update"]["expires_at"]
        yield at, lambda: subscriptions.drop_pending_update(stripe, subscription)
    if subscription["status"] not in RUNNING:
        return
    for invoice in payments.unpaid(stripe, subscription):
        if invoice["next_payment_attempt"] is not None:
            yield invoice["next_payment_attempt"], lambda each=invoice: _try_again(stripe, subscription, each)
    yield from _of_period(stripe, subscription)


def _of_period(stripe: FakeStripe, subscription: Object) -> Iterator[Due]:
    end = subscription["items"]["data"][0]["current_period_end"]
    if subscription["cancel_at"] is not None:
        reason = subscription["cancellation_details"]["reason"]
        yield subscription["cancel_at"], lambda: subscriptions.end(stripe, subscription, reason=reason)
        return
    if (subscription["id"], end) not in stripe.store.announced:
        yield end - UPCOMING_SECONDS, lambda: _announce(stripe, subscription, end)
    yield end, lambda: _renew(stripe, subscription)


def _announce(stripe: FakeStripe, subscription: Object, end: int) -> None:
    stripe.store.announced.add((subscription["id"], end))
    stripe.emit("invoice.upcoming", previews.create(stripe, {"subscription": subscription["id"]}))


def _renew(stripe: FakeStripe, subscription: Object) -> None:
    subscriptions.drop_pending_update(stripe, subscription)
    subscriptions.renew(stripe, subscription)


def _try_again(stripe: FakeStripe, subscription: Object, invoice: Object) -> None:
    """After the last attempt the account's setting says what becomes of the subscription."""
    payments.pay(stripe, invoice, holder_is_there=False)
    if invoice["status"] != "open" or invoice["next_payment_attempt"] is not None:
        return
    if stripe.after_retries == "canceled":
        subscriptions.end(stripe, subscription, reason="payment_failed")
        return
    with noting(stripe, subscriptions.UPDATED, subscription):
        subscription["status"] = stripe.after_retries
