"""The month's quota and the places in flight: reserve on accept, commit on success, release on failure.

What is deleted before it was read is withdrawn: it counts as little as what failed, and is no failure.

Every count changes by one conditional UPDATE, so that no number of parallel requests gets one unit
more than the limit (`counters`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import transaction

from accounts import statements
from accounts.models import ApiKey, User
from billing import months, subscriptions
from billing.models import KeyPeriod, Reservation, UsagePeriod
from billing.months import Month
from billing.plans import Plan
from billing.usage import alerts, counters, refusals
from billing.usage.counters import Counter


class LimitReached(Exception):
    """The account may not have another invoice read at this moment."""

    limit_name: ClassVar[str]

    def would_do(self, plan: Plan) -> bool:
        """Whether this plan would have allowed it."""
        return False


class QuotaExceeded(LimitReached):
    """The month has fewer invoices left than are `wanted`; `resets_at` is the start of the next month."""

    limit_name = "month"

    def __init__(self, *, used: int, limit: int, resets_at: datetime, wanted: int = 1) -> None:
        self.used, self.limit, self.resets_at, self.wanted = used, limit, resets_at, wanted
        message = f"Monthly quota exceeded. {used}/{limit} invoices used."
        super().__init__(message + _not_enough(used, limit, wanted))

    def would_do(self, plan: Plan) -> bool:
        return plan.invoices_per_month >= self.used + self.wanted


class KeyLimitReached(LimitReached):
    """The owner lets this key bring fewer invoices in the month than are `wanted`."""

    limit_name = "key"

    def __init__(self, *, name: str, used: int, limit: int, resets_at: datetime, wanted: int = 1) -> None:
        self.name, self.used, self.limit = name, used, limit
        self.resets_at, self.wanted = resets_at, wanted
        message = f"The key “{name}” has reached its own limit. {used}/{limit} invoices of this month used."
        message += _not_enough(used, limit, wanted)
        super().__init__(f"{message} The account's owner can change it on the page of API keys.")


class ConcurrencyExceeded(LimitReached):
    """As many invoices as the plan allows are being read right now."""

    limit_name = "concurrency"

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


@dataclass(frozen=True, slots=True)
class KeyUsage:
    """What a key with a limit of its own has brought in the month, being read or read."""

    name: str
    taken: int
    limit: int

    @property
    def remaining(self) -> int:
        return max(0, self.limit - self.taken)


def usage(*, user: User, now: datetime) -> Usage:
    """This month's, in one query, for every answer of the API tells it."""
    plan_code, used, reserved, in_flight = _counted(user, now)
    plan = subscriptions.plan_of(plan_code)
    return _as_of(now, plan, used=used or 0, reserved=reserved or 0, in_flight=in_flight or 0)


def usage_in(month: Month, *, user: User, now: datetime) -> Usage:
    """A month's, with the plan under which its last invoice came in; today's if it had none."""
    if month == months.of(now):
        return usage(user=user, now=now)
    found = UsagePeriod.objects.filter(user=user, period=str(month)).first()
    plan = subscriptions.plan_of(found.plan_code) if found and found.plan_code else None
    return Usage(
        plan=plan or subscriptions.plan_for(user, now=now),
        period=str(month),
        used=found.used if found else 0,
        reserved=found.reserved if found else 0,
        in_flight=0,
        starts_at=month.starts_at,
        resets_at=month.ends_at,
    )


def usage_of(key: ApiKey, *, now: datetime) -> KeyUsage | None:
    """None for a key without a limit of its own. Keys that follow each other by rotation share one."""
    limit = key.first.monthly_limit
    if limit is None:
        return None
    period = {"period__user": key.user_id, "period__period": str(months.of(now))}
    own = KeyPeriod.objects.filter(key=key.first, **period).first()
    return KeyUsage(name=key.name, taken=own.used + own.reserved if own else 0, limit=limit)


@refusals.counted(LimitReached)
def check(*, user: User, now: datetime, takes_place: bool = True, key: ApiKey | None = None) -> Usage:
    """Raises `LimitReached` if a reservation would be refused now. Reads only: for answering early."""
    state = usage(user=user, now=now)
    if state.remaining == 0:
        raise _quota_exceeded(state)
    if key and (own := usage_of(key, now=now)) and own.remaining == 0:
        raise _key_limit_reached(own, now)
    if takes_place and state.in_flight >= state.plan.concurrent_requests:
        raise ConcurrencyExceeded(limit=state.plan.concurrent_requests)
    return state


@refusals.counted(LimitReached)
def reserve(
    *,
    user: User,
    reference: str,
    now: datetime,
    takes_place: bool = True,
    key: ApiKey | None = None,
    plan: Plan | None = None,
) -> Usage:
    """Takes one invoice of the month, or raises `LimitReached` and takes nothing.

    With `takes_place` it takes one of the plan's concurrent requests as well, until it is settled. `key` is
    what brings it; without one it comes from the portal. `plan` is the account's, if it is known already.
    Belongs into the transaction that writes what `reference` names. Returns how the month stands then;
    its `in_flight` is 0 for what takes no place.
    """
    plan = plan or subscriptions.plan_for(user, now=now)
    taken = _take(user, plan, now, key=key, wanted=1, takes_place=takes_place)
    statements.insert(_reservation(taken.period, reference, now, key=key, takes_place=takes_place))
    return _as_of(now, plan, used=taken.used, reserved=taken.reserved, in_flight=taken.in_flight)


@refusals.counted(LimitReached)
def reserve_many(*, user: User, references: Sequence[str], now: datetime, key: ApiKey | None = None) -> None:
    """Takes an invoice of the month for each and no places, or raises `LimitReached` and takes nothing.

    Belongs into the transaction that writes what `references` name.
    """
    if not references:
        return
    plan = subscriptions.plan_for(user, now=now)
    taken = _take(user, plan, now, key=key, wanted=len(references), takes_place=False)
    Reservation.objects.bulk_create(
        _reservation(taken.period, reference, now, key=key, takes_place=False) for reference in references
    )


def commit(*, reference: str, now: datetime) -> bool:
    """The invoice was read: it counts. False if it was settled before; then nothing changes."""
    return _settle(reference, Reservation.State.COMMITTED, now)


def release(*, reference: str, now: datetime) -> bool:
    """It could not be read, so it does not count. False if it was settled before; then nothing changes."""
    return _settle(reference, Reservation.State.RELEASED, now)


def withdraw(*, reference: str, now: datetime) -> bool:
    """Nobody wants it read any more: it does not count. False if it was settled before."""
    return _settle(reference, Reservation.State.WITHDRAWN, now)


@transaction.atomic
def withdraw_many(*, references: Sequence[str], now: datetime) -> None:
    """Those that are not settled do not count. For what `reserve_many` reserved, which has no places."""
    held = Reservation.objects.filter(
        reference__in=references, state=Reservation.State.HELD, takes_place=False
    )
    locked = list(held.select_for_update().order_by("pk").values_list("pk", flat=True))
    found = Reservation.objects.filter(pk__in=locked)
    found.update(state=Reservation.State.WITHDRAWN, settled_at=now)
    counters.give_back(found.select_related("key__origin"))


def _take(
    user: User, plan: Plan, now: datetime, *, key: ApiKey | None, wanted: int, takes_place: bool
) -> counters.Taken:
    """Raises `LimitReached`."""
    try:
        return counters.take(user, now=now, plan=plan, key=key, wanted=wanted, takes_place=takes_place)
    except counters.Lacking as lacking:
        if lacking.counter is Counter.PLACES:
            raise ConcurrencyExceeded(limit=plan.concurrent_requests) from None
        if key and lacking.counter is Counter.KEY:
            raise _key_limit_reached(_standing(key, now), now, wanted=wanted) from None
        raise _quota_exceeded(usage(user=user, now=now), wanted=wanted) from None


def _standing(key: ApiKey, now: datetime) -> KeyUsage:
    """As it is now: the limit that the key came with may have been changed meanwhile."""
    own = KeyPeriod.objects.select_related("key").get(period__period=str(months.of(now)), key=key.first)
    return KeyUsage(key.name, own.used + own.reserved, own.key.monthly_limit or 0)


def _reservation(
    period: int, reference: str, now: datetime, *, key: ApiKey | None, takes_place: bool
) -> Reservation:
    return Reservation(
        period_id=period,
        key=key,
        reference=reference,
        created_at=now,
        day=now.date(),
        takes_place=takes_place,
    )


def _settle(reference: str, state: Reservation.State, now: datetime) -> bool:
    """One step in its transaction: what fails here undoes all of that."""
    with transaction.atomic(savepoint=False):
        found = statements.answer(SETTLE, state, now, reference, Reservation.State.HELD)
        if found is None:
            return False
        is_used = state == Reservation.State.COMMITTED
        month, key = counters.settle(counters.Held(*found), used=int(is_used), now=now)
        if is_used:
            alerts.note_use(month, key, now=now)
        if state == Reservation.State.RELEASED:
            alerts.note_failure(reference, now=now)
    return True


def _as_of(now: datetime, plan: Plan, *, used: int, reserved: int, in_flight: int) -> Usage:
    month = months.of(now)
    return Usage(
        plan=plan,
        period=str(month),
        used=used,
        reserved=reserved,
        in_flight=in_flight,
        starts_at=month.starts_at,
        resets_at=month.ends_at,
    )


def _quota_exceeded(state: Usage, *, wanted: int = 1) -> QuotaExceeded:
    used = state.used + state.reserved
    return QuotaExceeded(used=used, limit=state.limit, resets_at=state.resets_at, wanted=wanted)


def _key_limit_reached(state: KeyUsage, now: datetime, *, wanted: int = 1) -> KeyLimitReached:
    resets_at = months.of(now).ends_at
    return KeyLimitReached(
        name=state.name, used=state.taken, limit=state.limit, resets_at=resets_at, wanted=wanted
    )


def _not_enough(used: int, limit: int, wanted: int) -> str:
    return f" {max(0, limit - used)} are left, and this batch needs {wanted}." if wanted > 1 else ""


def _counted(user: User, now: datetime) -> tuple[str | None, int | None, int | None, int | None]:
    """Plan, used, reserved and in flight; None for what has no row."""
    plan_code, used, reserved, in_flight = statements.answer(COUNTED, now, str(months.of(now)), user.pk) or (
        (None,) * 4
    )
    return plan_code, used, reserved, in_flight


COUNTED = """
    SELECT subscription.plan_code, month.used, month.reserved, account.in_flight
    FROM accounts_user
    LEFT JOIN billing_subscription subscription ON subscription.user_id = accounts_user.id
        AND (subscription.plan_until IS NULL OR subscription.plan_until > %s)
    LEFT JOIN billing_usageperiod month ON month.user_id = accounts_user.id AND month.period = %s
    LEFT JOIN billing_account account ON account.user_id = accounts_user.id
    WHERE accounts_user.id = %s
"""
SETTLE = """
    UPDATE billing_reservation SET state = %s, settled_at = %s
    WHERE reference = %s AND state = %s
    RETURNING period_id, key_id, takes_place
"""
