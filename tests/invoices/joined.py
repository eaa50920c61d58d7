"""Several documents in one file, as a scanner's feeder or a mail program puts them together."""

from __future__ import annotations

import io

import pypdfium2


def together(*pdfs: bytes) -> bytes:
    """One PDF with the pages of all, in their order."""
    out = io.BytesIO()
    with pypdfium2.PdfDocument.new() as whole:
        for pdf in pdfs:
            with pypdfium2.PdfDocument(pdf) as part:
                whole.import_pages(part)
        whole.save(out)
    return out.getvalue()
