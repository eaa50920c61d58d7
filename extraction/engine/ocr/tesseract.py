"""Tesseract, where its program is installed: the reader without rapidocr, and the second witness.

Without OMP_THREAD_LIMIT=1 it is six times slower; it is a child of its own, so it gets a deadline.
"""

from __future__ import annotations

import os
from functools import cache
from itertools import groupby
from typing import Any

import numpy as np

from extraction.engine.ocr.line import Line, Piece
from extraction.engine.ocr.picture import Picture

DEADLINE = 30
WITNESS_DEADLINE = 5
ONE_BLOCK = "--psm 6"
ONE_LINE = "--psm 7"

_ROW = ("block_num", "par_num", "line_num", "left", "top", "width", "height", "conf", "text")


@cache
def version() -> str | None:
    """The version of the program on this machine's PATH, or None when there is none."""
    import pytesseract

    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    try:
        return str(pytesseract.get_tesseract_version())
    except (pytesseract.TesseractNotFoundError, SystemExit, OSError):
        return None


def turn_of(picture: Picture) -> int:
    """Clockwise degrees, by quarter circles, that set the print upright; 0 where it cannot tell."""
    import pytesseract

    if version() is None:
        return 0
    try:
        found = pytesseract.image_to_osd(picture, timeout=DEADLINE, output_type=pytesseract.Output.DICT)
    except (pytesseract.TesseractError, RuntimeError):
        return 0
    return int(found["rotate"])


def read(picture: Picture) -> list[Line]:
    """Every line of the picture; none when the program is absent, fails or takes too long."""
    import pytesseract

    if version() is None:
        return []
    try:
        found = pytesseract.image_to_data(
            picture, config=ONE_BLOCK, timeout=DEADLINE, output_type=pytesseract.Output.DICT
        )
    except (pytesseract.TesseractError, RuntimeError):
        return []
    rows = [row for row in zip(*(found[key] for key in _ROW), strict=True) if str(row[-1]).strip()]
    return [_line([_piece(row) for row in group]) for _, group in groupby(rows, key=lambda row: row[:3])]


def read_line(picture: Picture) -> str | None:
    """What one line of print says; None when the program is absent or sees nothing."""
    import pytesseract

    if version() is None:
        return None
    try:
        text = pytesseract.image_to_string(picture, config=ONE_LINE, timeout=WITNESS_DEADLINE)
    except (pytesseract.TesseractError, RuntimeError):
        return None
    return " ".join(str(text).split()) or None


def _piece(row: tuple[Any, ...]) -> Piece:
    left, top, width, height, confidence, text = row[3:]
    x0, y0, x1, y1 = float(left), float(top), float(left + width), float(top + height)
    corners = np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])
    return Piece(str(text).strip(), corners, max(0.0, float(confidence) / 100))


def _line(pieces: list[Piece]) -> Line:
    first, last = pieces[0].corners, pieces[-1].corners
    return Line(np.stack([first[0], last[1], last[2], first[3]]), tuple(pieces))
