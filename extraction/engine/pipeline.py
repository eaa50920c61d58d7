"""From bytes to an invoice: the steps that are the product, in their order."""

from __future__ import annotations

from extraction.engine import assembly, read, second_look, understanding
from extraction.engine.document import Box, Document
from extraction.engine.invoice import Invoice
from extraction.engine.line_items import ruled
from extraction.engine.options import Options
from extraction.engine.read import OnPage


def extract(data: bytes, *, options: Options, on_page: OnPage = read.ignore_page) -> Invoice:
    """Read one invoice. The same bytes and options give the same invoice."""
    with read.open_document(data, options=options, on_page=on_page) as reading:
        return of_document(reading.document, options=options, reread=reading.reread, tables=reading.tables)


def of_document(
    document: Document,
    *,
    options: Options,
    reread: second_look.Reread | None = None,
    tables: ruled.Tables | None = None,
) -> Invoice:
    """The invoice that pages of words are.

    Second readers are asked only where the first leaves doubt: `reread` about a place on a scanned
    page, `tables` about what ruling lines enclose.
    """
    found = understanding.understand(document, options=options, tables=tables)
    return assembly.invoice(second_look.settle(found, reread=reread or _no_second_reader))


def _no_second_reader(page: int, box: Box) -> None:
    """Words alone cannot be read again."""
    del page, box
