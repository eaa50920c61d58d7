"""Bills for energy have prices in pence, and a title for numbers over the names of what is charged."""

from __future__ import annotations

from decimal import Decimal

from extraction.engine import pipeline
from extraction.engine.options import Options
from tests.invoices.sheet import Sheet


def test_charges_at_a_rate_in_pence_are_read():
    sheet = Sheet("a4")
    sheet.block(50, 60, ["Moorland Energy Ltd", "4 Tarn Street", "Kendal LA9 4ND"])
    sheet.block(350, 60, ["Bill number 4471902", "Bill date 3 March 2026"])
    rows = [
        ("Charges", "Quantity", "Rate", "Cost"),
        ("Units at day rate", "1,200 kWh", "25.50p", "£306.00"),
        ("Standing charge", "30 days", "60.00p", "£18.00"),
        ("", "", "Total before VAT", "£324.00"),
        ("", "", "VAT at 5%", "£16.20"),
        ("", "", "Total", "£340.20"),
    ]
    ends = [(50, False), (280, True), (410, True), (520, True)]
    for number, row in enumerate(rows):
        cells = [(x, text, right) for (x, right), text in zip(ends, row, strict=True) if text]
        sheet.cells(300 + 18 * number, cells)
    first, second = pipeline.extract(sheet.finished(), options=Options()).line_items
    assert (first.description, first.quantity, first.amount) == ("Units at day rate", 1200, Decimal("306.00"))
    assert (first.unit_price, second.unit_price) == (Decimal("25.50"), Decimal("60.00"))
