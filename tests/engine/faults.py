"""Pictures of a printed page that a reader has to work for: a fax, faint print, a sheet on a table."""

from __future__ import annotations

import io

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests import invoices


def as_fax(pdf: bytes, *, seed: int = 0) -> bytes:
    """Black or white only, rough at the edges, with specks all over."""
    paper, rng = _drawn(pdf, dpi=204), np.random.default_rng(seed)
    black = paper < 140 + rng.normal(0, 25, paper.shape)
    specks = rng.random(paper.shape)
    black = (black | (specks < 0.005)) & (specks < 0.995)
    return _png(np.where(black, 0, 255))


def as_faint(pdf: bytes, *, seed: int = 0) -> bytes:
    """Toner nearly used up, on grey paper."""
    paper, rng = _drawn(pdf, dpi=200), np.random.default_rng(seed)
    return _png(200 + 0.2 * (paper - 255) + rng.normal(0, 2, paper.shape))


SHEET_CORNERS = ((0.28, 0.16), (0.76, 0.16), (0.95, 0.90), (0.06, 0.80))
"""Where the corners of the sheet come to lie on the snapshot, as fractions of it."""


def as_snapshot(pdf: bytes, *, size: tuple[int, int] = (2400, 3200), seed: int = 0) -> bytes:
    """The sheet on a grainy table, taken from a corner of it, darker to the right."""
    paper, rng = _drawn(pdf, dpi=200), np.random.default_rng(seed)
    height, width = paper.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    bend = cv2.getPerspectiveTransform(corners, np.array(SHEET_CORNERS, dtype=np.float32) * np.float32(size))
    seen = cv2.warpPerspective(paper, bend, size)
    sheet = cv2.warpPerspective(np.full_like(paper, 255), bend, size)
    table = cv2.resize(rng.normal(90, 8, (size[1] // 40, size[0] // 40)), size)
    lit = np.where(sheet > 127, seen, table) * np.linspace(1.0, 0.7, size[0])
    return _png(cv2.GaussianBlur(lit, (0, 0), 0.8) + rng.normal(0, 4, lit.shape))


def _drawn(pdf: bytes, *, dpi: int) -> NDArray[np.float64]:
    return np.asarray(Image.open(io.BytesIO(invoices.as_png(pdf, dpi=dpi))), dtype=np.float64)


def _png(pixels: NDArray[np.float64]) -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(file, "PNG")
    return file.getvalue()
