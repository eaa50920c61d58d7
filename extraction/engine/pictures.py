"""A page as a picture for people: drawn anew by us, never the bytes that somebody sent."""

from __future__ import annotations

import io

from PIL import Image

from extraction.engine import ocr, pdf, sniff
from extraction.engine.errors import NoSuchPage

QUALITY = 82
LONGEST_SIDE = 65_000  # that a JPEG can have


def of_page(data: bytes, *, page: int, width: int) -> bytes:
    """A page as JPEG, `width` pixels wide; smaller where it is very long, or a photo has fewer pixels."""
    if sniff.kind_of(data) is sniff.Kind.PDF:
        return _jpeg(Image.fromarray(pdf.drawn(data, page, width=width)))
    if page != 1:
        raise NoSuchPage(page)
    return _jpeg(_fitted(_photo(data, width), width))


def _photo(data: bytes, width: int) -> Image.Image:
    """As it is held upright, without its metadata."""
    array = ocr.decode(data, side=width)
    return Image.fromarray(array if array.ndim == 2 else array[:, :, ::-1])


def _fitted(image: Image.Image, width: int) -> Image.Image:
    scale = min(1.0, width / image.width, LONGEST_SIDE / image.height)
    if scale == 1.0:
        return image
    return image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))


def _jpeg(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=QUALITY)
    return file.getvalue()
