"""What people ask for about their plan, in the account's log. What comes of it follows there as Stripe's."""

from __future__ import annotations

from accounts import audit
from accounts.happenings import Happening
from accounts.models import User
from billing.models import Subscription
from billing.plans import PLANS
from billing.selling.quotes import Quote

WORDS = dict(Subscription.Interval.choices)


def chose(user: User, quote: Quote) -> None:
    name = f"{PLANS[quote.plan_code].name}, {WORDS[quote.interval]}"
    audit.record(Happening.PLAN_CHOSEN, user=user, plan=name)


def cancelled(user: User, row: Subscription) -> None:
    audit.record(Happening.PLAN_CANCELLED, user=user, plan=PLANS[row.plan_code].name)


def kept(user: User, row: Subscription) -> None:
    audit.record(Happening.PLAN_KEPT, user=user, plan=PLANS[row.plan_code].name)
