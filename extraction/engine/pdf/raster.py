"""Pages as pictures, never larger than a picture may be."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from extraction.engine.errors import OversizedPage

MOST_PIXELS = 40_000_000
MOST_PIXELS_SHOWN = 16_000_000
WANTED_SIDE = 2000
WANTED_DPI = 200
LONGEST_SIDE_IN_POINTS = 14_400  # 200 inches, the largest page that PDF allows for
SLOWEST_SCALE = 8.0


def grey(page: Any) -> tuple[NDArray[np.uint8], float]:
    """The page in grey, and the pixels of it that one point takes."""
    width, height = checked_size(page)
    scale = _scale(width, height)
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        return np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width), scale
    finally:
        bitmap.close()


def coloured(page: Any, *, width: int) -> NDArray[np.uint8]:
    """The page as people see it (red, green, blue), `width` pixels wide unless it is very long."""
    across, down = checked_size(page)
    scale = min(width / across, math.sqrt(MOST_PIXELS_SHOWN / (across * down)))
    bitmap = page.render(scale=scale, rev_byteorder=True)
    try:
        drawn = np.asarray(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width, -1)
        return np.ascontiguousarray(drawn[:, :, :3])
    finally:
        bitmap.close()


def is_blank(page: Any) -> bool:
    """Nothing is drawn on it: the back of a sheet that was printed on one side."""
    return not pdfium_c.FPDFPage_CountObjects(page) and not pdfium_c.FPDFPage_GetAnnotCount(page)


def checked_size(page: Any) -> tuple[float, float]:
    width, height = page.get_size()
    if max(width, height) > LONGEST_SIDE_IN_POINTS:
        raise OversizedPage("A page of this PDF")
    return float(width), float(height)


def _scale(width: float, height: float) -> float:
    """Letters of usual size at 200 dpi; a small page (a receipt, a photo saved as a stamp) gets more."""
    by_side = WANTED_SIDE / max(width, height)
    by_width = WANTED_DPI / 72 if width < height else 0.0
    by_pixels = math.sqrt(MOST_PIXELS / (width * height))
    return min(max(by_side, by_width), by_pixels, SLOWEST_SCALE)
