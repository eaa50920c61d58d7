"""What stands elsewhere on the page tells who a party is: a slip to pay with, a notice of copyright."""

from __future__ import annotations

import pytest

from extraction.engine import pipeline
from extraction.engine.invoice import Invoice
from extraction.engine.options import Options
from tests.invoices.sheet import Sheet


def read(sheet: Sheet) -> Invoice:
    """The sheet with two items and their sum."""
    table = [
        ("Description", "Qty", "Unit price", "Amount"),
        ("Switchboard upgrade", "1", "400.00", "400.00"),
        ("Smoke alarms", "2", "50.00", "100.00"),
        ("", "", "Total", "$500.00"),
    ]
    ends = [(50, False), (350, True), (430, True), (520, True)]
    for number, row in enumerate(table):
        cells = [(x, text, right) for (x, right), text in zip(ends, row, strict=True) if text]
        sheet.cells(300 + 16 * number, cells)
    return pipeline.extract(sheet.finished(), options=Options())


def with_slip(customer: str) -> Invoice:
    """Neither party is labelled above the items; the slip at the foot names both once more."""
    sheet = Sheet("a4")
    sheet.text(50, 60, "INVOICE", size=18)
    sheet.block(70, 110, ["Blackbutt Owners Corporation", "12 Marine Parade", "Fremantle WA 6160"])
    sheet.block(300, 60, ["Invoice date", "12 May 2026", "Invoice number", "INV-881"])
    sheet.block(440, 60, ["Tamworth Lighting", "Installations", "9 Swan Street", "Perth WA 6000"])
    sheet.text(50, 650, "PAYMENT SLIP", size=14)
    sheet.text(50, 680, "To: Tamworth Lighting Installations")
    for row, (label, value) in enumerate(
        [(customer, "Blackbutt Owners Corporation"), ("Invoice number", "INV-881")]
    ):
        sheet.cells(680 + 16 * row, [(330, label, False), (430, value, False)])
    return read(sheet)


def test_who_is_called_the_customer_on_the_slip_does_not_sell():
    vendor = with_slip("Customer").vendor
    assert vendor.address == "9 Swan Street, Perth WA 6000"


def test_a_name_over_two_lines_is_whole_where_the_page_prints_it_on_one():
    assert with_slip("Customer").vendor.name == "Tamworth Lighting Installations"


@pytest.mark.parametrize(
    "charged", ["Visa .... 4411", "Mastercard **** 4411", "Amex •••• 4411", "Customer no. 20417"]
)
def test_what_stands_between_a_label_and_its_party_does_not_take_the_role(charged):
    sheet = Sheet("a4")
    sheet.text(420, 60, "Receipt", size=18)
    sheet.block(50, 110, ["Date", "12 May 2026", "Order ID", "KX91TTR"])
    sheet.block(300, 110, ["Billed to", charged, "Ingrid Palmer", "7 Orchard Lane", "Boise, ID 83702"])
    sheet.text(200, 700, "Copyright © 2026 Juniper Software Inc.", size=8)
    sheet.text(200, 710, "400 Harbor Blvd, Madison, WI 53703", size=8)
    invoice = read(sheet)
    assert invoice.customer.name == "Ingrid Palmer"
    assert invoice.vendor.name == "Juniper Software Inc."
    assert invoice.vendor.address == "400 Harbor Blvd, Madison, WI 53703"


def test_a_title_in_the_middle_of_its_box_says_who_sells():
    sheet = Sheet("a4")
    for x, title, number, name in (
        (50, "Cedente/prestatore (fornitore)", "IT53106540486", "Vetreria Lagunare S.n.c."),
        (320, "Cessionario/committente (cliente)", "IT38966900151", "Albergo Ponte Alto S.p.A."),
    ):
        sheet.text(x + 70, 40, title, size=7, bold=True)
        facts = ["Regime fiscale: RF01 (ordinario)"] if x == 50 else []
        place = [f"Identificativo fiscale ai fini IVA: {number}", f"Denominazione: {name}", *facts]
        sheet.block(x, 54, [*place, "Indirizzo: Calle Larga, 8", "Comune: Verona", "Cap: 37121"], size=8)
    vendor = read(sheet).vendor
    assert (vendor.name, vendor.tax_id) == ("Vetreria Lagunare S.n.c.", "IT53106540486")
    assert vendor.address == "Calle Larga, 8, Verona, 37121"


def test_the_name_in_large_letters_parts_the_small_print_that_begins_with_it():
    sheet = Sheet("a4")
    sheet.text(60, 60, "Garden Centre Willowbrook", size=24)
    sheet.block(60, 110, ["Sanders Landscapes LLP", "4 Mill Lane", "Leeds LS1 4DL"])
    sheet.text(60, 800, "Garden Centre Willowbrook 102 Station Road, York YO1 7PR", size=8)
    vendor = read(sheet).vendor
    assert (vendor.name, vendor.address) == ("Garden Centre Willowbrook", "102 Station Road, York YO1 7PR")
