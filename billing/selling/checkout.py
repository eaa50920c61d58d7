"""The first payment: one page of Stripe's checkout per account at a time, and what became of it."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import IntegrityError, transaction

from accounts.models import User
from billing.catalogue import Offer
from billing.following import customers, entitlement
from billing.gateway import checkout, subscriptions
from billing.gateway.checkout import COMPLETE, OPEN, Session
from billing.gateway.errors import StripeRefused
from billing.models import CheckoutAttempt, Customer, Subscription
from billing.selling import prices, standing

TRIES = 4


class AlreadySubscribed(Exception):
    """Something is paid for already. A plan is changed then, and not bought a second time."""


class Superseded(Exception):
    """Somebody opened another checkout for the same account at the same moment."""


@dataclass(frozen=True, slots=True)
class Return:
    """Somebody is back from Stripe: what Stripe says of the page, and the subscription that it led to."""

    session: Session
    subscription: Subscription | None

    @property
    def is_done(self) -> bool:
        return self.session.status == COMPLETE and standing.is_paid(self.subscription)

    @property
    def is_processing(self) -> bool:
        """Paid in a way that takes days, or paid this second."""
        return self.session.status == COMPLETE and not self.is_done


def begin(*, user: User, offer: Offer, done_url: str, back_url: str, now: datetime) -> str:
    """Where the account can pay for this offer.

    Another page that is still open for it can no longer be paid at afterwards. Raises `AlreadySubscribed`,
    `Superseded` or `StripeFailed`.
    """
    customer = customers.at_stripe(user)
    _refuse_a_second(user, now)
    wanted = _wanted(user, offer, done_url=done_url, back_url=back_url, now=now)
    for _ in range(TRIES):
        attempt = _open_attempt(wanted)
        session = _session(attempt, customer, now)
        if session.status == OPEN and attempt.price_id == wanted.price_id and _is_still_open(attempt):
            return session.url
        if session.status == OPEN and not _expired(session.id):
            continue  # it was paid at this very moment
        _close(attempt, now)
        if session.status == COMPLETE:
            _refuse_a_second(user, now)
    raise Superseded


def come_back(*, user: User, session_id: str, now: datetime) -> Return:
    """What became of one of the account's own checkouts, asked of Stripe and not of a webhook.

    Raises `CheckoutAttempt.DoesNotExist` or `StripeFailed`.
    """
    attempt = user.checkout_attempts.exclude(session_id="").get(session_id=session_id)
    session = checkout.get(session_id)
    if session.status != OPEN:
        _close(attempt, now)
    return Return(session, standing.refreshed(user, now=now))


def give_up(*, user: User, now: datetime) -> None:
    """At the page that is open for the account, if there is one, nobody can pay any more."""
    for attempt in user.checkout_attempts.filter(closed_at=None):
        if attempt.session_id:
            _expired(attempt.session_id)
        _close(attempt, now)


def _refuse_a_second(user: User, now: datetime) -> None:
    row = standing.refreshed(user, now=now)
    if standing.is_live(row) or (row is not None and _holds_something_unpaid(user)):
        raise AlreadySubscribed


def _holds_something_unpaid(user: User) -> bool:
    """Which an operator's plan hides: both would be paid in the end."""
    stripe_id = Customer.objects.values_list("stripe_id", flat=True).get(user=user)
    held = subscriptions.held_by(stripe_id or "")
    return any(each.is_live and entitlement.is_ours(each) for each in held)


def _wanted(user: User, offer: Offer, *, done_url: str, back_url: str, now: datetime) -> CheckoutAttempt:
    """An attempt for what is wanted, which is not in the database."""
    return CheckoutAttempt(
        user=user,
        plan_code=offer.plan.code,
        interval=offer.interval,
        price_id=prices.of(offer).id,
        done_url=done_url,
        back_url=back_url,
        created_at=now,
    )


def _open_attempt(wanted: CheckoutAttempt) -> CheckoutAttempt:
    """The account's open one, for whatever price; else a new one for this."""
    found = wanted.user.checkout_attempts.filter(closed_at=None).first()
    if found is not None:
        return found
    new = copy(wanted)
    new.key = uuid4()
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError:  # another tab was faster
        return _open_attempt(wanted)
    return new


def _session(attempt: CheckoutAttempt, customer: Customer, now: datetime) -> Session:
    """What Stripe refuses is given up, so that the next try starts anew."""
    try:
        return checkout.get(attempt.session_id) if attempt.session_id else _made(attempt, customer)
    except StripeRefused:
        _close(attempt, now)
        raise


def _made(attempt: CheckoutAttempt, customer: Customer) -> Session:
    session = checkout.begin(
        customer_id=customer.stripe_id or "",
        price_id=attempt.price_id,
        account=attempt.user_id,
        done_url=attempt.done_url,
        back_url=attempt.back_url,
        key=attempt.key,
    )
    CheckoutAttempt.objects.filter(pk=attempt.pk).update(session_id=session.id)
    return session


def _is_still_open(attempt: CheckoutAttempt) -> bool:
    return CheckoutAttempt.objects.filter(pk=attempt.pk, closed_at=None).exists()


def _expired(session_id: str) -> bool:
    try:
        checkout.expire(session_id)
    except StripeRefused:
        return False
    return True


def _close(attempt: CheckoutAttempt, now: datetime) -> None:
    CheckoutAttempt.objects.filter(pk=attempt.pk, closed_at=None).update(closed_at=now)
