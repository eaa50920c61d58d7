"""Where a month ends if it goes on as it went so far."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from billing.usage.metering import Usage

TOO_EARLY = timedelta(days=2)  # a day's invoices say nothing of a month
SURE_DIGITS = 3


def expected(usage: Usage, *, now: datetime) -> int | None:
    """How many are read by the end of the month, about; None while nothing can be said."""
    so_far = now - usage.starts_at
    if so_far < TOO_EARLY or not usage.used:
        return None
    return _about(usage.used * ((usage.resets_at - usage.starts_at) / so_far))


def used_up_on(usage: Usage, *, now: datetime) -> date | None:
    """The day on which the last of the month is read, about; None if some are left at its end."""
    total = expected(usage, now=now)
    if total is None or total <= usage.limit or not usage.remaining:
        return None
    return (usage.starts_at + (now - usage.starts_at) * (usage.limit / usage.used)).date()


def _about(number: float) -> int:
    digits = len(str(int(number)))
    return int(round(number, min(0, SURE_DIGITS - digits)))
