"""Where text stands on a picture, and how to set it upright and level.

Lines of print are the best ruler a page has: their slopes tell its skew, and how the slopes change
from top to bottom tells at what angle it was photographed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
"""3 x 3: from the points (x, y, 1) of one picture to those of another."""

Quads = NDArray[np.float64]
"""Boxes x 4 corners x (x, y): top left, top right, bottom right, bottom left, as the text is read."""

LONG_LINE = 4.0
ENOUGH_LINES = 3
STEEPEST = 0.35
MOST_FORESHORTENING = 0.3


@dataclass(frozen=True, slots=True)
class Slope:
    """The slope of lines of print at height y: `level` + `change` * (y - y of the centre)."""

    level: float
    change: float
    center_x: float
    center_y: float

    @property
    def matrix(self) -> Matrix:
        """To the picture on which every line is level. Lines that converge do so at one point, which is
        sent to infinity; the page's centre stays where it is."""
        level, change = self.level, self.change
        flatten = np.array([[1 - level**2, level, 0.0], [-level, 1.0, 0.0], [change, 0.0, 1.0]])
        back, forth = moved(self.center_x, self.center_y), moved(-self.center_x, -self.center_y)
        return np.asarray(back @ flatten @ forth)


def moved(x: float, y: float) -> Matrix:
    return np.array([[1.0, 0.0, x], [0.0, 1.0, y], [0.0, 0.0, 1.0]])


def scaled(factor: float) -> Matrix:
    return np.diag([factor, factor, 1.0])


def seen_through(matrix: Matrix, points: Quads) -> Quads:
    """Where the points come to lie."""
    there = np.concatenate([points, np.ones((*points.shape[:-1], 1))], axis=-1) @ matrix.T
    return np.asarray(there[..., :2] / there[..., 2:])


def slope_of(quads: Quads, *, width: float, height: float) -> Slope:
    """The slope by which most of the long lines agree; level when there are too few to tell."""
    along = quads[:, 1] - quads[:, 0]
    lengths = np.linalg.norm(along, axis=1)
    heights = np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1)
    slopes = along[:, 1] / np.maximum(along[:, 0], 1e-6)
    long = (lengths > LONG_LINE * heights) & (np.abs(slopes) < STEEPEST) & (along[:, 0] > 0)
    if long.sum() < ENOUGH_LINES:
        return Slope(0.0, 0.0, width / 2, height / 2)
    y = quads[long, :, 1].mean(axis=1) - height / 2
    level, change = _agreed(y, slopes[long], lengths[long], height)
    most = 2 * MOST_FORESHORTENING / width
    return Slope(level, min(max(change, -most), most), width / 2, height / 2)


def _agreed(
    y: NDArray[np.float64], slopes: NDArray[np.float64], weights: NDArray[np.float64], height: float
) -> tuple[float, float]:
    """A straight line through the slopes over y, again without those far from it."""
    median = float(np.median(np.repeat(slopes, np.maximum(1, weights.astype(int) // 50))))
    near = np.abs(slopes - median) < 0.06
    if near.sum() < 2 * ENOUGH_LINES or np.ptp(y[near]) < height / 3:
        return median, 0.0
    change, level = np.polyfit(y[near], slopes[near], 1, w=np.sqrt(weights[near]))
    rest = np.abs(slopes - (level + change * y)) < 0.03
    if rest.sum() >= 2 * ENOUGH_LINES and np.ptp(y[rest]) >= height / 3:
        change, level = np.polyfit(y[rest], slopes[rest], 1, w=np.sqrt(weights[rest]))
    return float(level), float(change)


def is_sideways(quads: Quads) -> bool:
    """Whether most of the print, by length, runs up or down the picture."""
    spans = np.ptp(quads, axis=1)
    wide, tall = spans[:, 0], spans[:, 1]
    return bool(tall[tall > 1.5 * wide].sum() > wide[wide > 1.5 * tall].sum())
