"""A page of words becomes an invoice with evidence, checks and warnings."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from extraction.engine import pipeline, render
from extraction.engine.document import Source
from extraction.engine.options import Options
from tests.engine.drawing import document_of

PLACED = [
    (50.0, 40.0, "Alice Tools Ltd"), (50.0, 53.0, "1 Mill Road"), (50.0, 66.0, "Leeds, LS1 4AB"),
    (50.0, 79.0, "VAT No: GB980780684"),
    (50.0, 120.0, "Bill to"), (50.0, 133.0, "Bob Homes Ltd"), (50.0, 146.0, "2 Hill Street"),
    (50.0, 159.0, "York, YO1 7HH"),
    (350.0, 120.0, "Invoice number"), (480.0, 120.0, "A-17"),
    (350.0, 135.0, "Invoice date"), (480.0, 135.0, "14 May 2024"),
    (350.0, 150.0, "Terms"), (480.0, 150.0, "Net 30"),
    (50.0, 220.0, "Description"), (300.0, 220.0, "Qty"), (380.0, 220.0, "Unit price"),
    (500.0, 220.0, "Amount"),
    (50.0, 236.0, "Hammer, large"), (300.0, 236.0, "4"), (380.0, 236.0, "£10.00"), (500.0, 236.0, "£40.00"),
    (50.0, 252.0, "Saw"), (300.0, 252.0, "3"), (380.0, 252.0, "£20.00"), (500.0, 252.0, "£60.00"),
    (380.0, 300.0, "Subtotal"), (500.0, 300.0, "£100.00"),
    (380.0, 315.0, "VAT 20%"), (500.0, 315.0, "£20.00"),
    (380.0, 330.0, "Total"), (500.0, 330.0, "£120.00"),
]  # fmt: skip


def test_a_plain_invoice_is_read_whole():
    invoice = pipeline.of_document(document_of(*PLACED), options=Options())
    assert (invoice.vendor.name, invoice.vendor.address) == ("Alice Tools Ltd", "1 Mill Road, Leeds, LS1 4AB")
    assert invoice.vendor.tax_id == "GB980780684"
    assert invoice.customer.name == "Bob Homes Ltd"
    assert (invoice.invoice_number, invoice.date) == ("A-17", dt.date(2024, 5, 14))
    assert (invoice.subtotal, invoice.tax, invoice.total) == (
        Decimal("100.00"),
        Decimal("20.00"),
        Decimal("120.00"),
    )
    assert (invoice.currency, invoice.tax_rate, invoice.payment_terms) == ("GBP", Decimal("0.2"), "Net 30")
    assert [item.amount for item in invoice.line_items] == [Decimal("40.00"), Decimal("60.00")]
    assert invoice.warnings == ()
    assert all(check.passed for check in invoice.checks)


def test_the_due_date_that_follows_from_the_terms_is_an_alternative_only():
    invoice = pipeline.of_document(document_of(*PLACED), options=Options())
    assert invoice.due_date is None
    (derived,) = invoice.evidence["due_date"].alternatives
    assert (derived.value, derived.source) == ("2024-06-13", Source.DERIVED)


def test_every_value_says_where_it_was_read():
    evidence = pipeline.of_document(document_of(*PLACED), options=Options()).evidence["total"]
    assert evidence.label == "Total"
    assert evidence.page == 1
    assert evidence.bbox is not None
    assert evidence.bbox[:2] == (round(500 / 600, 4), round(330 / 800, 4))


def test_the_same_words_give_the_same_text_of_json():
    documents = [document_of(*PLACED) for _ in range(2)]
    first, second = (pipeline.of_document(document, options=Options()) for document in documents)
    assert render.to_json(render.document(first, evidence=True)) == render.to_json(
        render.document(second, evidence=True)
    )


def test_sums_that_do_not_add_up_are_warned_of():
    placed = [(x, y, "£130.00" if text == "£120.00" else text) for x, y, text in PLACED]
    invoice = pipeline.of_document(document_of(*placed), options=Options())
    assert invoice.total == Decimal("130.00")
    assert "totals_do_not_balance" in [warning.code for warning in invoice.warnings]


def test_a_date_that_can_be_read_in_two_ways_is_warned_of():
    placed = [
        (x, y, "05/03/2024" if text == "14 May 2024" else text.replace("£", "$")) for x, y, text in PLACED
    ]
    placed = [
        (x, y, text)
        for x, y, text in placed
        if "VAT No" not in text and "LS1" not in text and "YO1" not in text
    ]
    invoice = pipeline.of_document(document_of(*placed), options=Options())
    assert ("ambiguous_date", "date") in [(warning.code, warning.field) for warning in invoice.warnings]
    assert invoice.evidence["date"].confidence < 0.9


def test_a_letter_is_no_invoice():
    invoice = pipeline.of_document(document_of((50, 100, "Dear Bob, see you soon")), options=Options())
    assert [warning.code for warning in invoice.warnings][:1] == ["no_invoice_found"]
    assert invoice.total is None
