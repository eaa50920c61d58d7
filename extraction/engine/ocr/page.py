"""One picture of a page read: set upright, read strip by strip, its words levelled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from extraction.engine.document import Box, Source, Word
from extraction.engine.ocr import geometry, rapid, straighten, strips, tesseract
from extraction.engine.ocr.line import Line
from extraction.engine.ocr.picture import Picture
from extraction.engine.ocr.straighten import Straightening

WITNESS_MARGIN = 0.2
WITNESS_HEIGHT = 64


@dataclass(frozen=True, slots=True)
class ReadPicture:
    """Words in pixels of the page as it was straightened, `width` by `height`."""

    width: float
    height: float
    words: tuple[Word, ...]
    straightening: Straightening


def read(picture: Picture) -> ReadPicture:
    """By rapidocr, or by Tesseract as the page lies where that is the only one installed."""
    if not rapid.is_installed():
        return _levelled(picture, tesseract.read(picture), turn=0, tilt=0.0)
    found = rapid.find(picture)
    turn = _turn_of(found)
    upright = straighten.turned(picture, turn)
    if turn:
        found = rapid.find(upright)
    tilt = straighten.tilt_of(found.corners, upright)
    if tilt:
        upright = straighten.tilted(upright, tilt)
        found = rapid.find(upright)
    return _levelled(upright, _lines(upright, found), turn=turn, tilt=tilt)


def reread(picture: Picture, straightening: Straightening, box: Box) -> str | None:
    """The second witness's reading of a box; None when there is no second reader."""
    if tesseract.version() is None or not rapid.is_installed():
        return None
    margin = WITNESS_MARGIN * box.height
    wider = Box(box.x0 - margin, box.y0 - margin, box.x1 + margin, box.y1 + margin)
    crop = straightening.crop(picture, wider)
    return tesseract.read_line(_enlarged(crop)) if crop.size else None


def _turn_of(found: rapid.Found) -> int:
    """Clockwise degrees that set the picture upright. rapidocr lays standing lines down leftwards."""
    quarter = 270 if geometry.is_sideways(found.corners) else 0
    return (quarter + 180 * rapid.is_on_its_head(found)) % 360


def _lines(upright: Picture, found: rapid.Found) -> list[Line]:
    parts = strips.cut(upright)
    if len(parts) == 1:
        return rapid.read(found)
    return [line.moved(top) for top, strip in parts for line in rapid.read(rapid.find(strip))]


def _levelled(upright: Picture, lines: list[Line], *, turn: int, tilt: float) -> ReadPicture:
    height, width = upright.shape[:2]
    corners = np.stack([line.corners for line in lines]) if lines else np.zeros((0, 4, 2))
    slope = geometry.slope_of(corners, width=width, height=height)
    straightening = Straightening(turn, tilt, slope)
    words = tuple(
        Word(piece.text, straightening.box(piece.corners), piece.confidence, Source.OCR)
        for line in lines
        for piece in line.pieces
    )
    return ReadPicture(float(width), float(height), words, straightening)


def _enlarged(crop: Picture) -> Picture:
    """Tesseract reads letters of some thirty pixels best, with paper around them."""
    import cv2

    scale = max(1.0, WITNESS_HEIGHT / crop.shape[0])
    large = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    white = (255, 255, 255)
    framed = cv2.copyMakeBorder(large, 12, 12, 12, 12, cv2.BORDER_CONSTANT, value=white)
    return np.asarray(framed, dtype=np.uint8)
