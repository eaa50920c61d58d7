"""Till rolls: a picture much taller than wide is read in strips, or its letters become too small."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from extraction.engine.ocr.picture import Picture

TALL = 2.4
STRIP = 1.5
SHORTEST = 1280
SEARCH = 0.15


def cut(picture: Picture) -> list[tuple[int, Picture]]:
    """Strips with the row each begins at, cut where there is the least print; one for a usual page."""
    height, width = picture.shape[:2]
    if height <= TALL * width or height <= SHORTEST:
        return [(0, picture)]
    wanted = max(STRIP * width, SHORTEST / 2)
    count = round(height / wanted)
    busy = _busy_rows(picture)
    step = height / count
    cuts = [_quietest(busy, round(step * index), round(step * SEARCH)) for index in range(1, count)]
    edges = [0, *cuts, height]
    return [(top, picture[top:bottom]) for top, bottom in pairwise(edges)]


def _busy_rows(picture: Picture) -> np.ndarray:
    """How much each row of the picture changes from left to right, smoothed over a few rows."""
    grey = picture if picture.ndim == 2 else picture[:, :, 1]
    changes = np.abs(np.diff(grey.astype(np.int16), axis=1)).sum(axis=1).astype(np.float64)
    return np.convolve(changes, np.ones(5) / 5, mode="same")


def _quietest(busy: np.ndarray, middle: int, reach: int) -> int:
    start = max(0, middle - reach)
    return start + int(np.argmin(busy[start : middle + reach]))
