"""A file with several invoices is split where another number begins; the first is read, the others named."""

from __future__ import annotations

from extraction.engine import boundaries, layout, pipeline
from extraction.engine.document import Document
from extraction.engine.options import Options
from tests.engine.drawing import page_of


def page(number: int, *lines: str):
    return page_of(*((50.0, 50.0 + 20 * row, line) for row, line in enumerate(lines)), number=number)


def pages_of(*pages):
    return [[p.number for p in group] for group in boundaries.split(layout.analyze(Document(pages)))]


def test_one_invoice_over_two_pages_stays_one():
    first = page(1, "Invoice", "Invoice no: A-17", "Page 1 of 2")
    assert pages_of(first, page(2, "Invoice", "Invoice no: A-17", "Page 2 of 2")) == [[1, 2]]
    assert pages_of(first, page(2, "Carried forward", "12.00")) == [[1, 2]]


def test_another_number_begins_another_invoice():
    first = page(1, "Invoice", "Invoice no: A-17")
    rest = page(2, "Carried forward", "12.00")
    assert pages_of(first, rest, page(3, "Invoice", "Invoice no: A-18")) == [[1, 2], [3]]


def test_a_page_that_counts_on_belongs_to_the_one_before_whatever_it_mentions():
    first = page(1, "Credit note", "Credit note no: G-2", "Page 1 of 2")
    assert pages_of(first, page(2, "Invoice no: A-17", "is corrected", "Page 2 of 2")) == [[1, 2]]


def test_copies_of_one_invoice_are_one():
    copies = [page(n, "Tax invoice", "Invoice no: A-17", "Page 1 of 1") for n in (1, 2, 3)]
    assert pages_of(*copies) == [[1, 2, 3]]


def test_the_first_is_returned_and_the_pages_of_the_others_are_named():
    document = Document((page(1, "Invoice", "Invoice no: A-17"), page(2, "Invoice", "Invoice no: A-18")))
    invoice = pipeline.of_document(document, options=Options())
    assert invoice.invoice_number == "A-17"
    assert invoice.pages_processed == 1
    (warning,) = [w for w in invoice.warnings if w.code == "multiple_invoices"]
    assert warning.message == "This file holds 2 invoices. The one on page 1 was read, not that on page 2."
