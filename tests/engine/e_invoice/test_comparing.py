"""The e-invoice is believed, the page shows where, and what differs is a warning with both values."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from extraction.engine import pipeline, render
from extraction.engine.document import Source
from extraction.engine.e_invoice import likeness
from extraction.engine.errors import NothingToRead
from extraction.engine.invoice import Invoice
from extraction.engine.options import Options
from tests import hostile, invoices
from tests.engine import papers
from tests.invoices import e_invoice as written
from tests.invoices.spec import Spec

LAYOUTS = sorted(set(invoices.LAYOUTS) - {"receipt"})
SPEC = invoices.example(5, language="de", layout="ruled", items=3)
PAGE = invoices.draw(SPEC)


def read(page: bytes, xml: str) -> Invoice:
    return pipeline.extract(written.embedded(page, xml), options=Options())


def warned(invoice: Invoice) -> list[tuple[str, str | None]]:
    return [(warning.code, warning.field) for warning in invoice.warnings]


def negative(spec: Spec) -> Spec:
    items = tuple(dataclasses.replace(item, quantity=-item.quantity) for item in spec.items)
    return dataclasses.replace(spec, items=items)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("language", ["de", "fr", "en"])
@pytest.mark.parametrize("write", [written.cii, written.ubl])
def test_where_both_say_the_same_every_value_has_its_place_and_nothing_is_warned_of(layout, language, write):
    spec = invoices.example(4, language=language, layout=layout, items=3)
    invoice = read(invoices.draw(spec), write(spec))
    assert invoice.warnings == ()
    assert all(check.passed for check in invoice.checks)
    for path in ("vendor.name", "invoice_number", "date", "due_date", "subtotal", "tax", "total"):
        evidence = invoice.evidence[path]
        assert (evidence.source, evidence.page) == (Source.E_INVOICE, 1), path
        assert evidence.bbox is not None
        assert evidence.confidence > 0.99
    assert invoice.confidence > 0.98


def test_the_result_is_what_is_stated():
    invoice = read(PAGE, written.cii(SPEC))
    result, truth = render.document(invoice, evidence=False), invoices.truth(SPEC)
    for name in ("vendor", "invoice_number", "date", "due_date", "currency", "subtotal", "tax", "total"):
        assert result[name] == truth[name]
    keys = ("description", "quantity", "unit_price", "amount")
    assert [{key: item[key] for key in keys} for item in result["line_items"]] == truth["line_items"]


def test_the_cells_of_the_lines_have_their_places():
    evidence = read(PAGE, written.cii(SPEC)).evidence
    boxes = [evidence[f"line_items.{row}.amount"].bbox for row in range(3)]
    tops = [box[1] for box in boxes if box is not None]
    assert len(tops) == 3
    assert tops == sorted(tops)
    assert evidence["line_items.0.unit"].bbox is None  # "pcs" is not on the page


def test_another_total_on_the_page_is_a_warning_with_both_values():
    invoice = read(PAGE, written.cii(SPEC, GrandTotalAmount="99.00"))
    assert invoice.total == Decimal("99.00")
    message = f"total: the e-invoice says 99.00, the printed page {SPEC.total}."
    assert invoice.warnings[0].message == message
    evidence = invoice.evidence["total"]
    assert evidence.alternatives[0].value == str(SPEC.total)
    assert evidence.bbox is not None
    assert evidence.confidence < 0.95


def test_a_stated_total_that_is_printed_as_something_else_is_still_a_difference():
    row = SPEC.items[0].amount
    assert ("e_invoice_differs", "total") in warned(read(PAGE, written.cii(SPEC, GrandTotalAmount=str(row))))


def test_another_account_on_the_page_is_a_warning():
    spec = dataclasses.replace(SPEC, layout="letter")
    invoice = read(invoices.draw(spec), written.cii(spec, IBANID="DE08700901001234567890"))
    assert warned(invoice) == [("e_invoice_differs", "payment.iban")]
    assert invoice.payment.iban == "DE08700901001234567890"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"vendor": dataclasses.replace(SPEC.vendor, name="Südwind Handel AG")}, "vendor.name"),
        ({"vendor": dataclasses.replace(SPEC.vendor, tax_id="DE123456788")}, "vendor.tax_id"),
        ({"invoice_number": "RE-99999"}, "invoice_number"),
        ({"date": SPEC.date.replace(day=3)}, "date"),
        ({"terms": "90 Tage netto"}, "payment_terms"),
    ],
)
def test_each_field_that_differs_is_named(change, field):
    invoice = read(PAGE, written.cii(dataclasses.replace(SPEC, **change)))
    assert ("e_invoice_differs", field) in warned(invoice)


def test_a_line_that_differs_is_named():
    changed = dataclasses.replace(SPEC.items[1], quantity=SPEC.items[1].quantity + 1)
    spec = dataclasses.replace(SPEC, items=(SPEC.items[0], changed, SPEC.items[2]))
    invoice = read(PAGE, written.cii(spec))
    assert ("e_invoice_differs", "line_items.1.quantity") in warned(invoice)
    assert not any(
        field and field.startswith(("line_items.0", "line_items.2")) for _, field in warned(invoice)
    )


def test_a_page_that_shows_less_contradicts_nothing():
    page = papers.drawn(papers.text(SPEC.vendor.name, "Rechnung", "siehe Anhang"))
    invoice = read(page, written.cii(SPEC))
    assert invoice.warnings == ()
    assert (invoice.total, len(invoice.line_items)) == (SPEC.total, 3)


def test_a_page_without_any_text_is_no_hindrance():
    assert read(hostile.blank_page(), written.cii(SPEC)).total == SPEC.total
    with pytest.raises(NothingToRead):
        read(hostile.blank_page(), "<rows/>")


def test_what_is_only_printed_comes_from_the_page():
    invoice = read(PAGE, written.cii(SPEC, Description="", DateTimeString=""))
    assert (invoice.payment_terms, invoice.due_date) == (SPEC.terms, SPEC.due_date)
    assert invoice.evidence["payment_terms"].source is Source.TEXT


def test_without_lines_the_printed_ones_serve():
    xml = written.cii(SPEC)
    start, end = xml.index("<ram:IncludedSupply"), xml.rindex("LineItem>") + len("LineItem>")
    invoice = read(PAGE, xml[:start] + xml[end:])
    assert [item.amount for item in invoice.line_items] == [item.amount for item in SPEC.items]
    assert invoice.evidence["line_items.0.amount"].source is Source.TEXT
    assert all(check.passed for check in invoice.checks)


def test_the_page_adds_nothing_of_someone_else_to_a_party():
    stranger = dataclasses.replace(SPEC.vendor, name="Südwind Handel AG", tax_id=None)
    assert read(PAGE, written.cii(dataclasses.replace(SPEC, vendor=stranger))).vendor.tax_id is None


def test_a_credit_note_keeps_the_printed_sign():
    invoice = read(invoices.draw(negative(SPEC)), written.cii(SPEC, code="381"))
    assert (invoice.document_type, invoice.total) == ("credit_note", -SPEC.total)
    assert [item.amount for item in invoice.line_items] == [-item.amount for item in SPEC.items]
    assert invoice.warnings == ()


def test_a_discount_on_the_whole_is_already_in_the_net():
    lines = SPEC.subtotal + 10
    allowance = "</ram:LineTotalAmount><ram:AllowanceTotalAmount>10.00</ram:AllowanceTotalAmount>"
    first = SPEC.items[0]
    dearer = f"<ram:LineTotalAmount>{first.amount + 10}</ram:LineTotalAmount>"
    xml = written.cii(SPEC).replace(f"<ram:LineTotalAmount>{first.amount}</ram:LineTotalAmount>", dearer, 1)
    head, tail = xml.rsplit("</ram:LineTotalAmount>", 1)
    invoice = read(PAGE, head + allowance + tail)
    assert invoice.discount == Decimal("10.00")
    (check,) = [each for each in invoice.checks if each.name == "lines_add_up_to_subtotal"]
    assert check.passed
    assert check.operands["lines"] == lines
    (sums,) = [each for each in invoice.checks if each.name == "subtotal_plus_tax_is_total"]
    assert sums.passed


def test_a_slip_of_the_reader_of_pictures_is_no_difference():
    assert likeness.same_but_for_slips("invoice_number", "AVO-2024-019", "AV0-2O24-019")
    assert not likeness.same_but_for_slips("invoice_number", "AVO-2024-019", "AVO-2024-014")
    assert not likeness.same_but_for_slips("total", Decimal(10), Decimal(18))


@pytest.mark.slow
def test_a_scan_is_compared_too():
    scan = papers.drawn(papers.picture(invoices.as_png(PAGE)))
    invoice = read(scan, written.cii(SPEC))
    assert invoice.warnings == ()
    assert invoice.evidence["total"].bbox is not None


def test_the_same_bytes_give_the_same_json():
    document = written.embedded(PAGE, written.ubl(SPEC))
    texts = {
        render.to_json(render.document(pipeline.extract(document, options=Options()), evidence=True))
        for _ in range(2)
    }
    assert len(texts) == 1
