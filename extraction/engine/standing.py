"""Which boxes another one may stand right under: found by where they are, not by asking every one.

Boxes lie in cells as large as a line of their height, one each by their left edge, right edge and middle.
"""

from __future__ import annotations

from math import floor, frexp, ldexp

from extraction.engine.document import Box

SLACK = 1.01  # a little more than what is asked for, so that nothing at its very edge is missed

_Level = tuple[int, int]  # the class of heights, row
_Cell = tuple[int, int]  # which edge, column
_Numbers = dict[int, None]


class Standing:
    """Numbered boxes. A box is right under another one that ends at most `down` above its top and `up` below
    it, and has an edge or the middle within `across` of its own; all in heights of the lower of the two, and
    `across` in no less than `unit`.
    """

    def __init__(self, *, down: float, up: float, across: float, unit: float = 0.0) -> None:
        self._down, self._up, self._across, self._unit = down * SLACK, up * SLACK, across * SLACK, unit
        self._levels: dict[_Level, dict[_Cell, _Numbers]] = {}
        self._sizes: dict[int, tuple[float, float, float]] = {}  # for each class of heights
        self._places: dict[int, tuple[_Level, list[_Cell]]] = {}

    def put(self, number: int, box: Box) -> None:
        level, cells = self._places[number] = self._place(box)
        known = self._levels.setdefault(level, {})
        for cell in cells:
            known.setdefault(cell, {})[number] = None

    def take(self, number: int) -> None:
        level, cells = self._places.pop(number)
        known = self._levels[level]
        for cell in cells:
            del known[cell][number]
            if not known[cell]:
                del known[cell]

    def over(self, box: Box) -> list[int]:
        """The numbers of all that it may stand under, and perhaps of some that it does not, in order."""
        found: set[int] = set()
        own, edges = box.height, _edges(box)
        for height, (most, column, row) in self._sizes.items():
            lower = min(own, most)
            rows = _cells(box.y0 - self._down * lower, box.y0 + self._up * lower, row)
            levels = [known for at in rows if (known := self._levels.get((height, at)))]
            if levels:
                aside = self._across * max(lower, self._unit)
                cells = [(edge, at) for edge, x in edges for at in _cells(x - aside, x + aside, column)]
                for cell in cells:
                    for known in levels:
                        if cell in known:
                            found.update(known[cell])
        return sorted(found)

    def _place(self, box: Box) -> tuple[_Level, list[_Cell]]:
        height = frexp(box.height)[1]
        if height not in self._sizes:
            self._sizes[height] = self._size(height)
        _, column, row = self._sizes[height]
        cells = [(edge, floor(x / column)) for edge, x in _edges(box)]
        return (height, floor(box.y1 / row)), cells

    def _size(self, height: int) -> tuple[float, float, float]:
        """How high the boxes of a class are at most, and how wide and high its cells are."""
        most = ldexp(1.0, height)
        return most, 2 * self._across * max(most, self._unit), (self._down + self._up) * most


def _edges(box: Box) -> tuple[tuple[int, float], ...]:
    return (0, box.x0), (1, box.x1), (2, box.center_x)


def _cells(start: float, end: float, size: float) -> range:
    return range(floor(start / size), floor(end / size) + 1)
