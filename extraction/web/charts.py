"""Bars of what was read, with what failed on top: where each stands in a drawing of one unit a bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from billing.usage.reports import Tally

HEIGHT = 100.0
MARGIN = 0.14  # of a bar's unit, at both sides
GAP = 1.0  # between what was read and what failed
TICKS = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """`says` is the bar in words. Heights are of `HEIGHT`, counted from the top as drawings do."""

    says: str
    x: float
    read_y: float
    read_height: float
    failed_y: float
    failed_height: float
    is_now: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """`top` is the number at the upper end of the scale, `ticks` the words below some of the columns."""

    columns: int
    bars: list[Bar]
    top: int
    ticks: list[str]

    @property
    def middle(self) -> int:
        return self.top // 2

    @property
    def bar_width(self) -> float:
        return round(1 - 2 * MARGIN, 2)


def chart(columns: Sequence[tuple[str, Tally | None]], *, now: int | None) -> Chart:
    """Of the labelled columns; without a tally one is still to come. `now` is the one that goes on."""
    top = _round_up(max((tally.read + tally.failed for _, tally in columns if tally), default=0))
    bars = [
        _bar(place, label, tally, top, is_now=place == now)
        for place, (label, tally) in enumerate(columns)
        if tally
    ]
    labels = [label for label, _ in columns]
    ticks = [labels[place * (len(labels) - 1) // TICKS] for place in range(TICKS + 1)]
    return Chart(columns=len(columns), bars=bars, top=top, ticks=ticks)


def _bar(place: int, label: str, tally: Tally, top: int, *, is_now: bool) -> Bar:
    read, failed = (round(HEIGHT * number / top, 2) for number in (tally.read, tally.failed))
    return Bar(
        says=f"{label}: {_words(tally)}",
        x=round(place + MARGIN, 2),
        read_y=round(HEIGHT - read, 2),
        read_height=read,
        failed_y=round(HEIGHT - read - failed - (GAP if read and failed else 0), 2),
        failed_height=failed,
        is_now=is_now,
    )


def _words(tally: Tally) -> str:
    parts = [f"{tally.read:,} read"]
    if tally.processing:
        parts.append(f"{tally.processing:,} being read")
    if tally.failed:
        parts.append(f"{tally.failed:,} failed")
    return ", ".join(parts)


def _round_up(number: int) -> int:
    """To one with two figures that are not 0, and that can be halved."""
    unit = 2 * int("1".ljust(len(str(number)) - 1, "0"))
    return max(2, -(-number // unit) * unit)
