"""How points of one plane lie on another, when a page is turned, tilted or seen from an angle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Corners = tuple[float, float, float, float]
"""x0, y0, x1, y1 of a rectangle."""


@dataclass(frozen=True, slots=True)
class Projection:
    """A 3 x 3 matrix, row by row, for points (x, y, 1); what comes out is divided by its last part."""

    matrix: tuple[float, ...]

    def point(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f, g, h, i = self.matrix
        depth = g * x + h * y + i
        return (a * x + b * y + c) / depth, (d * x + e * y + f) / depth

    def around(self, x0: float, y0: float, x1: float, y1: float) -> Corners:
        """The upright rectangle around where a rectangle comes to lie."""
        points = [self.point(x, y) for x in (x0, x1) for y in (y0, y1)]
        across, down = zip(*points, strict=True)
        return min(across), min(down), max(across), max(down)


def scaling(x: float, y: float) -> Projection:
    return Projection((x, 0.0, 0.0, 0.0, y, 0.0, 0.0, 0.0, 1.0))


def after(first: Projection, then: Projection) -> Projection:
    """Both, one after the other."""
    rows: Sequence[tuple[float, ...]] = [then.matrix[0:3], then.matrix[3:6], then.matrix[6:9]]
    columns = [first.matrix[0::3], first.matrix[1::3], first.matrix[2::3]]
    return Projection(
        tuple(sum(a * b for a, b in zip(row, column, strict=True)) for row in rows for column in columns)
    )


def quarter_turns(degrees: int) -> Projection:
    """Fractions of a page to fractions of the same page turned clockwise by 0, 90, 180 or 270 degrees."""
    return Projection(
        {
            0: (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0),
            90: (0.0, -1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0),
            180: (-1.0, 0.0, 1.0, 0.0, -1.0, 1.0, 0.0, 0.0, 1.0),
            270: (0.0, 1.0, 0.0, -1.0, 0.0, 1.0, 0.0, 0.0, 1.0),
        }[degrees % 360]
    )
