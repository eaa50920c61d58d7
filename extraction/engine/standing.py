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
        self._sizes: dict[int, tuple[float, float]] = {}  # of the cells for each class of heights
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
        own = box.height
        for height, (column, row) in self._sizes.items():
            lower = min(own, ldexp(1.0, height))
            rows = _cells(box.y0 - self._down * lower, box.y0 + self._up * lower, row)
            levels = [known for at in rows if (known := self._levels.get((height, at)))]
            if levels:
                aside = self._across * max(lower, self._unit)
                for cell in _columns(box, aside, column):
                    for known in levels:
                        if cell in known:
                            found.update(known[cell])
        return sorted(found)

    def _place(self, box: Box) -> tuple[_Level, list[_Cell]]:
        height = frexp(box.height)[1]
        if height not in self._sizes:
            self._sizes[height] = self._size(height)
        column, row = self._sizes[height]
        cells = [(edge, floor(at / column)) for edge, at in enumerate((box.x0, box.x1, box.center_x))]
        return (height, floor(box.y1 / row)), cells

    def _size(self, height: int) -> tuple[float, float]:
        """How wide and how high the cells are for boxes of up to two to this power."""
        most = ldexp(1.0, height)
        return 2 * self._across * max(most, self._unit), (self._down + self._up) * most


def _columns(box: Box, aside: float, column: float) -> list[_Cell]:
    """The cells of a row in which what stands within `aside` of a box's edges and middle has its own."""
    edges = enumerate((box.x0, box.x1, box.center_x))
    return [(edge, where) for edge, at in edges for where in _cells(at - aside, at + aside, column)]


def _cells(start: float, end: float, size: float) -> range:
    return range(floor(start / size), floor(end / size) + 1)
