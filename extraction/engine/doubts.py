"""What the reader of a result should know: the warnings, each with a code that stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extraction.engine import reconcile
from extraction.engine.invoice import Check, InvoiceWarning
from extraction.engine.layout import PageLayout
from extraction.engine.understanding import Findings


def warnings(found: Findings, checks: Iterable[Check]) -> tuple[InvoiceWarning, ...]:
    """All doubts about a document, the gravest first."""
    return (*_not_an_invoice(found), *_dates(found), *reconcile.warnings(checks), *_parties(found))


def of_others(invoices: Sequence[Sequence[PageLayout]]) -> Iterator[InvoiceWarning]:
    """The invoices that a file holds besides the one that was read."""
    if len(invoices) > 1:
        first, *others = (_pages(pages) for pages in invoices)
        message = (
            f"This file holds {len(invoices)} invoices. The one on {first} was read, not "
            f"{' or '.join(f'that on {pages}' for pages in others)}."
        )
        yield InvoiceWarning("multiple_invoices", message)


def _pages(pages: Sequence[PageLayout]) -> str:
    if len(pages) == 1:
        return f"page {pages[0].number}"
    return f"pages {pages[0].number} to {pages[-1].number}"


def _not_an_invoice(found: Findings) -> Iterator[InvoiceWarning]:
    if found.totals.total is None and found.number is None and not found.items.rows:
        yield InvoiceWarning("no_invoice_found", "No total, number or line item was found in this document.")


def _dates(found: Findings) -> Iterator[InvoiceWarning]:
    for field, choice in (("date", found.dates.issued), ("due_date", found.dates.due)):
        if choice is None or not found.order.ambiguous:
            continue
        if any(c.span == choice.spans[0] and c.value.ambiguous for c in found.sheet.dates):
            text = choice.spans[0].text
            message = f'"{text}" can be read as day and month or as month and day.'
            yield InvoiceWarning("ambiguous_date", message, field)


def _parties(found: Findings) -> Iterator[InvoiceWarning]:
    if found.parties.seller.name is None:
        yield InvoiceWarning("no_vendor_found", "No name of a seller was found.", "vendor.name")
    for field, party in (("vendor.tax_id", found.parties.seller), ("customer.tax_id", found.parties.buyer)):
        tax_id = party.tax_id
        if tax_id is not None and _figures(tax_id.value) != _figures(tax_id.spans[0].text):
            message = f'"{tax_id.spans[0].text}" was read; its check digits say {tax_id.value}.'
            yield InvoiceWarning("tax_id_repaired", message, field)


def _figures(text: str) -> str:
    return "".join(c for c in text if c.isalnum()).upper()
