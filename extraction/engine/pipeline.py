"""From bytes to an invoice: the steps that are the product, in their order."""

from __future__ import annotations

from extraction.engine import assembly, read, understanding
from extraction.engine.document import Document
from extraction.engine.invoice import Invoice
from extraction.engine.options import Options


def extract(data: bytes, *, options: Options) -> Invoice:
    """Read one invoice. The same bytes and options give the same invoice."""
    with read.open_document(data, options=options) as reading:
        return of_document(reading.document, options=options)


def of_document(document: Document, *, options: Options) -> Invoice:
    """The invoice that pages of words are."""
    return assembly.invoice(understanding.understand(document, options=options))
