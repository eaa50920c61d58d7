"""What the reader of a result should know of its e-invoice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extraction.engine import evidence
from extraction.engine.e_invoice.comparing import Comparison
from extraction.engine.e_invoice.rows import Difference
from extraction.engine.invoice import InvoiceWarning

DIFFERS, UNREADABLE = "e_invoice_differs", "e_invoice_unreadable"
_OF_THE_WHOLE = ("no_invoice_found", "no_vendor_found", "totals_do_not_balance", "lines_do_not_add_up")


def unreadable(fault: str) -> InvoiceWarning:
    """`fault` ends the sentence."""
    return InvoiceWarning(
        UNREADABLE, f"The e-invoice inside this document {fault}; the printed page was read instead."
    )


def of(compared: Iterable[Comparison], differing: Iterable[Difference]) -> Iterator[InvoiceWarning]:
    """Each field for which the page shows something else, with both values."""
    for each in compared:
        if each.instead is not None:
            yield _differs(each.path, each.value, each.instead.value)
    for row in differing:
        yield _differs(f"line_items.{row.index}.{row.name}", row.stated, row.cell.value)


def still_true(printed: Iterable[InvoiceWarning], stated: frozenset[str]) -> Iterator[InvoiceWarning]:
    """The page's own warnings about what the e-invoice leaves open."""
    for warning in printed:
        if warning.code not in _OF_THE_WHOLE and warning.field not in stated:
            yield warning


def _differs(path: str, stated: object, printed: object) -> InvoiceWarning:
    said, shown = evidence.as_text(stated), evidence.as_text(printed)
    return InvoiceWarning(DIFFERS, f"{path}: the e-invoice says {said}, the printed page {shown}.", path)
