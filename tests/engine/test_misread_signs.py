"""Signs that an OCR takes for others: the % behind a rate, the minus before an amount, the ° of a number."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extraction.engine import pipeline
from extraction.engine.document import Document, Source
from extraction.engine.invoice import Invoice
from extraction.engine.options import Options
from tests.engine.drawing import document_of

HEAD = ((50.0, 100.0, "Oakley Joinery Ltd"), (50.0, 115.0, "4 Quay Street, Leeds LS1 4DY"))


def scanned(*placed: tuple[float, float, str]) -> Invoice:
    page = document_of(*HEAD, *placed).pages[0]
    words = tuple(replace(word, source=Source.OCR, confidence=0.9) for word in page.words)
    document = Document((replace(page, words=words, source=Source.OCR),))
    return pipeline.of_document(document, options=Options())


def sums(label: str, *, minus: str = "") -> list[tuple[float, float, str]]:
    amounts = ("1,083.24", "227.48", "1,310.72")
    labels = ("Subtotal", label, "Total")
    rows = [(300.0, 400.0 + 15 * row, text) for row, text in enumerate(labels)]
    return rows + [(460.0, 400.0 + 15 * row, minus + text) for row, text in enumerate(amounts)]


@pytest.mark.parametrize("rate", ["21 $", "21 €", "21.0 €"])
def test_a_rate_whose_percent_sign_was_misread_is_not_the_tax(rate):
    total = (300.0, 400.0, "Total"), (460.0, 400.0, "1,310.72")
    tax = (300.0, 415.0, f"Including VAT {rate}:"), (460.0, 415.0, "227.48")
    assert scanned(*total, *tax).tax == Decimal("227.48")


def test_a_wave_before_an_amount_is_a_minus():
    found = scanned((50.0, 150.0, "Credit note"), *sums("VAT", minus="~"))
    assert (found.tax, found.total) == (Decimal("-227.48"), Decimal("-1310.72"))


def test_the_sign_for_number_is_no_part_of_it():
    number = (50.0, 150.0, "Invoice n2 24.05.325")
    assert scanned(number, *sums("VAT")).invoice_number == "24.05.325"


def test_a_label_broken_by_the_scan_still_names_its_tax_number():
    placed = ((50.0, 150.0, "FAKTURA"), (50.0, 165.0, "Fakturadato 07.09.2024"))
    foot = (50.0, 780.0, "Oakley Joinery Ltd, 4 Quay Street, Leeds LS1 4DY, CVR-n.: 26 62 98 10")
    assert scanned(*placed, foot, *sums("Moms")).vendor.tax_id == "26 62 98 10"


def test_a_number_right_above_a_party_belongs_to_the_one_before_it():
    own = ((50.0, 130.0, "T1f 5555 0169"), (50.0, 145.0, "office"), (50.0, 160.0, "CVR: 68 16 66 16"))
    buyer = ((50.0, 175.0, "Faktureres til: Vangsted ApS"), (50.0, 190.0, "Havnegade 142, 5000 Odense C"))
    assert scanned((50.0, 85.0, "Regning"), *own, *buyer, *sums("Moms")).vendor.tax_id == "68 16 66 16"
