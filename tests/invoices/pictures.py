"""What becomes of a printed page: a scan a little askew, a photo taken by hand under a lamp."""

from __future__ import annotations

import io
import random

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

Pixels = NDArray[np.uint8]


def as_png(pdf: bytes, *, page: int = 1, dpi: int = 200, turn: int = 0) -> bytes:
    """The page as it was drawn, or turned clockwise by quarter circles."""
    return _png(np.rot90(_drawn(pdf, page, dpi), k=-(turn // 90) % 4))


def as_scan(
    pdf: bytes, *, page: int = 1, dpi: int = 200, skew: float = 0.8, seed: int = 0, turn: int = 0
) -> bytes:
    """A flatbed's JPEG: `skew` degrees askew, blurred, speckled, laid in turned by quarter circles."""
    paper = _drawn(pdf, page, dpi)
    height, width = paper.shape
    around = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    paper = np.asarray(cv2.warpAffine(paper, around, (width, height), borderValue=(255,)), dtype=np.uint8)
    paper = _speckled(np.asarray(cv2.GaussianBlur(paper, (0, 0), 0.7), dtype=np.uint8), seed=seed, strength=7)
    return _jpeg(np.rot90(paper, k=-(turn // 90) % 4), quality=60)


def as_photo(pdf: bytes, *, page: int = 1, dpi: int = 200, seed: int = 0) -> bytes:
    """A telephone's JPEG: on a dark table, from an angle, with a shadow over one corner."""
    paper = _drawn(pdf, page, dpi)
    height, width = paper.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    margin = 0.05 * width
    shift = np.array([[1.6, 1.1], [-1.1, 1.5], [-0.6, -1.2], [0.9, -0.7]], dtype=np.float32) * margin
    bend = cv2.getPerspectiveTransform(corners, corners + shift)
    seen = np.asarray(cv2.warpPerspective(paper, bend, (width, height), borderValue=(70,)), dtype=np.float64)
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    shade = 1 - 0.4 * np.clip(x + y - 1, 0, 1)
    lit = np.asarray(np.clip(seen * shade, 0, 255), dtype=np.uint8)
    blurred = np.asarray(cv2.GaussianBlur(lit, (0, 0), 0.8), dtype=np.uint8)
    return _jpeg(_speckled(blurred, seed=seed, strength=5), quality=75)


def with_bad_layer(pdf: bytes, *, seed: int = 0) -> bytes:
    """A scan of the first page whose invisible text was read badly: a letter in six is another."""
    rng = random.Random(seed)
    with pypdfium2.PdfDocument(pdf) as file:
        width, height = file[0].get_size()
        read = str(file[0].get_textpage().get_text_bounded())
    stream = io.BytesIO()
    paper = canvas.Canvas(stream, pagesize=(width, height), invariant=True)
    scan = ImageReader(io.BytesIO(as_scan(pdf, seed=seed)))
    paper.drawImage(scan, 0, 0, width, height)
    layer = paper.beginText(40, height - 40)
    layer.setTextRenderMode(3)
    layer.setFont("Helvetica", 7)
    for line in read.splitlines():
        layer.textLine(
            "".join(rng.choice("il1oO0ecS5B8 ") if rng.random() < 1 / 6 else sign for sign in line)
        )
    paper.drawText(layer)
    paper.save()
    return stream.getvalue()


def _drawn(pdf: bytes, page: int, dpi: int) -> Pixels:
    with pypdfium2.PdfDocument(pdf) as file:
        bitmap = file[page - 1].render(scale=dpi / 72, grayscale=True)
        return np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width)


def _speckled(paper: Pixels, *, seed: int, strength: float) -> Pixels:
    noise = np.random.default_rng(seed).normal(0, strength, paper.shape)
    return np.asarray(np.clip(paper + noise, 0, 255), dtype=np.uint8)


def _png(pixels: Pixels) -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(file, "PNG")
    return file.getvalue()


def _jpeg(pixels: Pixels, *, quality: int) -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(file, "JPEG", quality=quality)
    return file.getvalue()
