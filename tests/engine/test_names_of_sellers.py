"""Long names are read whole, over as many lines as they take; what only looks like a name is nobody's."""

from __future__ import annotations

import pytest

from extraction.engine import pipeline
from extraction.engine.invoice import Invoice
from extraction.engine.options import Options
from tests.invoices.sheet import Sheet

PLACE = ["12 Quay Street", "Bristol BS1 4AA"]
WRAPPED = [
    [
        "Internationale Gesellschaft fur Verfahrenstechnik,",
        "Anlagenbau und Umweltmesstechnik",
        "mbH & Co. KG",
    ],
    ["Greenfield Independent Agricultural Equipment and", "Supplies Cooperative of the Lower Valley Ltd"],
    ["Northwind Advisory, Research, Strategy, Design and", "Technology Services of Greater Manchester"],
    ["Etablissements Reunis de Distribution", "et de Transformation du Sud-Ouest"],
]


def invoice_of(name: list[str], *, size: float = 9, place: list[str] = PLACE, buyer: bool = True) -> Invoice:
    """An invoice with the seller at the top, facts at the right, and three lines of items."""
    sheet = Sheet("a4")
    below = sheet.block(50, 60, name, size=size, leading=1.25 * size)
    sheet.block(50, below, place)
    sheet.text(400, 150, "INVOICE", size=18, bold=True)
    facts = [("Invoice number", "INV-2041"), ("Invoice date", "14 March 2026"), ("Terms", "Net 30")]
    for row, (label, value) in enumerate(facts):
        sheet.cells(200 + 13 * row, [(350, label, False), (450, value, False)])
    if buyer:
        sheet.block(50, 200, ["Bill to", "Orchard Mill Ltd", "3 Mill Lane", "York YO1 7EP"])
    ends = [(50, False), (350, True), (430, True), (520, True)]
    table = [
        ("Description", "Qty", "Unit price", "Amount"),
        ("Annual maintenance of pumps", "1", "400.00", "400.00"),
        ("Replacement seals", "10", "5.00", "50.00"),
        ("Travel to site", "2", "25.00", "50.00"),
        ("", "", "Total GBP", "500.00"),
    ]
    for number, row in enumerate(table):
        cells = [(x, text, right) for (x, right), text in zip(ends, row, strict=True) if text]
        sheet.cells(300 + 16 * number, cells)
    return pipeline.extract(sheet.finished(), options=Options())


@pytest.mark.parametrize("place", [PLACE, []], ids=["over its address", "alone"])
@pytest.mark.parametrize(
    "name",
    [
        "The Worshipful Company of Northern Harbour Instrument Makers and Restorers Limited",
        "Verein zur Foerderung der Erforschung von Schall, Licht, Waerme und Bewegung e.V.",
        "Northern Harbour Instrument Makers Museum and Heritage Centre Educational Trust",
    ],
)
def test_a_name_may_be_as_long_as_its_line(name, place):
    assert invoice_of([name], place=place).vendor.name == name


@pytest.mark.parametrize("size", [9, 13], ids=["in the letters of the address", "in larger letters"])
@pytest.mark.parametrize("name", WRAPPED, ids=[lines[0].split()[0] for lines in WRAPPED])
def test_a_name_that_breaks_off_goes_on_below(name, size):
    found = invoice_of(name, size=size).vendor.name
    assert found is not None
    assert found.replace(",", "") == " ".join(name).replace(",", "")


def test_two_lines_that_both_end_are_not_one_name():
    assert invoice_of(["Lantern Cafe", "Old Harbour Holding Ltd"]).vendor.name == "Old Harbour Holding Ltd"


@pytest.mark.parametrize("buyer", [True, False], ids=["beside a buyer", "alone"])
def test_terms_and_items_are_nobodys_name(buyer):
    assert invoice_of([], place=[], buyer=buyer).vendor.name is None


def test_a_plain_invoice_leaves_nothing_to_check():
    found = invoice_of(["Lantern Joinery Ltd"], place=[*PLACE, "VAT no. GB 123 4567 82"])
    doubted = {path for path, why in found.evidence.items() if why.confidence < 0.95}
    assert found.payment_terms == "Net 30"
    assert not doubted & {"vendor.name", "vendor.address", "payment_terms", "invoice_number", "date", "total"}


@pytest.mark.parametrize("name", ["Foto Lindner e.U.", "Lanterna Soc. Coop. Sociale", "Molen VZW"])
def test_a_slogan_below_a_name_with_a_form_is_none(name):
    sheet = Sheet("a4")
    sheet.right(545, 50, name, size=14)
    sheet.right(545, 68, "Portraits, Events & Houses", size=8)
    sheet.text(50, 140, f"{name} | Quay Street 4 | 1160 Wien", size=7)
    sheet.block(50, 156, ["Orchard Mill Ltd", "3 Mill Lane", "York YO1 7EP"])
    sheet.text(50, 260, "INVOICE 2024-118", size=18, bold=True)
    sheet.cells(300, [(50, "Total", False), (520, "500.00", True)])
    assert pipeline.extract(sheet.finished(), options=Options()).vendor.name == name


def test_a_line_with_a_label_of_its_own_is_no_part_of_the_name_above():
    found = invoice_of(["Name: Lantern Harbour Crew", "Scheme: RF01 (ordinary)"])
    assert found.vendor.name == "Lantern Harbour Crew"


@pytest.mark.parametrize(
    "town", ["Mobile, Alabama 36602", "Port Hope, Ontario L1A 2V4", "Port Talbot SA13 1SB"]
)
def test_the_name_of_a_town_may_begin_like_the_label_of_a_phone(town):
    found = invoice_of(["Harbour Lamp Works Ltd"], place=["21 Chapel Lane", town, "Phone 555 0142"])
    assert found.vendor.address == f"21 Chapel Lane, {town}"
