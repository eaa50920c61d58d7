"""From bytes to an invoice: the steps that are the product, in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extraction.engine import assembly, boundaries, doubts, e_invoice, read, second_look, understanding
from extraction.engine.document import Attachment, Box, Document
from extraction.engine.errors import NothingToRead
from extraction.engine.invoice import Invoice
from extraction.engine.line_items import ruled
from extraction.engine.options import Options
from extraction.engine.read import OnPage
from extraction.engine.understanding import Findings


def extract(data: bytes, *, options: Options, on_page: OnPage = read.ignore_page) -> Invoice:
    """Read one invoice. The same bytes and options give the same invoice."""
    with read.open_document(data, options=options, on_page=on_page) as reading:
        return of_document(
            reading.document,
            options=options,
            reread=reading.reread,
            tables=reading.tables,
            attachments=reading.attachments,
        )


def of_document(
    document: Document,
    *,
    options: Options,
    reread: second_look.Reread | None = None,
    tables: ruled.Tables | None = None,
    attachments: Sequence[Attachment] = (),
) -> Invoice:
    """The invoice that pages of words are.

    Second readers are asked only where the first leaves doubt: `reread` about a place on a scanned
    page, `tables` about what ruling lines enclose. An e-invoice among the `attachments` is believed
    before the page.
    """
    inside = e_invoice.find(attachments)
    if inside.stated is None and not document.has_words:
        raise NothingToRead
    invoices = boundaries.split(document)
    first = replace(document, pages=invoices[0])
    found = understanding.understand(first, options=options, tables=tables)
    found = second_look.settle(found, reread=reread or _no_second_reader)
    read_first = _with_e_invoice(assembly.invoice(found), found, inside)
    return replace(read_first, warnings=(*read_first.warnings, *doubts.of_others(invoices)))


def _with_e_invoice(printed: Invoice, found: Findings, inside: e_invoice.Finding) -> Invoice:
    if inside.stated is not None:
        return e_invoice.merge(printed, found, inside.stated)
    if inside.fault is not None:
        return replace(printed, warnings=(*printed.warnings, e_invoice.unreadable(inside.fault)))
    return printed


def _no_second_reader(page: int, box: Box) -> None:
    """Words alone cannot be read again."""
    del page, box
