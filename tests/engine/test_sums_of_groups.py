"""Sums that are no subtotal, and a subtotal that only the items name."""

from __future__ import annotations

from decimal import Decimal

from extraction.engine import pipeline
from extraction.engine.invoice import Invoice
from extraction.engine.options import Options
from tests.invoices.sheet import Sheet

ENDS = [(50, False), (350, True), (430, True), (520, True)]


def read(*rows: tuple[str, str, str, str], facts: tuple[str, ...] = ()) -> Invoice:
    sheet = Sheet("a4")
    sheet.block(50, 60, ["Ashworth Surveyors Ltd", "4 Tarn Street", "Kendal LA9 4ND"])
    sheet.block(350, 60, ["Invoice no. 20418", "Invoice date 3 March 2026"])
    for number, row in enumerate(rows):
        cells = [(x, text, right) for (x, right), text in zip(ENDS, row, strict=True) if text]
        sheet.cells(260 + 18 * number, cells)
    sheet.block(50, 300 + 18 * len(rows), list(facts))
    return pipeline.extract(sheet.finished(), options=Options())


def test_totals_of_groups_that_come_to_the_total_are_no_subtotal():
    invoice = read(
        ("Services", "Hours", "Rate", "Amount"),
        ("Survey of the roof", "2", "150.00", "300.00"),
        ("Report", "3", "150.00", "450.00"),
        ("Total fees", "", "", "750.00"),
        ("Copies of plans", "", "", "48.00"),
        ("Total costs", "", "", "48.00"),
        ("Total amount of this invoice", "", "", "£798.00"),
    )
    assert (invoice.subtotal, invoice.total) == (None, Decimal("798.00"))


def test_a_small_sum_is_no_subtotal_of_lines_that_come_to_the_total():
    invoice = read(
        ("Description", "Qty", "Unit price", "Amount"),
        ("Table at the gala", "2", "1500.00", "3000.00"),
        ("Advertisement", "1", "400.00", "400.00"),
        ("Total", "", "", "£3400.00"),
        facts=("Net value of goods received: £200.00",),
    )
    assert (invoice.subtotal, invoice.total) == (None, Decimal("3400.00"))


def test_what_the_items_come_to_is_the_subtotal_where_it_begins_the_row_of_sums():
    sheet = Sheet("a4")
    sheet.block(50, 60, ["Drankenhandel Veldkamp B.V.", "Havenstraat 4", "3011 GB Rotterdam"])
    sheet.block(350, 60, ["Factuurnr 871640", "Factuurdatum 14-09-2025"])
    table = [
        ("Omschrijving", "Aantal", "Prijs", "Bedrag"),
        ("Pils fust 50 L", "7", "128,40", "898,80"),
        ("Cola 24x20 cl", "10", "16,80", "168,00"),
    ]
    for number, row in enumerate(table):
        cells = [(x, text, right) for (x, right), text in zip(ENDS, row, strict=True)]
        sheet.cells(260 + 18 * number, cells)
    heads = ("Goederen", "Grondslag L 9%", "BTW L", "Grondslag H 21%", "BTW H", "Emballage")
    sums = ("1.066,80", "168,00", "15,12", "898,80", "188,75", "70,00")
    for y, row in ((500, heads), (514, sums)):
        sheet.cells(y, [(100 + 85 * at, text, True) for at, text in enumerate(row)], size=8)
    sheet.cells(550, [(400, "Te betalen EUR", False), (540, "1.340,67", True)])
    invoice = pipeline.extract(sheet.finished(), options=Options())
    assert (invoice.subtotal, invoice.tax) == (Decimal("1066.80"), Decimal("203.87"))


def test_rows_of_all_groups_are_items_where_each_group_has_its_sum_and_no_column_a_title():
    invoice = read(
        ("WORK", "", "", ""),
        ("Strip the old roof", "", "", "420.00"),
        ("Lay new slates", "", "", "980.00"),
        ("", "", "Total work", "1,400.00"),
        ("GOODS", "", "", ""),
        ("Slates and battens", "", "", "615.00"),
        ("Lead flashing", "", "", "85.50"),
        ("", "", "Total goods", "700.50"),
        ("", "", "INVOICE TOTAL", "2,100.50"),
        ("", "", "Less deposit", "-500.00"),
        ("", "", "Balance due", "1,600.50"),
    )
    assert [(item.description, str(item.amount)) for item in invoice.line_items] == [
        ("Strip the old roof", "420.00"),
        ("Lay new slates", "980.00"),
        ("Slates and battens", "615.00"),
        ("Lead flashing", "85.50"),
    ]
