"""Bars without a scale, one for each day: how busy a key was, at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 10.0
LEAST = 0.6  # a day with a single request beside one with thousands is seen


@dataclass(frozen=True, slots=True)
class Spark:
    """`bars` are place and top of those that are not empty, in a drawing of one unit a day."""

    total: int
    columns: int
    bars: list[tuple[float, float, float]]


def spark(counts: Sequence[int]) -> Spark:
    most = max(counts, default=0)
    bars = [_bar(place, count, most) for place, count in enumerate(counts) if count]
    return Spark(total=sum(counts), columns=len(counts), bars=bars)


def _bar(place: int, count: int, most: int) -> tuple[float, float, float]:
    height = round(max(LEAST, HEIGHT * count / most), 2)
    return round(place + 0.15, 2), round(HEIGHT - height, 2), height
