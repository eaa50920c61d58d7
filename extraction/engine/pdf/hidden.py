"""Text that nobody sees: drawn without ink, or white on white paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pypdfium2.raw as pdfium_c

from extraction.engine.document import Box
from extraction.engine.pdf.glyphs import Glyph, Placing, is_white

GROUNDS = {
    pdfium_c.FPDF_PAGEOBJ_IMAGE,
    pdfium_c.FPDF_PAGEOBJ_SHADING,
    pdfium_c.FPDF_PAGEOBJ_FORM,
}


def without(glyphs: Sequence[Glyph], page: Any) -> list[Glyph]:
    """The glyphs that show. One without ink of its own still does if something it stands for or stands
    out from lies under it: a picture, a coloured field."""
    if all(_has_ink(glyph) for glyph in glyphs):
        return list(glyphs)
    grounds = _grounds(page)
    return [glyph for glyph in glyphs if _has_ink(glyph) or any(_on(glyph, ground) for ground in grounds)]


def _has_ink(glyph: Glyph) -> bool:
    return glyph.style.visible and not glyph.style.white


def _on(glyph: Glyph, ground: Box) -> bool:
    x, y = glyph.box.center_x, glyph.box.center_y
    return ground.x0 <= x <= ground.x1 and ground.y0 <= y <= ground.y1


def _grounds(page: Any) -> list[Box]:
    place = Placing(page)
    return [place.box(*item.get_bounds()) for item in page.get_objects(max_depth=1) if _is_ground(item)]


def _is_ground(item: Any) -> bool:
    return item.type in GROUNDS or (item.type == pdfium_c.FPDF_PAGEOBJ_PATH and not is_white(item.raw))
