"""Calendar months in UTC, the time in which invoices are counted, as "2026-06"."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime

PAST_MONTHS = 12


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One month; `str` is how it is stored and spoken of."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    @property
    def starts_at(self) -> datetime:
        return datetime(self.year, self.number, 1, tzinfo=UTC)

    @property
    def ends_at(self) -> datetime:
        """The first moment of the next."""
        return self.after(1).starts_at

    def after(self, months: int) -> Month:
        """So many months later, or earlier."""
        count = self.year * 12 + self.number - 1 + months
        return Month(count // 12, count % 12 + 1)


def of(day: date) -> Month:
    """The month of a day, or of a moment in UTC."""
    return Month(day.year, day.month)


def told_of(now: datetime) -> list[Month]:
    """The months whose usage can be asked for: this one and the past twelve, latest first."""
    return [of(now).after(-back) for back in range(PAST_MONTHS + 1)]
