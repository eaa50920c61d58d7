"""Setting a page upright: glyphs and sizes turned clockwise by quarter circles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extraction.engine.document import Box
from extraction.engine.pdf.glyphs import Glyph
from extraction.engine.projection import Projection, after, quarter_turns, scaling


def upright(glyphs: Iterable[Glyph], *, standing: int, width: float, height: float) -> Iterator[Glyph]:
    """The glyphs on the page that stand at the clockwise turn `standing`, with the page turned back by it."""
    for glyph in glyphs:
        on_page = 0 <= glyph.x0 + glyph.x1 <= 2 * width and 0 <= glyph.y0 + glyph.y1 <= 2 * height
        if (on_page and glyph.style.angle == standing) or glyph.text.isspace():
            yield _turned(glyph, -standing, width, height) if standing else glyph


def _turned(glyph: Glyph, degrees: int, width: float, height: float) -> Glyph:
    box = turned(glyph.box, degrees, width=width, height=height)
    return Glyph(glyph.text, box.x0, box.y0, box.x1, box.y1, glyph.style)


def turned(box: Box, degrees: int, *, width: float, height: float) -> Box:
    """`box` after its page of `width` by `height` was turned clockwise by `degrees`."""
    quarter = degrees % 360
    if quarter == 90:
        return Box(height - box.y1, box.x0, height - box.y0, box.x1)
    if quarter == 180:
        return Box(width - box.x1, height - box.y1, width - box.x0, height - box.y0)
    if quarter == 270:
        return Box(box.y0, width - box.x1, box.y1, width - box.x0)
    return box


def turned_size(width: float, height: float, degrees: int) -> tuple[float, float]:
    return (height, width) if degrees % 180 == 90 else (width, height)


def view(upright_width: float, upright_height: float, standing: int) -> Projection | None:
    """From the page set upright to fractions of the page on which its text stands turned by `standing`."""
    if not standing:
        return None
    return after(scaling(1 / upright_width, 1 / upright_height), quarter_turns(standing))
