"""The counters that make limits exact: each is taken from by one conditional UPDATE, and given back by one.

Rows are always locked in the same order: the month's, the key's, the account's. Where one of them has not all
that is wanted, nothing is taken of any.
"""

from __future__ import annotations

from collections import Counter as Counts
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any, TypeAlias

from accounts import statements
from accounts.models import ApiKey, User
from accounts.statements import Change, Found
from billing import months
from billing.models import Account, KeyPeriod, Reservation, UsagePeriod
from billing.plans import Plan


@dataclass(frozen=True, slots=True)
class Held:
    """What a reservation holds: of a month, of a key where one brought it, and perhaps a place."""

    period: int
    key: int | None
    takes_place: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """A month's row and how it stands once something was taken of it, and of the places if one was wanted."""

    period: int
    used: int
    reserved: int
    in_flight: int


class Counter(Enum):
    MONTH = auto()
    KEY = auto()
    PLACES = auto()


class Lacking(Exception):
    """Not all that is wanted is left of this counter, so nothing was taken of any."""

    def __init__(self, counter: Counter) -> None:
        self.counter = counter
        super().__init__(counter.name)


Changes: TypeAlias = dict[Counter, tuple[Change, Sequence[Any]]]


@dataclass(frozen=True, slots=True)
class OfMonth:
    """A month as it stands once something was settled. `plan_code`: None for an account without a plan."""

    user: int
    period: str
    used: int
    plan_code: str | None


@dataclass(frozen=True, slots=True)
class OfKey:
    """What a key has brought of a month by then; `key` is the first of those that share the limit."""

    key: int
    used: int
    limit: int | None


def take(
    user: User, *, now: datetime, plan: Plan, key: ApiKey | None, wanted: int, takes_place: bool
) -> Taken:
    """Of the month, of the key's own limit if a key brings it, and a place if it takes one.

    Nearly always all of them have a row, and room. Whether there are rows at all, and not such that another
    made meanwhile, is asked where something was lacking. Raises `Lacking`.
    """
    month, first = str(months.of(now)), (key.origin_id or key.pk) if key else None
    room = plan.invoices_per_month - wanted
    changes: Changes = {Counter.MONTH: (TAKE_OF_MONTH, (wanted, plan.code, user.pk, month, room))}
    if first:
        changes[Counter.KEY] = TAKE_OF_KEY, (wanted, user.pk, month, first, wanted)
    if takes_place:
        changes[Counter.PLACES] = TAKE_PLACE, (user.pk, plan.concurrent_requests)
    try:
        return _all_taken(changes, key=first, wanted=wanted)
    except Lacking:
        _make_rows(user, month, key=first)
        return _all_taken(changes, key=first, wanted=wanted)


def _all_taken(changes: Changes, *, key: int | None, wanted: int) -> Taken:
    rows = statements.in_turn(*changes.values())
    told = {counter: row for counter, row in zip(changes, rows, strict=True) if row}
    for counter in changes:
        if counter not in told:
            _untake(told, key, wanted=wanted)
            raise Lacking(counter)
    period, used, reserved = told[Counter.MONTH]
    return Taken(period, used, reserved, in_flight=told[Counter.PLACES][0] if Counter.PLACES in told else 0)


def _make_rows(user: User, month: str, *, key: int | None) -> None:
    """Those that there are already stay as they are."""
    UsagePeriod.objects.bulk_create([UsagePeriod(user=user, period=month)], ignore_conflicts=True)
    if key:
        period = UsagePeriod.objects.get(user=user, period=month)
        KeyPeriod.objects.bulk_create([KeyPeriod(period=period, key_id=key)], ignore_conflicts=True)
    Account.objects.bulk_create([Account(user=user)], ignore_conflicts=True)


def settle(held: Held, *, used: int, now: datetime) -> tuple[OfMonth, OfKey | None]:
    """What was reserved for it is used, or free again; the place it took is free."""
    month = statements.answer(SETTLE_MONTH, used, held.period, now)
    assert month is not None  # noqa: S101 - it goes with its reservations
    key = statements.answer(SETTLE_KEY, used, held.period, held.key, held.key) if held.key else None
    if held.takes_place:
        statements.answer(GIVE_BACK_PLACE, month[0])
    return OfMonth(*month), OfKey(*key) if key else None


def give_back(reservations: Iterable[Reservation]) -> None:
    """Of those that took no place."""
    held = list(reservations)
    months = Counts(each.period_id for each in held)
    keys = Counts((each.period_id, each.key.first.pk) for each in held if each.key)
    for period, number in sorted(months.items()):
        statements.answer(GIVE_BACK_TO_MONTH, number, period)
    for (period, key), number in sorted(keys.items()):
        statements.answer(GIVE_BACK_TO_KEY, number, period, key)


def _untake(told: Mapping[Counter, Found], key: int | None, *, wanted: int) -> None:
    """What was taken a moment ago, in the same transaction, for something that is refused after all. Places
    are the last to be taken."""
    if Counter.MONTH in told:
        statements.answer(GIVE_BACK_TO_MONTH, wanted, told[Counter.MONTH][0])
    if Counter.KEY in told:
        statements.answer(GIVE_BACK_TO_KEY, wanted, told[Counter.MONTH][0], key)


TAKE_OF_MONTH = Change(
    """
    UPDATE billing_usageperiod SET reserved = reserved + %s, plan_code = %s
    WHERE user_id = %s AND period = %s AND reserved + used <= %s
    """,
    told=("id", "used", "reserved"),
)
# The limit is that of the first key, as it is at this moment; without one there is always room.
TAKE_OF_KEY = Change(
    """
    UPDATE billing_keyperiod SET reserved = reserved + %s
    WHERE period_id = (SELECT id FROM billing_usageperiod WHERE user_id = %s AND period = %s)
        AND key_id = %s AND used <= COALESCE(
            (SELECT monthly_limit FROM accounts_apikey WHERE id = billing_keyperiod.key_id)
            - %s - reserved, used
        )
    """,
    told=("id",),
)
TAKE_PLACE = Change(
    """
    UPDATE billing_account SET in_flight = in_flight + 1
    WHERE user_id = %s AND in_flight < %s
    """,
    told=("in_flight",),
)
SETTLE_MONTH = """
    UPDATE billing_usageperiod SET reserved = reserved - 1, used = used + %s
    WHERE id = %s
    RETURNING user_id, period, used, (
        SELECT plan_code FROM billing_subscription subscription
        WHERE subscription.user_id = billing_usageperiod.user_id
            AND (subscription.plan_until IS NULL OR subscription.plan_until > %s)
    )
"""
SETTLE_KEY = """
    UPDATE billing_keyperiod SET reserved = reserved - 1, used = used + %s
    WHERE period_id = %s AND key_id = COALESCE((SELECT origin_id FROM accounts_apikey WHERE id = %s), %s)
    RETURNING key_id, used, (SELECT monthly_limit FROM accounts_apikey WHERE id = billing_keyperiod.key_id)
"""
GIVE_BACK_TO_MONTH = "UPDATE billing_usageperiod SET reserved = reserved - %s WHERE id = %s RETURNING id"
GIVE_BACK_TO_KEY = """
    UPDATE billing_keyperiod SET reserved = reserved - %s WHERE period_id = %s AND key_id = %s RETURNING id
"""
GIVE_BACK_PLACE = "UPDATE billing_account SET in_flight = in_flight - 1 WHERE user_id = %s RETURNING id"
