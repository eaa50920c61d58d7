"""Bills of work in progress: what was agreed, was billed before and is billed now stand side by side."""

from __future__ import annotations

from decimal import Decimal

from extraction.engine import pipeline
from extraction.engine.options import Options
from tests.invoices.sheet import Sheet


def test_the_column_whose_sum_is_printed_again_holds_the_amounts():
    sheet = Sheet("a4")
    sheet.block(50, 60, ["Larkhill Builders, Inc.", "410 Old Mill Rd", "Asheville, NC 28801"])
    sheet.block(380, 60, ["Invoice No. 21-450", "Date 09/15/2025"])
    rows = [
        ("Description of work", "Scheduled value", "Previous", "This period", "Balance"),
        ("Site demolition", "74,100.00", "14,820.00", "18,525.00", "40,755.00"),
        ("Concrete footings", "40,500.00", "0.00", "16,200.00", "24,300.00"),
        ("Roofing and flashing", "53,700.00", "32,220.00", "8,055.00", "13,425.00"),
        ("TOTALS", "168,300.00", "47,040.00", "42,780.00", ""),
        ("", "", "", "Work completed this period", "42,780.00"),
        ("", "", "", "Less retainage 10%", "(4,278.00)"),
        ("", "", "", "CURRENT PAYMENT DUE", "$38,502.00"),
    ]
    ends = [(50, False), (270, True), (350, True), (440, True), (540, True)]
    for number, row in enumerate(rows):
        cells = [(x, text, right) for (x, right), text in zip(ends, row, strict=True) if text]
        sheet.cells(260 + 18 * number, cells, size=8)
    invoice = pipeline.extract(sheet.finished(), options=Options())
    assert [str(item.amount) for item in invoice.line_items] == ["18525.00", "16200.00", "8055.00"]
    assert invoice.total != Decimal("168300.00")
    assert invoice.amount_due == Decimal("38502.00")
