"""Where an account stands: what it pays for, and what it can do about it at this moment."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from billing import catalogue
from billing.catalogue import Offer
from billing.following import syncing
from billing.following.entitlement import GIVES_ACCESS, PAID
from billing.models import Customer, Subscription


class CannotChange(Exception):
    """What was asked for is not possible as the account stands now."""


def refreshed(user: User, *, now: datetime) -> Subscription | None:
    """The account's subscription as Stripe has it at this moment. Raises `StripeFailed`."""
    customer = Customer.objects.filter(user=user, stripe_id__isnull=False).first()
    if customer is not None:
        return syncing.sync(customer, now=now)
    return Subscription.objects.filter(user=user).first()


def is_live(row: Subscription | None) -> bool:
    """There is a subscription at Stripe, whether it is paid or not."""
    return row is not None and row.source == Subscription.Source.STRIPE


def is_paid(row: Subscription | None) -> bool:
    return row is not None and is_live(row) and row.status in PAID


def offer_of(row: Subscription) -> Offer | None:
    """What is sold today under the plan and interval of a live subscription."""
    return catalogue.offer(row.plan_code, row.interval)


def can_change(row: Subscription | None) -> bool:
    """Only what is paid can be changed, and one change at a time can wait for its payment."""
    return row is not None and is_paid(row) and not row.payment


def can_cancel(row: Subscription | None) -> bool:
    return row is not None and is_live(row) and row.status in GIVES_ACCESS and row.cancel_at is None


def has_plans(row: Subscription) -> bool:
    """Its end is planned, or another plan that is to follow."""
    return row.cancel_at is not None or bool(row.next_plan_code)


def waits_for_payment(row: Subscription | None) -> bool:
    """A change of plan that is not paid yet; the plan is the old one until then."""
    return row is not None and is_paid(row) and bool(row.payment)


def owes(row: Subscription | None) -> bool:
    """An invoice of the subscription itself is not paid."""
    return row is not None and is_live(row) and row.status not in PAID


def is_higher(row: Subscription, offer: Offer) -> bool:
    """More than what the account has: a change to it counts, and is charged, at once."""
    return catalogue.rank(offer.plan.code, offer.interval) > catalogue.rank(row.plan_code, row.interval)
