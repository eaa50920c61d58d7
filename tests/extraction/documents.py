"""Documents that keep the engine busy for a while."""

import functools
import io

from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from tests import invoices

CLAUSE = "Goods remain the property of the seller until they have been accepted and found in order."


@functools.cache
def many_scanned_pages(number: int = 3) -> bytes:
    """A PDF of scans: a page with an invoice, and the small print on all that follow."""
    first, *others = [_scanned(invoices.draw(invoices.acme())), *[_scanned(_small_print())] * (number - 1)]
    file = io.BytesIO()
    first.save(file, "PDF", save_all=True, append_images=others, resolution=200)
    return file.getvalue()


def _scanned(pdf: bytes) -> Image.Image:
    return Image.open(io.BytesIO(invoices.as_scan(pdf))).convert("RGB")


def _small_print() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file)
    for line in range(40):
        canvas.drawString(60, 780 - 18 * line, CLAUSE)
    canvas.save()
    return file.getvalue()
