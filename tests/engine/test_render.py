"""An invoice becomes the reference's JSON, and a table that a spreadsheet opens and does not run."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from extraction.engine import render
from extraction.engine.document import Source
from extraction.engine.invoice import (
    Alternative,
    Check,
    Evidence,
    Invoice,
    InvoiceWarning,
    LineItem,
    Party,
    Payment,
    Period,
    Tax,
)

REFERENCE = """\
{
  "confidence": 0.97,
  "vendor": {
    "name": "Acme Supply Co.",
    "address": "123 Industrial Blvd, Austin, TX 78701",
    "tax_id": "XX-XXXXXXX"
  },
  "invoice_number": "INV-2026-0847",
  "date": "2026-05-15",
  "due_date": "2026-06-14",
  "currency": "USD",
  "line_items": [
    {
      "description": "Widget A - Premium Grade",
      "quantity": 250,
      "unit_price": 4.50,
      "amount": 1125.00,
"""

ACME = Invoice(
    confidence=0.97,
    vendor=Party("Acme Supply Co.", "123 Industrial Blvd, Austin, TX 78701", "XX-XXXXXXX"),
    customer=Party(),
    invoice_number="INV-2026-0847",
    date=dt.date(2026, 5, 15),
    due_date=dt.date(2026, 6, 14),
    currency="USD",
    line_items=(LineItem("Widget A - Premium Grade", Decimal(250), Decimal("4.50"), Decimal("1125.00")),),
    subtotal=Decimal("1125.00"),
    tax=Decimal("92.81"),
    tax_rate=Decimal("0.0825"),
    total=Decimal("1217.81"),
    payment_terms="Net 30",
    pages_processed=1,
)


def document(invoice: Invoice = ACME, *, evidence: bool = False) -> dict[str, Any]:
    return render.document(invoice, evidence=evidence)


def rows(invoice: Invoice) -> list[dict[str, str]]:
    text = render.to_csv(document(invoice)).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def cell(value: str) -> str:
    return rows(replace(ACME, payment_terms=value))[0]["payment_terms"]


def test_the_json_begins_as_the_reference_prints_it():
    assert render.to_json(document(), indent=2).startswith(REFERENCE)


def test_keys_come_in_the_references_order_and_new_ones_after_them():
    keys = list(document())
    assert keys[:13] == [
        "confidence",
        "vendor",
        "invoice_number",
        "date",
        "due_date",
        "currency",
        "line_items",
        "subtotal",
        "tax",
        "tax_rate",
        "total",
        "payment_terms",
        "pages_processed",
    ]
    assert set(keys[13:]) == {
        "document_type",
        "language",
        "customer",
        "purchase_order",
        "taxes",
        "discount",
        "shipping",
        "amount_paid",
        "amount_due",
        "payment",
        "service_period",
        "checks",
        "warnings",
        "engine",
    }


def test_every_field_of_an_invoice_is_rendered():
    shown = set(document(evidence=True))
    assert shown == {*Invoice.__dataclass_fields__, "engine"}


def test_money_keeps_the_decimals_that_were_printed():
    text = render.to_json(document())
    assert '"subtotal": 1125.00,' in text
    assert '"quantity": 250,' in text


def test_large_numbers_are_written_out():
    text = render.to_json(document(replace(ACME, total=Decimal("1E+3"))))
    assert '"total": 1000,' in text


def test_what_is_not_on_the_page_is_null():
    shown = json.loads(render.to_json(document(replace(ACME, line_items=(), due_date=None, tax=None))))
    assert shown["due_date"] is None
    assert shown["tax"] is None
    assert shown["line_items"] == []
    assert shown["customer"] == {"name": None, "address": None, "tax_id": None}
    assert shown["payment"] == {"iban": None, "bic": None, "reference": None}


def test_letters_are_written_as_they_are():
    assert "Bürotechnik 電" in render.to_json(document(replace(ACME, payment_terms="Bürotechnik 電")))


def test_nested_values_are_plain():
    invoice = replace(
        ACME,
        taxes=(Tax(Decimal("0.19"), Decimal("100.00"), Decimal("19.00")),),
        payment=Payment("DE89370400440532013000", None, "RF18"),
        service_period=Period(dt.date(2026, 1, 1), dt.date(2026, 1, 31)),
        checks=(Check("total", True, Decimal("0.00"), {"total": Decimal("119.00")}),),
        warnings=(InvoiceWarning("ambiguous_date", "The date can be read two ways.", "date"),),
    )
    shown = json.loads(render.to_json(document(invoice)))
    assert shown["taxes"] == [{"rate": 0.19, "base": 100, "amount": 19}]
    assert shown["payment"]["iban"] == "DE89370400440532013000"
    assert shown["service_period"] == {"start": "2026-01-01", "end": "2026-01-31"}
    assert shown["checks"] == [{"name": "total", "passed": True, "difference": 0, "operands": {"total": 119}}]
    assert shown["warnings"] == [
        {"code": "ambiguous_date", "message": "The date can be read two ways.", "field": "date"}
    ]


def test_evidence_comes_only_when_asked_for():
    found = Evidence(
        0.98765432,
        1,
        (0.1, 0.2, 1 / 3, 0.25),
        "1,217.81",
        Source.OCR,
        "Total",
        (Alternative("1,125.00", 0.1, Source.DERIVED),),
    )
    invoice = replace(ACME, evidence={"total": found})
    assert "evidence" not in document(invoice)
    assert document(invoice, evidence=True)["evidence"]["total"] == {
        "confidence": 0.9877,
        "page": 1,
        "bbox": [0.1, 0.2, 0.3333, 0.25],
        "text": "1,217.81",
        "source": "ocr",
        "label": "Total",
        "alternatives": [{"value": "1,125.00", "confidence": 0.1, "source": "derived"}],
    }


def test_the_table_has_a_row_for_each_line_item_with_the_header_repeated():
    two = (*ACME.line_items, LineItem("Widget B", Decimal(1), Decimal("2.00"), Decimal("2.00")))
    first, second = rows(replace(ACME, line_items=two))
    assert first["invoice_number"] == second["invoice_number"] == "INV-2026-0847"
    assert first["vendor.name"] == "Acme Supply Co."
    assert [first["line_items.description"], second["line_items.description"]] == [
        "Widget A - Premium Grade",
        "Widget B",
    ]
    assert second["line_items.amount"] == "2.00"


def test_without_line_items_the_table_has_one_row():
    (row,) = rows(replace(ACME, line_items=()))
    assert row["total"] == "1217.81"
    assert row["line_items.amount"] == ""


def test_the_table_has_the_same_columns_for_every_invoice():
    assert list(rows(ACME)[0]) == list(rows(replace(ACME, line_items=(), vendor=Party()))[0])


def test_the_table_is_marked_as_utf_8_and_its_rows_end_as_the_standard_says():
    text = render.to_csv(document(replace(ACME, payment_terms='30 "days", net\nor less')))
    assert text.startswith("\ufeffconfidence,")
    assert text.endswith("\r\n")
    assert '"30 ""days"", net\nor less"' in text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_a_cell_that_a_spreadsheet_would_run_is_escaped(start: str):
    assert cell(f"{start}1+cmd") == f"'{start}1+cmd"


@pytest.mark.parametrize("value", ["-12.50", "-3", "Net 30", "a=b", "12-14"])
def test_plain_numbers_and_words_stay_as_they_are(value: str):
    assert cell(value) == value


def test_a_negative_amount_is_a_number():
    (row,) = rows(replace(ACME, total=Decimal("-1217.81")))
    assert row["total"] == "-1217.81"


def test_what_the_service_puts_in_front_comes_first():
    text = render.to_csv({"id": "ext_1", "status": "completed", **document()})
    assert text.startswith("\ufeffid,status,confidence,")
