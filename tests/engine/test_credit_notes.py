"""What is given back: signs stay as they are printed, wherever a credit note puts its minus."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extraction.engine import pipeline, reconcile
from extraction.engine.invoice import Invoice, LineItem
from extraction.engine.options import Options
from tests.invoices.sheet import Sheet

ENDS = [(50, False), (350, True), (430, True), (520, True)]
HEAD = ("Description", "Qty", "Unit price", "Amount")


def credit_note(rows: list[tuple[str, str, str, str]], sums: tuple[str, str, str]) -> Invoice:
    sheet = Sheet("a4")
    sheet.block(50, 60, ["Marlow & Finch Ltd", "12 Quay Street", "Bristol BS1 4AA"])
    sheet.text(380, 60, "CREDIT NOTE", size=18, bold=True)
    sheet.cells(130, [(350, "Credit note number", False), (470, "CN-204", False)])
    sheet.cells(143, [(350, "Date", False), (470, "14 March 2026", False)])
    for at, row in enumerate((HEAD, *rows)):
        sheet.cells(260 + 16 * at, [(x, text, right) for (x, right), text in zip(ENDS, row, strict=True)])
    for at, (label, amount) in enumerate(zip(("Subtotal", "VAT 20%", "Total GBP"), sums, strict=True)):
        sheet.cells(340 + 18 * at, [(430, label, True), (520, amount, True)])
    return pipeline.extract(sheet.finished(), options=Options())


def failed(found: Invoice) -> list[str]:
    return [check.name for check in found.checks if not check.passed]


@pytest.mark.parametrize("minus", ["-{}", "{}-", "({})"])
def test_the_minus_of_the_amount_alone_is_no_fault(minus):
    rows = [
        ("Returned valve", "1", "120.00", minus.format("120.00")),
        ("Goodwill", "2", "15.00", minus.format("30.00")),
    ]
    found = credit_note(rows, (minus.format("150.00"), minus.format("30.00"), minus.format("180.00")))
    read = [(item.quantity, item.unit_price, item.amount) for item in found.line_items]
    assert read == [(1, Decimal("120.00"), Decimal("-120.00")), (2, Decimal("15.00"), Decimal("-30.00"))]
    assert (found.document_type, found.total) == ("credit_note", Decimal("-180.00"))
    assert failed(found) == []
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("line", "sums"),
    [("-120.00", ("120.00", "24.00", "144.00")), ("120.00", ("-120.00", "-24.00", "-144.00"))],
    ids=["in its lines", "in its sums"],
)
def test_a_credit_note_may_print_its_minus_only_once(line, sums):
    found = credit_note([("Returned valve", "1", "120.00", line)], sums)
    assert found.line_items[0].amount == Decimal(line)
    assert found.subtotal == Decimal(sums[0])
    assert failed(found) == []
    assert found.warnings == ()


def test_a_product_of_another_size_is_still_a_fault():
    item = LineItem(quantity=Decimal(2), unit_price=Decimal("15.00"), amount=Decimal("-40.00"))
    (check,) = reconcile.checks(line_items=(item,))
    assert not check.passed
    assert check.difference == Decimal("10.00")


def test_an_amount_that_lost_its_minus_is_a_fault():
    item = LineItem(quantity=Decimal(-1), unit_price=Decimal("15.00"), amount=Decimal("15.00"))
    (check,) = reconcile.checks(line_items=(item,))
    assert not check.passed


def test_lines_that_lack_something_are_a_fault_whatever_their_sign():
    item = LineItem(amount=Decimal("-40.00"))
    (check,) = reconcile.checks(line_items=(item,), subtotal=Decimal("50.00"))
    assert not check.passed
