"""Closing an account, as far as money goes: nothing is charged any more, and what was charged is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from accounts.models import User
from billing.gateway import subscriptions
from billing.gateway.errors import StripeRefused
from billing.models import CheckoutAttempt, Customer, Letter, Reservation, StripeEvent, Subscription
from billing.selling import checkout

GONE_THERE = "resource_missing"


def is_paying(user: User) -> bool:
    return Subscription.objects.filter(user=user, status__in=subscriptions.LIVE).exists()


def forget_what_was_counted(user: User) -> None:
    """Each document that was, and the key that brought it; how many it were in a month stays."""
    Reservation.objects.filter(period__user=user).exclude(state=Reservation.State.HELD).delete()


def close(user: User, *, now: datetime) -> None:
    """Cancels at Stripe whatever the account holds there, at once, and goes to Free. Safe to do twice.

    Stripe is asked what it holds, and not only our row: a checkout may end while the account is closing.
    What stays is the customer's id, for the invoices are with Stripe.
    Raises `StripeFailed`; then it is to be done again.
    """
    customer = Customer.objects.filter(user=user).exclude(stripe_id=None).first()
    if customer is not None:
        checkout.give_up(user=user, now=now)
        _cancel_all(str(customer.stripe_id))
        _empty_events(str(customer.stripe_id))
    Subscription.objects.filter(user=user).delete()
    CheckoutAttempt.objects.filter(user=user).delete()
    Letter.objects.filter(user=user).exclude(kind=Letter.Kind.ALARM).delete()


def _empty_events(customer_id: str) -> None:
    """They are known by their ids; what came with them may name a person, and nobody reads it any more."""
    StripeEvent.objects.filter(customer_id=customer_id).exclude(payload="").update(payload="")


def _cancel_all(customer_id: str) -> None:
    with _unless_gone():
        for held in subscriptions.held_by(customer_id):
            if held.is_live:
                with _unless_gone():
                    subscriptions.cancel_now(held.id)


@contextmanager
def _unless_gone() -> Iterator[None]:
    """What was deleted or ended at Stripe needs not be cancelled."""
    try:
        yield
    except StripeRefused as error:
        if error.code != GONE_THERE:
            raise
