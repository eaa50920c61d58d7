"""From bytes to an invoice: the steps that are the product, in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extraction.engine import (
    assembly,
    boundaries,
    cents,
    doubts,
    e_invoice,
    read,
    second_look,
    understanding,
)
from extraction.engine.document import Attachment, Box, Document, Source
from extraction.engine.errors import NothingToRead
from extraction.engine.invoice import Invoice
from extraction.engine.layout import Layout, PageLayout
from extraction.engine.line_items import ruled
from extraction.engine.options import Options
from extraction.engine.read import OnPage
from extraction.engine.understanding import Findings


@dataclass(frozen=True, slots=True)
class Examined:
    """An invoice, all pages of the file in which it was read, and how each of these was read."""

    invoice: Invoice
    pages: tuple[PageLayout, ...]
    sources: tuple[Source, ...]


def extract(data: bytes, *, options: Options, on_page: OnPage = read.ignore_page) -> Invoice:
    """Read one invoice. The same bytes and options give the same invoice."""
    return examine(data, options=options, on_page=on_page).invoice


def examine(data: bytes, *, options: Options, on_page: OnPage = read.ignore_page) -> Examined:
    """Read one invoice, and keep what it was read from."""
    with read.open_document(data, options=options, on_page=on_page) as reading:
        return _examined(
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
    return _examined(document, options=options, reread=reread, tables=tables, attachments=attachments).invoice


def _examined(
    document: Document,
    *,
    options: Options,
    reread: second_look.Reread | None,
    tables: ruled.Tables | None,
    attachments: Sequence[Attachment],
) -> Examined:
    inside = e_invoice.find(attachments)
    if inside.stated is None and not document.has_words:
        raise NothingToRead
    laid_out = cents.laid_out(document)
    invoices = boundaries.split(laid_out)
    found = understanding.understand(Layout(invoices[0]), options=options, tables=tables)
    found = second_look.settle(found, reread=reread or _no_second_reader)
    read_first = _with_e_invoice(assembly.invoice(found), found, inside)
    invoice = replace(read_first, warnings=(*read_first.warnings, *doubts.of_others(invoices)))
    return Examined(invoice, laid_out.pages, tuple(page.source for page in document.pages))


def _with_e_invoice(printed: Invoice, found: Findings, inside: e_invoice.Finding) -> Invoice:
    if inside.stated is not None:
        return e_invoice.merge(printed, found, inside.stated)
    if inside.fault is not None:
        return replace(printed, warnings=(*printed.warnings, e_invoice.unreadable(inside.fault)))
    return printed


def _no_second_reader(page: int, box: Box) -> None:
    """Words alone cannot be read again."""
    del page, box
