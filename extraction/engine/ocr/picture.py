"""PNG and JPEG bytes into an array of grey or colour, as the camera or scanner meant it to be seen."""

from __future__ import annotations

import io
import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from extraction.engine.errors import CorruptFile, OvercomplexDocument, OversizedPage

MOST_PIXELS = 40_000_000
SCAN = b"\xff\xda"
MOST_SCANS = 100  # of a progressive JPEG: programs write a dozen, and each goes through all of its pixels

Picture = NDArray[np.uint8]
"""Height x width in grey, or height x width x (blue, green, red)."""


def decode(data: bytes, *, side: int | None = None) -> Picture:
    """The size is judged by the header alone, before a pixel is decoded.

    With `side` it is decoded only as finely as that takes: then no side of it is shorter.
    """
    with warnings.catch_warnings():
        # Pillow warns of large pictures and of odd metadata; the size has its own limit here.
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=["PNG", "JPEG"]) as image:
                _check_size(image)
                _check_scans(image, data)
                if side:
                    image.draft(None, (side, side))
                return _array(ImageOps.exif_transpose(_coarse(image, side or max(image.size))))
        except Image.DecompressionBombError as error:
            raise OversizedPage("The image") from error
        # Pillow's decoders raise these for a file that is cut off or not what it says it is.
        except (OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError) as error:
            raise CorruptFile("image") from error


def _check_size(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise OversizedPage("The image")


def _check_scans(image: Image.Image, data: bytes) -> None:
    if image.format == "JPEG" and data.count(SCAN) > MOST_SCANS:
        raise OvercomplexDocument


def _coarse(image: Image.Image, side: int) -> Image.Image:
    """By whole pixels, where they can be added up."""
    factor = min(image.size) // side
    return image.reduce(factor) if factor > 1 and image.mode in {"L", "RGB", "RGBA"} else image


def _array(image: Image.Image) -> Picture:
    if image.mode.startswith(("I", "F")):
        return _eight_bits(np.asarray(image))
    if image.mode in {"1", "L"}:
        return np.asarray(image.convert("L"))
    if image.has_transparency_data:
        image = _on_white(image.convert("RGBA"))
    return np.ascontiguousarray(np.asarray(image.convert("RGB"))[:, :, ::-1])


def _eight_bits(deep: NDArray[Any]) -> Picture:
    """Sixteen bits a pixel, of which scanners often use only the lower ones: the range is stretched."""
    top = max(float(deep.max(initial=0)), 1.0)
    return np.asarray(np.clip(deep * (255.0 / top), 0, 255), dtype=np.uint8)


def _on_white(image: Image.Image) -> Image.Image:
    paper = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(paper, image)
