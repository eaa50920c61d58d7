"""Setting a page upright: glyphs and sizes turned clockwise by quarter circles."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from extraction.engine.pdf.glyphs import Glyphs
from extraction.engine.projection import Projection, after, quarter_turns, scaling


def upright(glyphs: Glyphs, *, standing: int, width: float, height: float) -> Glyphs:
    """The glyphs on the page that stand at the clockwise turn `standing`, with the page turned back by it."""
    x, y = glyphs.middles
    on_page = (x >= 0) & (x <= width) & (y >= 0) & (y <= height)
    stand = glyphs.with_style(lambda style: style.angle == standing)
    kept = glyphs.only((on_page & stand) | glyphs.blank)
    return replace(kept, edges=_turned(kept.edges, -standing, width, height)) if standing else kept


def _turned(edges: NDArray[np.float64], degrees: int, width: float, height: float) -> NDArray[np.float64]:
    """Edges after their page of `width` by `height` was turned clockwise by `degrees`."""
    x0, y0, x1, y1 = edges
    quarter = degrees % 360
    if quarter == 90:
        return np.array((height - y1, x0, height - y0, x1))
    if quarter == 180:
        return np.array((width - x1, height - y1, width - x0, height - y0))
    if quarter == 270:
        return np.array((y0, width - x1, y1, width - x0))
    return edges


def turned_size(width: float, height: float, degrees: int) -> tuple[float, float]:
    return (height, width) if degrees % 180 == 90 else (width, height)


def view(upright_width: float, upright_height: float, standing: int) -> Projection | None:
    """From the page set upright to fractions of the page on which its text stands turned by `standing`."""
    if not standing:
        return None
    return after(scaling(1 / upright_width, 1 / upright_height), quarter_turns(standing))
