"""Text that nobody sees: drawn without ink, or white on white paper."""

from __future__ import annotations

from typing import Any

import numpy as np
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from extraction.engine.pdf import objects
from extraction.engine.pdf.glyphs import Glyphs, Placing

GROUNDS = {
    pdfium_c.FPDF_PAGEOBJ_IMAGE,
    pdfium_c.FPDF_PAGEOBJ_SHADING,
    pdfium_c.FPDF_PAGEOBJ_FORM,
}


def without(glyphs: Glyphs, page: Any) -> Glyphs:
    """The glyphs that show. One without ink of its own still does if something it stands for or stands
    out from lies under it: a picture, a coloured field."""
    shown = glyphs.with_style(lambda style: style.has_ink)
    if shown.all():
        return glyphs
    x, y = glyphs.middles
    grounds = _grounds(page)
    for at in np.flatnonzero(~shown):
        shown[at] = _lies_on_any(x[at], y[at], grounds)
    return glyphs.only(shown)


def _lies_on_any(x: float, y: float, grounds: NDArray[np.float64]) -> bool:
    """All at once: a page may have as many of either as it likes."""
    left, top, right, bottom = grounds
    return bool(np.any((left <= x) & (x <= right) & (top <= y) & (y <= bottom)))


def _grounds(page: Any) -> NDArray[np.float64]:
    """Their left, upper, right and lower edges."""
    place = Placing(page)
    drawn = objects.of(page, depth=1)
    edges = [place.edges(*objects.bounds(item)) for kind, item in drawn if _is_ground(kind, item)]
    return np.array(edges, dtype=np.float64).reshape(-1, 4).T


def _is_ground(kind: int, item: int) -> bool:
    return kind in GROUNDS or (kind == pdfium_c.FPDF_PAGEOBJ_PATH and not objects.is_white(item))
