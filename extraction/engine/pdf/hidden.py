"""Text that nobody sees: drawn without ink, or white on white paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from extraction.engine.pdf import objects
from extraction.engine.pdf.glyphs import Glyph, Placing

GROUNDS = {
    pdfium_c.FPDF_PAGEOBJ_IMAGE,
    pdfium_c.FPDF_PAGEOBJ_SHADING,
    pdfium_c.FPDF_PAGEOBJ_FORM,
}


def without(glyphs: Sequence[Glyph], page: Any) -> list[Glyph]:
    """The glyphs that show. One without ink of its own still does if something it stands for or stands
    out from lies under it: a picture, a coloured field."""
    styles = {id(glyph.style): glyph.style for glyph in glyphs}
    if all(style.has_ink for style in styles.values()):
        return list(glyphs)
    grounds = _grounds(page)
    return [glyph for glyph in glyphs if glyph.style.has_ink or _lies_on_any(glyph, grounds)]


def _lies_on_any(glyph: Glyph, grounds: NDArray[np.float64]) -> bool:
    """All at once: a page may have as many of either as it likes."""
    x, y = glyph.box.center_x, glyph.box.center_y
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
