"""Bars without a scale, one for each day: how busy a key was, at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 10.0
LEAST = 0.6  # a day with a single request beside one with thousands is seen


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    height: float
    is_bad: bool


@dataclass(frozen=True, slots=True)
class Spark:
    """In a drawing of one unit a day; empty days have no bar."""

    total: int
    columns: int
    bars: list[Bar]


def spark(counts: Sequence[int], bad: Sequence[int] = ()) -> Spark:
    """`bad`, if there is any, says on which days something failed."""
    most = max(counts, default=0)
    bars = [
        _bar(place, count, most, is_bad=any(bad[place : place + 1]))
        for place, count in enumerate(counts)
        if count
    ]
    return Spark(total=sum(counts), columns=len(counts), bars=bars)


def _bar(place: int, count: int, most: int, *, is_bad: bool) -> Bar:
    height = round(max(LEAST, HEIGHT * count / most), 2)
    return Bar(x=round(place + 0.15, 2), y=round(HEIGHT - height, 2), height=height, is_bad=is_bad)
