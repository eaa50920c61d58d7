"""The month's quota and the places in flight: reserve on accept, commit on success, release on failure.

Every count changes by one conditional UPDATE, so that no number of parallel requests gets one unit
more than the limit. Rows are always locked in the same order, period before account.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, FilteredRelation, Q, When

from accounts.models import User
from billing import subscriptions
from billing.models import Account, Reservation, UsagePeriod
from billing.plans import Plan


class LimitReached(Exception):
    """The plan does not allow another invoice at this moment."""

    def would_do(self, plan: Plan) -> bool:
        """Whether this plan would have allowed it."""
        return False


class QuotaExceeded(LimitReached):
    """The month has fewer invoices left than are `wanted`; `resets_at` is the start of the next month."""

    def __init__(self, *, used: int, limit: int, resets_at: datetime, wanted: int = 1) -> None:
        self.used, self.limit, self.resets_at, self.wanted = used, limit, resets_at, wanted
        message = f"Monthly quota exceeded. {used}/{limit} invoices used."
        if wanted > 1:
            message += f" {max(0, limit - used)} are left, and this batch needs {wanted}."
        super().__init__(message)

    def would_do(self, plan: Plan) -> bool:
        return plan.invoices_per_month >= self.used + self.wanted


class ConcurrencyExceeded(LimitReached):
    """As many invoices as the plan allows are being read right now."""

    def __init__(self, *, limit: int) -> None:
        self.limit = limit
        plural = "s" if limit != 1 else ""
        super().__init__(f"Too many concurrent requests. Your plan reads {limit} invoice{plural} at a time.")

    def would_do(self, plan: Plan) -> bool:
        return plan.concurrent_requests > self.limit


@dataclass(frozen=True, slots=True)
class Usage:
    """One account's month. `used` counts what is committed, `reserved` what is still being read."""

    plan: Plan
    period: str
    used: int
    reserved: int
    in_flight: int
    starts_at: datetime
    resets_at: datetime

    @property
    def limit(self) -> int:
        return self.plan.invoices_per_month

    @property
    def remaining(self) -> int:
        return max(0, self.limit - self.used - self.reserved)


def usage(*, user: User, now: datetime) -> Usage:
    """In one query, for every answer of the API tells it."""
    plan_code, used, reserved, in_flight = _counted(user, now)
    return Usage(
        plan=subscriptions.plan_of(plan_code),
        period=_period(now),
        used=used or 0,
        reserved=reserved or 0,
        in_flight=in_flight or 0,
        starts_at=_first_of_month(now),
        resets_at=_next_month(now),
    )


def check(*, user: User, now: datetime, takes_place: bool = True) -> None:
    """Raises `LimitReached` if a reservation would be refused now. Reads only: for answering early."""
    state = usage(user=user, now=now)
    if state.remaining == 0:
        raise _quota_exceeded(state)
    if takes_place and state.in_flight >= state.plan.concurrent_requests:
        raise ConcurrencyExceeded(limit=state.plan.concurrent_requests)


def reserve(*, user: User, reference: str, now: datetime, takes_place: bool = True) -> None:
    """Takes one invoice of the month, or raises `LimitReached` and takes nothing.

    With `takes_place` it takes one of the plan's concurrent requests as well, until it is settled.
    Belongs into the transaction that writes what `reference` names.
    """
    plan = subscriptions.plan_for(user, now=now)
    with transaction.atomic():
        period, _ = UsagePeriod.objects.get_or_create(user=user, period=_period(now))
        _take_from_quota(period, plan, user, now, wanted=1)
        if takes_place:
            _take_place(user, plan)
        Reservation.objects.create(
            period=period, reference=reference, created_at=now, takes_place=takes_place
        )


def reserve_many(*, user: User, references: Sequence[str], now: datetime) -> None:
    """Takes an invoice of the month for each and no places, or raises `QuotaExceeded` and takes nothing."""
    if not references:
        return
    plan = subscriptions.plan_for(user, now=now)
    with transaction.atomic():
        period, _ = UsagePeriod.objects.get_or_create(user=user, period=_period(now))
        _take_from_quota(period, plan, user, now, wanted=len(references))
        Reservation.objects.bulk_create(
            Reservation(period=period, reference=reference, created_at=now, takes_place=False)
            for reference in references
        )


def commit(*, reference: str, now: datetime) -> bool:
    """The invoice was read: it counts. False if it was settled before; then nothing changes."""
    return _settle(reference, Reservation.State.COMMITTED, now)


def release(*, reference: str, now: datetime) -> bool:
    """The invoice was not read: it does not count. False if it was settled before; then nothing changes."""
    return _settle(reference, Reservation.State.RELEASED, now)


@transaction.atomic
def release_many(*, references: Sequence[str], now: datetime) -> None:
    """Those that were not read do not count. For what `reserve_many` reserved, which has no places."""
    held = Reservation.objects.filter(
        reference__in=references, state=Reservation.State.HELD, takes_place=False
    )
    found = list(held.select_for_update().order_by("pk").values_list("pk", "period"))
    Reservation.objects.filter(pk__in=[pk for pk, _ in found]).update(
        state=Reservation.State.RELEASED, settled_at=now
    )
    for period, number in sorted(Counter(period for _, period in found).items()):
        UsagePeriod.objects.filter(pk=period).update(reserved=F("reserved") - number)


def _take_from_quota(period: UsagePeriod, plan: Plan, user: User, now: datetime, *, wanted: int) -> None:
    most = plan.invoices_per_month - wanted
    room = UsagePeriod.objects.filter(pk=period.pk, reserved__lte=most - F("used"))
    if not room.update(reserved=F("reserved") + wanted):
        raise _quota_exceeded(usage(user=user, now=now), wanted=wanted)


def _take_place(user: User, plan: Plan) -> None:
    Account.objects.get_or_create(user=user)
    room = Account.objects.filter(user=user, in_flight__lt=plan.concurrent_requests)
    if not room.update(in_flight=F("in_flight") + 1):
        raise ConcurrencyExceeded(limit=plan.concurrent_requests)


@transaction.atomic
def _settle(reference: str, state: Reservation.State, now: datetime) -> bool:
    held = Reservation.objects.filter(reference=reference, state=Reservation.State.HELD)
    if not held.update(state=state, settled_at=now):
        return False
    reservation = Reservation.objects.select_related("period").get(reference=reference)
    used = 1 if state == Reservation.State.COMMITTED else 0
    period = UsagePeriod.objects.filter(pk=reservation.period.pk)
    period.update(reserved=F("reserved") - 1, used=F("used") + used)
    if reservation.takes_place:
        account = Account.objects.filter(user=reservation.period.user)
        account.update(in_flight=F("in_flight") - 1)
    return True


def _quota_exceeded(state: Usage, *, wanted: int = 1) -> QuotaExceeded:
    used = state.used + state.reserved
    return QuotaExceeded(used=used, limit=state.limit, resets_at=state.resets_at, wanted=wanted)


def _counted(user: User, now: datetime) -> tuple[str | None, int | None, int | None, int | None]:
    """Plan, used, reserved and in flight; None for what has no row."""
    month = FilteredRelation("usage_periods", condition=Q(usage_periods__period=_period(now)))
    holding = When(subscriptions.holds(now, prefix="subscription__"), then=F("subscription__plan_code"))
    accounts = User.objects.filter(pk=user.pk).annotate(month=month, holding=Case(holding))
    return accounts.values_list("holding", "month__used", "month__reserved", "account__in_flight").get()


def _period(now: datetime) -> str:
    return f"{now:%Y-%m}"


def _first_of_month(now: datetime) -> datetime:
    return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _next_month(now: datetime) -> datetime:
    return (_first_of_month(now) + timedelta(days=32)).replace(day=1)
