"""The box in a value's evidence lies on the value, on the page as its sender sees it."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from extraction.engine.document import Box
from extraction.engine.options import Options
from extraction.engine.pdf import PdfFile
from extraction.engine.pipeline import extract
from tests import invoices
from tests.engine import faults, papers
from tests.invoices.sheet import Sheet

ACME = invoices.draw(invoices.acme())
PRINTED = {"invoice_number": "INV-2026-0847", "total": "$1,217.81", "line_items.0.amount": "1,125.00"}

Picturing = Callable[[bytes], bytes]

SCANS: dict[str, Picturing] = {
    "as it is": lambda pdf: invoices.as_png(pdf, dpi=150),
    "turned 90": lambda pdf: invoices.as_scan(pdf, turn=90),
    "turned 180": lambda pdf: invoices.as_scan(pdf, turn=180),
    "turned 270": lambda pdf: invoices.as_scan(pdf, turn=270),
    "askew": lambda pdf: invoices.as_scan(pdf, skew=2.5),
    "very askew": lambda pdf: invoices.as_scan(pdf, skew=-8.0),
    "turned and askew": lambda pdf: invoices.as_scan(pdf, skew=6.0, turn=90),
    "photo": invoices.as_photo,
    "sheet on a table": faults.as_snapshot,
}


def words_of(pdf: bytes) -> dict[str, Box]:
    file = PdfFile(pdf)
    page = file.words(1)
    file.close()
    assert page is not None
    return {word.text: word.box for word in page.words}


def boxes_of(data: bytes) -> dict[str, tuple[float, float, float, float]]:
    evidence = extract(data, options=Options()).evidence
    return {path: found.bbox for path, found in evidence.items() if found.bbox is not None}


def seen_at(box: Box, picturing: Picturing) -> tuple[float, float, float, float]:
    """Where a box of the printed page lies on its picture: blackened, pictured in the same way, and found."""
    sheet = Sheet("letter")
    sheet.box(box.x0, box.y0, box.width, box.height, fill="#000000")
    pixels = np.asarray(Image.open(io.BytesIO(picturing(sheet.finished()))).convert("L"))
    rows, columns = np.nonzero(pixels < 20)
    height, width = pixels.shape
    return columns.min() / width, rows.min() / height, columns.max() / width, rows.max() / height


def shared(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """The part of both boxes together that they have in common."""
    across = max(0.0, min(one[2], other[2]) - max(one[0], other[0]))
    down = max(0.0, min(one[3], other[3]) - max(one[1], other[1]))
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return across * down / (sum(areas) - across * down)


@pytest.mark.slow
@pytest.mark.parametrize("how", SCANS)
def test_on_a_picture_however_it_was_taken(how: str):
    found, printed = boxes_of(SCANS[how](ACME)), words_of(ACME)
    for path, text in PRINTED.items():
        assert shared(found[path], seen_at(printed[text], SCANS[how])) > 0.5, path


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_on_a_page_turned_by_its_file(turn: int):
    upright = boxes_of(ACME)["total"]
    x0, y0, x1, y1 = upright
    turned = {
        0: upright,
        90: (1 - y1, x0, 1 - y0, x1),
        180: (1 - x1, 1 - y1, 1 - x0, 1 - y0),
        270: (y0, 1 - x1, y1, 1 - x0),
    }[turn]
    assert boxes_of(papers.with_rotation(ACME, turn))["total"] == pytest.approx(turned, abs=0.003)


@pytest.mark.slow
def test_on_a_scan_inside_a_pdf_that_lies_on_its_side():
    lying = papers.drawn(papers.picture(invoices.as_scan(ACME)))
    upright, turned = boxes_of(lying)["total"], boxes_of(papers.with_rotation(lying, 90))["total"]
    x0, y0, x1, y1 = upright
    assert turned == pytest.approx((1 - y1, x0, 1 - y0, x1), abs=0.01)
