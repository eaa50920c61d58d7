"""Words by line: from left to right, each joins the row whose last word it stands beside.

A line may lean a little: a word is compared with the word to its left, not with the whole line.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor
from statistics import median

from extraction.engine.document import Box, Word

SAME_LINE = 0.5  # share of the smaller height that two words of one line have in common

Row = list[Word]


def of(words: Sequence[Word]) -> list[Row]:
    """The rows, in the order in which they begin from the left."""
    rows: list[Row] = []
    levels = _Levels(median([word.box.height for word in words]) if words else 1.0)
    for word in sorted(words, key=lambda w: (w.box.x0, w.box.y0)):
        reach = levels.reach(word.box)
        number = _row_of(word.box, rows, levels.at(reach))
        if number is None:
            number = len(rows)
            rows.append([])
        else:
            levels.drop(number)
        rows[number].append(word)
        levels.put(number, reach)
    return rows


def _row_of(own: Box, rows: Sequence[Row], near: Sequence[int]) -> int | None:
    best, best_distance = None, float("inf")
    for number in near:
        box = rows[number][-1].box
        if box.y1 <= own.y0 or box.y0 >= own.y1:
            continue
        shared = min(own.y1, box.y1) - max(own.y0, box.y0)
        distance = abs(box.y0 + box.y1 - own.y0 - own.y1)
        if shared >= SAME_LINE * min(box.y1 - box.y0, own.y1 - own.y0) and distance < best_distance:
            best, best_distance = number, distance
    return best


class _Levels:
    """The rows by the heights of the page at which they end, so that not every one is asked."""

    def __init__(self, unit: float) -> None:
        self._unit = unit
        self._at: dict[int, dict[int, None]] = {}
        self._reaches: dict[int, range] = {}

    def reach(self, box: Box) -> range:
        return range(floor(box.y0 / self._unit), floor(box.y1 / self._unit) + 1)

    def put(self, number: int, reach: range) -> None:
        self._reaches[number] = reach
        for level in reach:
            self._at.setdefault(level, {})[number] = None

    def drop(self, number: int) -> None:
        for level in self._reaches.pop(number):
            del self._at[level][number]

    def at(self, reach: range) -> list[int]:
        return sorted({number for level in reach for number in self._at.get(level, ())})
