"""What follows when a subscription at Stripe has changed: who is told, and what the account's log says."""

from __future__ import annotations

from datetime import datetime

from accounts import actors, audit
from accounts.happenings import Happening
from accounts.models import User
from billing.following import dunning
from billing.models import Subscription
from billing.plans import FREE, PLANS, Plan


def follow(*, user: User, before: Subscription | None, after: Subscription | None, now: datetime) -> None:
    """In the transaction that writes the change."""
    with actors.acting(actors.STRIPE):
        is_told = dunning.note(user=user, before=before, after=after, now=now)
        plan, was = _plan(after, now), _plan(before, now)
        if plan != was and not is_told:
            audit.record(Happening.PLAN_CHANGED, user=user, plan=plan.name, before=was.name)
        _record_what_is_planned(user, before, after)


def _plan(row: Subscription | None, now: datetime) -> Plan:
    if row is None or (row.plan_until is not None and row.plan_until <= now):
        return FREE
    return PLANS[row.plan_code]


def _record_what_is_planned(user: User, before: Subscription | None, after: Subscription | None) -> None:
    planned, was_planned = _planned(after), _planned(before)
    if planned and planned != was_planned:
        audit.record(Happening.PLAN_WILL_CHANGE, user=user, plan=planned[0], date=planned[1])
    elif was_planned and not planned and _code(after) == _code(before):
        audit.record(Happening.PLAN_STAYS, user=user, plan=PLANS[_code(after)].name)


def _code(row: Subscription | None) -> str:
    return row.plan_code if row else FREE.code


def _planned(row: Subscription | None) -> tuple[str, str] | None:
    """The plan that follows, in words, and from when on."""
    if row is not None and row.cancel_at:
        return FREE.name, _day(row.cancel_at)
    if row is None or not row.next_plan_code or row.period_end is None:
        return None
    return f"{PLANS[row.next_plan_code].name}, {row.get_next_interval_display()},", _day(row.period_end)


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%b %Y}"
