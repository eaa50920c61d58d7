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
    if all(style.has_ink for style in glyphs.styles):
        return glyphs
    shown = glyphs.with_style(lambda style: style.has_ink)
    x, y = (middle[~shown] for middle in glyphs.middles)
    shown[~shown] = _lie_on_any(x, y, _grounds(page))
    return glyphs.only(shown)


def _lie_on_any(
    x: NDArray[np.float64], y: NDArray[np.float64], grounds: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Which points lie on a ground. A page may have as many of either as it likes: whichever are fewer are
    held one by one against all of the others."""
    left, top, right, bottom = grounds
    if len(left) > len(x):
        points = zip(x.tolist(), y.tolist(), strict=True)
        on = [np.any((left <= a) & (a <= right) & (top <= b) & (b <= bottom)) for a, b in points]
        return np.array(on, dtype=np.bool_)
    lying = np.zeros(len(x), dtype=np.bool_)
    for x0, y0, x1, y1 in grounds.T.tolist():
        lying |= (x0 <= x) & (x <= x1) & (y0 <= y) & (y <= y1)
    return lying


def _grounds(page: Any) -> NDArray[np.float64]:
    """Their left, upper, right and lower edges."""
    place = Placing(page)
    drawn = objects.of(page, depth=1)
    edges = [place.edges(*objects.bounds(item)) for kind, item in drawn if _is_ground(kind, item)]
    return np.array(edges, dtype=np.float64).reshape(-1, 4).T


def _is_ground(kind: int, item: int) -> bool:
    return kind in GROUNDS or (kind == pdfium_c.FPDF_PAGEOBJ_PATH and not objects.is_white(item))
