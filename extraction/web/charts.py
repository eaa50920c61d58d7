"""Bars of what went well, with what failed on top: where each stands in a drawing of one unit a bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 100.0
MARGIN = 0.14  # of a bar's unit, at both sides
GAP = 1.0  # between what went well and what failed
TICKS = 4


@dataclass(frozen=True, slots=True)
class Pile:
    """What one bar stands for, and says when it is pointed at."""

    well: int
    failed: int
    says: str


@dataclass(frozen=True, slots=True)
class Bar:
    """`says` is the bar in words. Heights are of `HEIGHT`, counted from the top as drawings do."""

    says: str
    x: float
    well_y: float
    well_height: float
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


def chart(columns: Sequence[tuple[str, Pile | None]], *, now: int | None) -> Chart:
    """Of the labelled columns; without a pile one is still to come. `now` is the one that goes on."""
    top = _round_up(max((pile.well + pile.failed for _, pile in columns if pile), default=0))
    bars = [
        _bar(place, label, pile, top, is_now=place == now)
        for place, (label, pile) in enumerate(columns)
        if pile
    ]
    labels = [label for label, _ in columns]
    ticks = [labels[place * (len(labels) - 1) // TICKS] for place in range(TICKS + 1)]
    return Chart(columns=len(columns), bars=bars, top=top, ticks=ticks)


def _bar(place: int, label: str, pile: Pile, top: int, *, is_now: bool) -> Bar:
    well, failed = (round(HEIGHT * number / top, 2) for number in (pile.well, pile.failed))
    return Bar(
        says=f"{label}: {pile.says}",
        x=round(place + MARGIN, 2),
        well_y=round(HEIGHT - well, 2),
        well_height=well,
        failed_y=round(HEIGHT - well - failed - (GAP if well and failed else 0), 2),
        failed_height=failed,
        is_now=is_now,
    )


def _round_up(number: int) -> int:
    """To one with two figures that are not 0, and that can be halved."""
    unit = 2 * int("1".ljust(len(str(number)) - 1, "0"))
    return max(2, -(-number // unit) * unit)
