"""When an event that was not taken is tried again: ten attempts over three days, ever further apart."""

from __future__ import annotations

from datetime import datetime, timedelta

# How long to wait before each attempt, counted from the end of the one before.
DELAYS = (
    timedelta(0),
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
JITTER = 0.1  # of the delay, so that what failed together does not come back together


def next_at(*, made: int, now: datetime, chance: float) -> datetime | None:
    """When to try after so many attempts, or None after the last. `chance` is drawn between 0 and 1."""
    if made >= len(DELAYS):
        return None
    return now + DELAYS[made] * (1 + JITTER * chance)
