"""PDFs with one oddity each, drawn for the tests of reading."""

from __future__ import annotations

import ctypes
import io
import zlib
from collections.abc import Callable
from typing import Any

import pypdfium2
import pypdfium2.raw as raw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from tests import hostile

WIDTH, HEIGHT = 600, 800


def drawn(*pages: Callable[[Any], None], size: tuple[float, float] = (WIDTH, HEIGHT)) -> bytes:
    """A PDF of a page for each function, which draws on a reportlab canvas."""
    file = io.BytesIO()
    paper = canvas.Canvas(file, pagesize=size, invariant=True)
    for page in pages:
        paper.setFont("Helvetica", 12)
        page(paper)
        paper.showPage()
    paper.save()
    return file.getvalue()


def text(*lines: str, x: float = 72, top: float = 72, size: float = 12) -> Callable[[Any], None]:
    """Lines below each other from the top of the page."""

    def draw(paper: Any) -> None:
        paper.setFont("Helvetica", size)
        for index, line in enumerate(lines):
            paper.drawString(x, HEIGHT - top - size - 2 * size * index, line)

    return draw


def picture(image: bytes, *, hidden: tuple[str, ...] = ()) -> Callable[[Any], None]:
    """A scan over the whole page; `hidden` is the invisible text that a scanner put over it."""

    def draw(paper: Any) -> None:
        paper.drawImage(ImageReader(io.BytesIO(image)), 0, 0, WIDTH, HEIGHT)
        lines = paper.beginText(72, HEIGHT - 90)
        lines.setTextRenderMode(3)
        for line in hidden:
            lines.textLine(line)
        lines.setTextRenderMode(0)
        paper.drawText(lines)

    return draw


def with_rotation(pdf: bytes, degrees: int) -> bytes:
    """The same pages with /Rotate set."""
    with pypdfium2.PdfDocument(pdf) as file:
        for page in file:
            page.set_rotation(degrees)
        out = io.BytesIO()
        file.save(out)
        return out.getvalue()


def with_stamp(pdf: bytes, text: str, *, at: tuple[float, float, float, float]) -> bytes:
    """The first page with a stamp put on it in a viewer; `at` is left, bottom, right, top."""
    with pypdfium2.PdfDocument(pdf) as file:
        page = file[0]
        note = raw.FPDFPage_CreateAnnot(page, raw.FPDF_ANNOT_STAMP)
        left, bottom, right, top = at
        raw.FPDFAnnot_SetRect(note, raw.FS_RECTF(left, top, right, bottom))
        letters = raw.FPDFPageObj_NewTextObj(file, b"Helvetica", 12.0)
        units = (text + "\0").encode("utf-16-le")
        raw.FPDFText_SetText(letters, ctypes.cast(units, ctypes.POINTER(ctypes.c_ushort)))
        raw.FPDFPageObj_Transform(letters, 1, 0, 0, 1, left, bottom + 4)
        raw.FPDFAnnot_AppendObject(note, letters)
        raw.FPDFPage_CloseAnnot(note)
        out = io.BytesIO()
        file.save(out)
        return out.getvalue()


def with_cropbox(pdf: bytes, box: tuple[float, float, float, float]) -> bytes:
    with pypdfium2.PdfDocument(pdf) as file:
        for page in file:
            page.set_cropbox(*box)
        out = io.BytesIO()
        file.save(out)
        return out.getvalue()


def with_letters_meaning(codes: dict[str, str], shown: str, *, size: int = 24) -> bytes:
    """A page that shows `shown` in a font whose map says that each letter means something else."""
    pairs = "".join(f"<{ord(letter):02X}> <{meaning}>\n" for letter, meaning in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange <00> <FF> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{pairs}endbfchar\nendcmap end end"
    )
    content = f"BT /F1 {size} Tf 20 700 Td ({shown}) Tj ET".encode()
    page = hostile.PAGE + b"/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    streams = [hostile.stream(zlib.compress(data)) for data in (content, cmap.encode())]
    return hostile.pdf([hostile.CATALOG, hostile.ONE_PAGE, page, streams[0], font, streams[1]])
