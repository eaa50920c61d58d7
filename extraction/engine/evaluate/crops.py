"""Pictures of the places on pages where values were read. Only of documents that the sandbox has read:
drawing them happens in this process.
"""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from extraction.engine import ocr, sniff
from extraction.engine.errors import DocumentError
from extraction.engine.pdf import PdfFile

WIDEST = 900  # pixels
LEAST_WIDTH, LEAST_HEIGHT = 0.42, 0.05  # shares of the page, so that what stands around is seen
AROUND = 0.012  # the share of the page left free on every side
GREYS = 16

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Crop:
    """A part of a page as a PNG in a data URI; `marked` is the box of the value in shares of the crop."""

    source: str
    width: int
    height: int
    marked: Box


class Pages:
    """The pages of documents as pictures; the one last asked for is kept, since misses come in groups."""

    def __init__(self) -> None:
        self._at: tuple[Path, int] | None = None
        self._picture: NDArray[np.uint8] | None = None

    def crop(self, path: Path, evidence: dict[str, Any] | None) -> Crop | None:
        """The place of a piece of evidence; None where it has none or the page cannot be drawn."""
        if not evidence or not evidence.get("bbox") or not evidence.get("page"):
            return None
        picture = self._page(path, int(evidence["page"]))
        x0, y0, x1, y1 = map(float, evidence["bbox"])
        return None if picture is None else _cut(picture, (x0, y0, x1, y1))

    def _page(self, path: Path, number: int) -> NDArray[np.uint8] | None:
        if self._at != (path, number):
            self._at, self._picture = (path, number), _drawn(path, number)
        return self._picture


def _drawn(path: Path, number: int) -> NDArray[np.uint8] | None:
    try:
        data = path.read_bytes()
        if sniff.kind_of(data) is not sniff.Kind.PDF:
            return ocr.decode(data)
        file = PdfFile(data)
        try:
            drawn = file.picture(number)
        finally:
            file.close()
    except (OSError, DocumentError):
        return None
    return drawn[0] if drawn else None


def _cut(picture: NDArray[np.uint8], box: Box) -> Crop:
    height, width = picture.shape[:2]
    x0, x1 = _widened(box[0], box[2], LEAST_WIDTH)
    y0, y1 = _widened(box[1], box[3], LEAST_HEIGHT)
    part = picture[int(y0 * height) : max(int(y1 * height), 1), int(x0 * width) : max(int(x1 * width), 1)]
    image = Image.fromarray(part if part.ndim == 2 else part[:, :, ::-1].copy()).convert("L")
    image.thumbnail((WIDEST, WIDEST))
    marked = (
        (box[0] - x0) / (x1 - x0),
        (box[1] - y0) / (y1 - y0),
        (box[2] - x0) / (x1 - x0),
        (box[3] - y0) / (y1 - y0),
    )
    return Crop(_data_uri(image), image.width, image.height, marked)


def _widened(start: float, end: float, least: float) -> tuple[float, float]:
    """An interval with room on both sides, at least so long, inside the page."""
    missing = max(0.0, least - (end - start)) / 2 + AROUND
    start, end = max(0.0, start - missing), min(1.0, end + missing)
    return start, max(end, start + 0.001)


def _data_uri(image: Image.Image) -> str:
    file = io.BytesIO()
    image.quantize(GREYS).save(file, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
