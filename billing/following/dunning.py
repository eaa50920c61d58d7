"""Who is told what of payments that failed: at once, shortly before the days of grace end, and after it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from accounts import audit
from accounts.happenings import Happening
from accounts.models import User
from billing import letters
from billing.following import entitlement
from billing.models import Letter, Subscription
from billing.plans import FREE, PLANS

LAST_DAYS = timedelta(days=3)
AT_A_TIME = 500


def note(*, user: User, before: Subscription | None, after: Subscription | None, now: datetime) -> bool:
    """What has become of a subscription. True if its owner is told now that the plan is lost."""
    if after is not None and is_in_grace(after, now=now):
        letters.owe(user=user, kind=Letter.Kind.PAYMENT_FAILED, about=episode(after), now=now)
    return before is not None and _is_lost(before, after) and _tell_of_loss(before, user, now)


def look_after(*, now: datetime) -> None:
    """What the calendar alone makes due."""
    late = Subscription.objects.select_related("user").filter(status=entitlement.PAST_DUE)
    late = late.order_by("-plan_until")  # the newest first: those before them were told
    for row in late.filter(plan_until__gt=now, plan_until__lte=now + LAST_DAYS)[:AT_A_TIME]:
        letters.owe(user=row.user, kind=Letter.Kind.LAST_DAYS, about=episode(row), now=now)
    for row in late.filter(plan_until__lte=now)[:AT_A_TIME]:
        _tell_of_loss(row, row.user, now)


def is_in_grace(row: Subscription, *, now: datetime) -> bool:
    """A payment failed, and the plan goes on for some days nevertheless."""
    return row.plan_until is not None and now < row.plan_until


def episode(row: Subscription) -> str:
    """One time that payments failed, from the first to the end of it."""
    since = f"{row.past_due_since:%Y-%m-%dT%H:%M:%SZ}" if row.past_due_since else row.latest_invoice_id
    return f"{row.stripe_id} {since}"


def _is_lost(before: Subscription, after: Subscription | None) -> bool:
    """The plan went because nobody paid, not because somebody cancelled."""
    if after is not None and after.status == "unpaid":
        return before.status != "unpaid"
    is_over = after is None or after.status not in entitlement.GIVES_ACCESS
    return before.past_due_since is not None and is_over


@transaction.atomic
def _tell_of_loss(row: Subscription, user: User, now: datetime) -> bool:
    """The end of the days of grace is nobody's act, so it stands in the log with the letter."""
    is_new = letters.owe(user=user, kind=Letter.Kind.NOW_FREE, about=episode(row), now=now)
    if is_new and row.plan_code != FREE.code:
        audit.record(Happening.PLAN_CHANGED, user=user, plan=FREE.name, before=PLANS[row.plan_code].name)
    return is_new
