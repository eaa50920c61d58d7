"""What was written onto a page after it was made: form fields filled in, notes typed beside the print."""

from __future__ import annotations

from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium_c

from extraction.engine.errors import OvercomplexDocument

MOST_ANNOTATIONS = 5_000
WRITTEN = {pdfium_c.FPDF_ANNOT_WIDGET, pdfium_c.FPDF_ANNOT_FREETEXT, pdfium_c.FPDF_ANNOT_STAMP}


def filled_in(file: pypdfium2.PdfDocument, number: int) -> Any:
    """The page, with all that was written onto it made part of it. Only its copy in memory changes."""
    page = file[number - 1]
    if not _is_written_on(page):
        return page
    if file.formenv is None:
        page.close()
        file.init_forms()  # draws the fields that bring no drawing of their own
        page = file[number - 1]
    done = pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY)
    if done == pdfium_c.FLATTEN_SUCCESS:
        page.close()
        page = file[number - 1]
    return page


def _is_written_on(page: Any) -> bool:
    count = pdfium_c.FPDFPage_GetAnnotCount(page)
    if count > MOST_ANNOTATIONS:  # each is drawn, and each may have the same large drawing
        raise OvercomplexDocument
    return any(_kind(page, index) in WRITTEN for index in range(count))


def _kind(page: Any, index: int) -> int:
    note = pdfium_c.FPDFPage_GetAnnot(page, index)
    try:
        return int(pdfium_c.FPDFAnnot_GetSubtype(note))
    finally:
        pdfium_c.FPDFPage_CloseAnnot(note)
