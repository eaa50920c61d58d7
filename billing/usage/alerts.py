"""Mails about usage: owed in the transaction that counts, each once for a month and a number of invoices.

Eighty per cent of 500 is told once, however often the plan goes to and fro. Should it become 5,000, eighty
per cent of those is another number, told when it is reached. Who has used all is no longer told of eighty.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Count

from accounts.models import User
from billing import letters, months, plans, subscriptions
from billing.models import AlertChoice, KeyPeriod, Letter, Reservation, UsagePeriod
from billing.usage.counters import OfKey, OfMonth

NEARLY = 80  # per cent
MANY = 10  # per cent of a day's
FEWEST = 5  # that fail on a day before it is worth a mail
Kind = Letter.Kind
ABOUT_USAGE = (Kind.NEARLY_USED, Kind.ALL_USED, Kind.KEY_LIMIT, Kind.MANY_FAILED)


def note_use(month: OfMonth, key: OfKey | None, *, now: datetime) -> None:
    """Belongs into the transaction that counts an invoice as used: this is how both stand then."""
    if month.period != str(months.of(now)):
        return
    limit = subscriptions.plan_of(month.plan_code).invoices_per_month
    if kind := _reached(month.used, limit):
        _owe(month, kind, f"{month.user} {month.period} {limit}", now)
    if key and key.limit is not None and key.used >= key.limit:
        _owe(month, Kind.KEY_LIMIT, f"{key.key} {month.period} {key.limit}", now)


def note_failure(reference: str, *, now: datetime) -> None:
    """The same where an invoice could not be read. Told once a month, of the first day on which many fail."""
    reservation = Reservation.objects.select_related("period__user").get(reference=reference)
    period, day = reservation.period, reservation.day
    if day != now.date() or not _many_failed(period, day):
        return
    about = f"{period.user_id} {period.period}"
    letters.owe(user=period.user, kind=Kind.MANY_FAILED, about=about, text=str(day), now=now)


def choices(user: User) -> AlertChoice:
    return AlertChoice.objects.filter(user=user).first() or AlertChoice(user=user)


def choose(user: User, *, nearly_used: bool, all_used: bool, key_limit: bool, many_failed: bool) -> None:
    """Each is named as the kind of letter that it is about."""
    chosen = {
        "nearly_used": nearly_used,
        "all_used": all_used,
        "key_limit": key_limit,
        "many_failed": many_failed,
    }
    AlertChoice.objects.update_or_create(user=user, defaults=chosen)


def threshold(limit: int) -> int:
    """From how many on most of the month is used."""
    return -(-limit * NEARLY // 100)


def content(letter: Letter, *, now: datetime) -> Mapping[str, object] | None:
    """What a letter tells; None if its owner does not want it, or it would say what is no longer so."""
    about, period, *limit = letter.about.split()
    if period != str(months.of(now)) or not getattr(choices(letter.user), letter.kind):
        return None
    if letter.kind == Kind.MANY_FAILED:
        return _of_failures(letter, period)
    if letter.kind == Kind.KEY_LIMIT:
        return _of_key(int(about), period, int(*limit), now)
    return _of_month(letter, period, int(*limit), now)


def _owe(month: OfMonth, kind: Letter.Kind, about: str, now: datetime) -> None:
    letters.owe(user=User.objects.get(pk=month.user), kind=kind, about=about, now=now)


def _reached(used: int, limit: int) -> Letter.Kind | None:
    if used >= limit:
        return Kind.ALL_USED
    return Kind.NEARLY_USED if used >= threshold(limit) else None


def _many_failed(period: UsagePeriod, day: date) -> bool:
    failed, read = _of_day(period, day)
    return failed >= FEWEST and failed * 100 > (failed + read) * MANY


def _of_day(period: UsagePeriod, day: date) -> tuple[int, int]:
    """How many of those that came in on it failed, and how many were read."""
    states = Reservation.objects.filter(period=period, day=day).values_list("state")
    found = dict(states.annotate(number=Count("*")))
    return found.get(Reservation.State.RELEASED, 0), found.get(Reservation.State.COMMITTED, 0)


def _of_failures(letter: Letter, period: str) -> Mapping[str, object]:
    day = date.fromisoformat(letter.text)
    failed, read = _of_day(UsagePeriod.objects.get(user=letter.user, period=period), day)
    return {"day": day, "failed": failed, "read": read}


def _of_month(letter: Letter, period: str, limit: int, now: datetime) -> Mapping[str, object] | None:
    plan = subscriptions.plan_for(letter.user, now=now)
    used = UsagePeriod.objects.get(user=letter.user, period=period).used
    if plan.invoices_per_month != limit or _reached(used, limit) != letter.kind:
        return None
    larger = plans.smallest(lambda other: other.invoices_per_month > limit)
    return {
        "plan": plan,
        "used": used,
        "left": limit - used,
        "larger": larger,
        "resets_at": months.of(now).ends_at,
    }


def _of_key(pk: int, period: str, limit: int, now: datetime) -> Mapping[str, object] | None:
    own = KeyPeriod.objects.select_related("key").filter(key=pk, period__period=period).first()
    if own is None or own.key.monthly_limit != limit or own.used < limit:
        return None
    return {"key": own.key, "used": own.used, "limit": limit, "resets_at": months.of(now).ends_at}
