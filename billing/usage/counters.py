"""The counters that make limits exact: each is taken from by one conditional UPDATE, and given back by one.

Rows are always locked in the same order: the month's, the key's, the account's. What has not all that is
wanted gives nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts import statements
from accounts.models import ApiKey, User
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
class TakenOfMonth:
    """A month's row, and how it stands once something was taken of it."""

    pk: int
    used: int
    reserved: int


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


def take_of_month(user: User, *, now: datetime, plan: Plan, wanted: int) -> TakenOfMonth | None:
    """None if not all that is wanted is left of it."""
    month = str(months.of(now))
    room = TAKE_OF_MONTH, wanted, plan.code, user.pk, month, plan.invoices_per_month - wanted
    taken = _taken(room, lambda: UsagePeriod.objects.get_or_create(user=user, period=month))
    return TakenOfMonth(*taken) if taken else None


def take_of_key(period: int, key: ApiKey, *, wanted: int) -> bool:
    first = key.origin_id or key.pk
    room = TAKE_OF_KEY, wanted, period, first, wanted
    return _taken(room, lambda: KeyPeriod.objects.get_or_create(period_id=period, key_id=first)) is not None


def take_place(user: User, *, plan: Plan) -> int | None:
    """How many are taken then; None if there was none left."""
    room = TAKE_PLACE, user.pk, plan.concurrent_requests
    taken = _taken(room, lambda: Account.objects.get_or_create(user=user))
    return taken[0] if taken else None


def _taken(room: tuple[Any, ...], make_row: Callable[[], object]) -> tuple[Any, ...] | None:
    """What is told of the row that had room. Nearly always there is one; whether there is a row at all, and
    not one that another made meanwhile, is asked where nothing was taken."""
    taken = statements.answer(*room)
    if taken is None:
        make_row()
        taken = statements.answer(*room)
    return taken


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
    months = Counter(each.period_id for each in held)
    keys = Counter((each.period_id, each.key.first.pk) for each in held if each.key)
    for period, number in sorted(months.items()):
        statements.answer(GIVE_BACK_TO_MONTH, number, period)
    for (period, key), number in sorted(keys.items()):
        statements.answer(GIVE_BACK_TO_KEY, number, period, key)


def untake(period: int, key: ApiKey | None, *, wanted: int) -> None:
    """What was taken a moment ago, in the same transaction, for something that is refused after all."""
    statements.answer(GIVE_BACK_TO_MONTH, wanted, period)
    if key:
        statements.answer(GIVE_BACK_TO_KEY, wanted, period, key.origin_id or key.pk)


TAKE_OF_MONTH = """
    UPDATE billing_usageperiod SET reserved = reserved + %s, plan_code = %s
    WHERE user_id = %s AND period = %s AND reserved + used <= %s
    RETURNING id, used, reserved
"""
# The limit is that of the first key, as it is at this moment; without one there is always room.
TAKE_OF_KEY = """
    UPDATE billing_keyperiod SET reserved = reserved + %s
    WHERE period_id = %s AND key_id = %s AND used <= COALESCE(
        (SELECT monthly_limit FROM accounts_apikey WHERE id = billing_keyperiod.key_id) - %s - reserved, used
    )
    RETURNING id
"""
TAKE_PLACE = """
    UPDATE billing_account SET in_flight = in_flight + 1
    WHERE user_id = %s AND in_flight < %s
    RETURNING in_flight
"""
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
