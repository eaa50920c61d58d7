"""The counters that make limits exact: each is taken from by one conditional UPDATE, and given back by one.

Rows are always locked in the same order: the month's, the key's, the account's. What has not all that is
wanted gives nothing, and says so by False.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import F

from accounts.models import ApiKey, User
from billing.models import Account, KeyPeriod, Reservation, UsagePeriod
from billing.plans import Plan


def take_of_month(period: UsagePeriod, *, plan: Plan, wanted: int) -> bool:
    most = plan.invoices_per_month - wanted
    room = UsagePeriod.objects.filter(pk=period.pk, reserved__lte=most - F("used"))
    return bool(room.update(reserved=F("reserved") + wanted, plan_code=plan.code))


def key_period(period: UsagePeriod, key: ApiKey) -> KeyPeriod:
    """Behind `take_of_month`, whose lock lets nobody else make the row, or take of it, at the same time."""
    own, _ = KeyPeriod.objects.select_related("key").get_or_create(
        period=period,
        key_id=key.first.pk,  # of which the limit is read anew
    )
    return own


def take_of_key(own: KeyPeriod, *, wanted: int) -> bool:
    room = KeyPeriod.objects.filter(pk=own.pk)
    if own.key.monthly_limit is not None:
        room = room.filter(reserved__lte=own.key.monthly_limit - wanted - F("used"))
    return bool(room.update(reserved=F("reserved") + wanted))


def take_place(user: User, *, plan: Plan) -> bool:
    """Nearly always there is a row with room in it; whether there is one is asked where nothing was taken."""
    room = Account.objects.filter(user=user, in_flight__lt=plan.concurrent_requests)
    taken = room.update(in_flight=F("in_flight") + 1)
    if not taken and Account.objects.get_or_create(user=user)[1]:
        taken = room.update(in_flight=F("in_flight") + 1)
    return bool(taken)


def settle(reservation: Reservation, *, used: int) -> None:
    """What was reserved for it is used, or free again; the place it took is free."""
    change = {"reserved": F("reserved") - 1, "used": F("used") + used}
    UsagePeriod.objects.filter(pk=reservation.period_id).update(**change)
    if reservation.key:
        KeyPeriod.objects.filter(period=reservation.period_id, key=reservation.key.first).update(**change)
    if reservation.takes_place:
        Account.objects.filter(user=reservation.period.user_id).update(in_flight=F("in_flight") - 1)


def give_back(reservations: Iterable[Reservation]) -> None:
    """Of those that took no place."""
    held = list(reservations)
    months = Counter(each.period_id for each in held)
    for period, number in sorted(months.items()):
        UsagePeriod.objects.filter(pk=period).update(reserved=F("reserved") - number)
    keys = Counter((each.period_id, each.key.first.pk) for each in held if each.key)
    for (period, key), number in sorted(keys.items()):
        KeyPeriod.objects.filter(period=period, key=key).update(reserved=F("reserved") - number)
