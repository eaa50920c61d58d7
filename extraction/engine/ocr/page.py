"""One picture of a page read: set upright, read strip by strip, its words levelled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from extraction.engine.document import Box, Source, Word
from extraction.engine.ocr import cleaning, geometry, rapid, sheet, straighten, strips, tesseract
from extraction.engine.ocr.geometry import Matrix, Quads
from extraction.engine.ocr.line import Line, Piece
from extraction.engine.ocr.picture import Picture
from extraction.engine.ocr.straighten import Laid, Straightening

WITNESS_MARGIN = 0.2
WITNESS_HEIGHT = 64
WITNESS_FRAME = 12
LEAST_SKEW = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class ReadPicture:
    """Words in pixels of the page as it was straightened, `width` by `height`."""

    width: float
    height: float
    words: tuple[Word, ...]
    straightening: Straightening


def read(picture: Picture) -> ReadPicture:
    """By rapidocr, or by Tesseract where that is the only one installed."""
    laid = straighten.as_it_came(cleaning.cleaned(picture))
    if not rapid.is_installed():
        return _by_tesseract(laid)
    found = rapid.find(laid.picture)
    upright = _upright(laid, found, sheet.corners_of(picture))
    if upright is not laid:
        found = rapid.find(upright.picture)
    tilt = straighten.tilt_of(found.corners, upright.picture)
    if tilt:
        upright = upright.tilted(tilt)
        found = rapid.find(upright.picture)
    return _levelled(upright, _lines(upright.picture, found))


def _by_tesseract(laid: Laid) -> ReadPicture:
    upright = laid.turned(tesseract.turn_of(laid.picture))
    skew = straighten.skew_of(upright.picture)
    upright = upright.tilted(skew) if abs(skew) > LEAST_SKEW else upright
    return _levelled(upright, tesseract.read(upright.picture))


def _upright(laid: Laid, found: rapid.Found, corners: Quads | None) -> Laid:
    """The sheet alone, where it lies on some ground, and its print the right way up."""
    turn = _turn_of(found)
    edges = None if corners is None else sheet.around(corners, found.corners)
    if edges is not None:
        laid = laid.flattened(edges)
    return laid.turned(turn)


def reread(picture: Picture, straightening: Straightening, box: Box) -> str | None:
    """The second witness's reading of a box; None when there is no second reader."""
    if tesseract.version() is None or not rapid.is_installed():
        return None
    margin = WITNESS_MARGIN * box.height
    wider = Box(box.x0 - margin, box.y0 - margin, box.x1 + margin, box.y1 + margin)
    return tesseract.read_line(_framed(straightening.crop(picture, wider, height=WITNESS_HEIGHT)))


def _turn_of(found: rapid.Found) -> int:
    """Clockwise degrees that set the picture upright. rapidocr lays standing lines down leftwards."""
    quarter = 270 if geometry.is_sideways(found.corners) else 0
    return (quarter + 180 * rapid.is_on_its_head(found)) % 360


def _lines(upright: Picture, found: rapid.Found) -> list[Line]:
    parts = strips.cut(upright)
    if len(parts) == 1:
        return rapid.read(found)
    return [line.moved(top) for top, strip in parts for line in rapid.read(rapid.find(strip))]


def _levelled(laid: Laid, lines: list[Line]) -> ReadPicture:
    height, width = laid.picture.shape[:2]
    corners = np.stack([line.corners for line in lines]) if lines else np.zeros((0, 4, 2))
    level = geometry.slope_of(corners, width=width, height=height).matrix
    flat = geometry.scaled(1 / laid.scale) @ level
    straightening = Straightening(flat @ laid.matrix, laid.turn)
    words = tuple(_word(piece, flat) for line in lines for piece in line.pieces)
    return ReadPicture(width / laid.scale, height / laid.scale, words, straightening)


def _word(piece: Piece, flat: Matrix) -> Word:
    corners = geometry.seen_through(flat, piece.corners)
    (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
    box = Box(float(x0), float(y0), float(x1), float(y1))
    return Word(piece.text, box, piece.confidence, Source.OCR)


def _framed(crop: Picture) -> Picture:
    """Tesseract wants paper around the letters."""
    import cv2

    edges = (WITNESS_FRAME,) * 4
    framed = cv2.copyMakeBorder(crop, *edges, cv2.BORDER_CONSTANT, value=straighten.PAPER)
    return np.asarray(framed, dtype=np.uint8)
