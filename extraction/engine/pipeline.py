"""From bytes to an invoice: the steps that are the product, in their order."""

from __future__ import annotations

from extraction.engine import assembly, read, second_look, understanding
from extraction.engine.document import Box, Document
from extraction.engine.invoice import Invoice
from extraction.engine.options import Options
from extraction.engine.read import OnPage


def extract(data: bytes, *, options: Options, on_page: OnPage = read.ignore_page) -> Invoice:
    """Read one invoice. The same bytes and options give the same invoice."""
    with read.open_document(data, options=options, on_page=on_page) as reading:
        return of_document(reading.document, options=options, reread=reading.reread)


def of_document(document: Document, *, options: Options, reread: second_look.Reread | None = None) -> Invoice:
    """The invoice that pages of words are; `reread` asks a second reader about a place on a page."""
    found = understanding.understand(document, options=options)
    return assembly.invoice(second_look.settle(found, reread=reread or _no_second_reader))


def _no_second_reader(page: int, box: Box) -> None:
    """Words alone cannot be read again."""
    del page, box
