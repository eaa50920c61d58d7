"""Tables by the ruling lines that pdfium finds drawn on a page, put together as pdfplumber does it."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_float
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from extraction.engine.document import Box, Cell, Table
from extraction.engine.pdf import calls
from extraction.engine.pdf.glyphs import Placing

MOST_EDGES = 4_000
MOST_SEGMENTS = 40_000  # of all paths: more are a picture
DEPTH = 4  # forms in each other
CURVE = 3  # points that pdfium has for each: two that bend it, and its end

# Where pdfium writes its answers: made once, as pdfium is used by one thread alone.
_POINT, _MATRIX = (c_float * 2)(), (c_float * 6)()
_TO_POINT = byref(_POINT), byref(_POINT, 4)

Matrix = NDArray[np.float64]
Piece = tuple[float, float, float, float]
"""Where it begins and where it ends, in the PDF's own coordinates."""


class _Drawn:
    """What pdfplumber's finder of tables asks of a page."""

    def __init__(self, page: Any) -> None:
        self.edges = _edges(page)


def tables(page: Any) -> tuple[Table, ...]:
    """None where so many lines are drawn that they are a picture's."""
    from pdfplumber.table import TableFinder

    drawn: Any = _Drawn(page)
    return tuple(map(_table, TableFinder(drawn).tables)) if 0 < len(drawn.edges) <= MOST_EDGES else ()


def _table(found: Any) -> Table:
    return tuple(tuple(box and Cell("", Box(*box)) for box in row.cells) for row in found.rows)


def _edges(page: Any) -> list[dict[str, Any]]:
    """Every piece of a path that runs straight across or down the page."""
    pieces = np.array(list(_pieces(page)), dtype=np.float64).reshape(-1, 4)
    edges = np.array(Placing(page).edges(*pieces.T))
    straight = (edges[0] == edges[2]) != (edges[1] == edges[3])
    return [_edge(*places) for places in edges[:, straight].T.tolist()]


def _edge(x0: float, top: float, x1: float, bottom: float) -> dict[str, Any]:
    places = {"x0": x0, "top": top, "x1": x1, "bottom": bottom}
    orientation = "v" if x0 == x1 else "h"
    return {**places, "width": x1 - x0, "height": bottom - top, "orientation": orientation}


def _pieces(page: Any) -> Iterator[Piece]:
    left = MOST_SEGMENTS
    count = pdfium_c.FPDFPage_CountObjects(page)
    for path, matrix in _paths(calls.pointer(page), count, calls.object_of_page, np.eye(3), DEPTH):
        left -= calls.segments_of_path(path)
        if left < 0:
            return
        yield from _pieces_of(path, matrix)


def _paths(parent: Any, count: int, get: Any, around: Matrix, depth: int) -> Iterator[tuple[int, Matrix]]:
    """The paths of a page or a form, each with what leads from its coordinates to the page's."""
    for index in range(count):
        item = get(parent, index)
        kind = calls.kind_of(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            yield item, _matrix(item) @ around
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth > 1:
            inside = calls.count_in_form(item)
            yield from _paths(item, inside, calls.object_of_form, _matrix(item) @ around, depth - 1)


def _matrix(item: int) -> Matrix:
    calls.matrix_of(item, byref(_MATRIX))
    a, b, c, d, e, f = _MATRIX
    return np.array(((a, b, 0), (c, d, 0), (e, f, 1)))


def _pieces_of(path: int, matrix: Matrix) -> Iterator[Piece]:
    """From each point of a path to the next; a curve goes to its end at once."""
    (a, b, _), (c, d, _), (e, f, _) = matrix.tolist()
    last, bends = (0.0, 0.0), 0
    for index in range(calls.segments_of_path(path)):
        segment = calls.segment_of_path(path, index)
        kind = calls.kind_of_segment(segment)
        bends = (bends + 1) % CURVE if kind == pdfium_c.FPDF_SEGMENT_BEZIERTO else 0
        if bends:
            continue
        calls.point_of_segment(segment, *_TO_POINT)
        x, y = _POINT
        point = a * x + c * y + e, b * x + d * y + f
        if kind != pdfium_c.FPDF_SEGMENT_MOVETO:
            yield (*last, *point)
        last = point
