"""What an account's invoices of some months came to: by day, by key, by how they ended.

Counted from the reservations, of which there is one for each invoice and which are kept: so it cannot say
anything else than the month's own count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db.models import Count

from accounts.models import ApiKey, User
from billing import months
from billing.models import Reservation
from billing.months import Month

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Tally:
    """Invoices by what became of them. Withdrawn ones were deleted before they were read."""

    read: int = 0
    processing: int = 0
    failed: int = 0
    withdrawn: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.read + other.read,
            self.processing + other.processing,
            self.failed + other.failed,
            self.withdrawn + other.withdrawn,
        )


STATES = {
    Reservation.State.COMMITTED: "read",
    Reservation.State.HELD: "processing",
    Reservation.State.RELEASED: "failed",
    Reservation.State.WITHDRAWN: "withdrawn",
}


@dataclass(frozen=True, slots=True)
class Line:
    """What one key, named by its pk, brought on one day; without a key it came from the portal."""

    day: date
    key: int | None
    tally: Tally


@dataclass(frozen=True, slots=True)
class Report:
    """The days from `first` to `last`. `keys` are those that work, and those that brought something, by pk.

    A key stands for all that it was rotated from.
    """

    first: date
    last: date
    lines: list[Line]
    keys: dict[int, ApiKey]

    @property
    def total(self) -> Tally:
        return sum((line.tally for line in self.lines), Tally())

    def by_day(self) -> list[tuple[date, Tally]]:
        """Each day, also those without an invoice."""
        tallies = self._by(lambda line: line.day)
        return [(day, tallies[day]) for day in self._days()]

    def by_month(self) -> list[tuple[Month, Tally]]:
        tallies = self._by(lambda line: months.of(line.day))
        return [(month, tallies[month]) for month in dict.fromkeys(map(months.of, self._days()))]

    def by_key(self) -> list[tuple[ApiKey | None, Tally]]:
        """Those that brought most first; the portal only if it brought anything."""
        tallies = self._by(lambda line: line.key)
        found = [(key, tallies[pk]) for pk, key in self.keys.items()]
        portal = [(None, tallies[None])] if None in tallies else []
        return sorted([*found, *portal], key=lambda each: -each[1].read)

    def _by(self, part_of: Callable[[Line], Part]) -> defaultdict[Part, Tally]:
        tallies: defaultdict[Part, Tally] = defaultdict(Tally)
        for line in self.lines:
            tallies[part_of(line)] += line.tally
        return tallies

    def _days(self) -> Iterator[date]:
        return (self.first + timedelta(days) for days in range((self.last - self.first).days + 1))


def report(*, user: User, first: Month, last: Month, now: datetime) -> Report:
    """From the first day of `first` to the last of `last`, or today."""
    latest = _latest_of_each(user)
    lines = _lines(user, first, last, latest)
    shown = {line.key for line in lines} | {key.pk for key in user.api_keys.live(now=now)}
    keys = {key.pk: key for key in latest.values() if key.pk in shown}
    return Report(first=first.first, last=min(last.last, now.date()), lines=lines, keys=keys)


def _latest_of_each(user: User) -> dict[int, ApiKey]:
    """By each of an account's keys, the latest of those that it was rotated to."""
    own: list[ApiKey] = list(user.api_keys.select_related("origin").order_by("created_at", "pk"))
    latest = {key.first.pk: key for key in own}
    return {key.pk: latest[key.first.pk] for key in own}


def _lines(user: User, first: Month, last: Month, latest: dict[int, ApiKey]) -> list[Line]:
    """Rows of one day and key are added up: there is one for each state, and for each key of a rotation."""
    periods = list(
        user.usage_periods.filter(period__range=(str(first), str(last))).values_list("pk", flat=True)
    )
    # In the order of the index, so that it is read from end to end and nothing is sorted.
    parts = Reservation.objects.filter(period__in=periods).values_list("period", "day", "key", "state")
    tallies: defaultdict[tuple[date, int | None], Tally] = defaultdict(Tally)
    for _, day, key, state, number in parts.annotate(number=Count("*")):
        tallies[day, latest[key].pk if key else None] += Tally(**{STATES[state]: number})
    return [Line(day, key, tally) for (day, key), tally in tallies.items()]
