"""A document's own number is chosen among all numbers of the page, and none is better than a wrong one."""

from __future__ import annotations

import pytest

from extraction.engine import codes, numbering
from tests.engine.drawing import sheet_of

Placed = tuple[float, float, str]


def number(*placed: Placed) -> str | None:
    sheet = sheet_of(*placed)
    found = numbering.invoice_number(sheet, codes.find(sheet))
    return found.value if found else None


@pytest.mark.parametrize(
    "placed",
    [
        [(50.0, 100.0, "Rechnungs-Nr./Datum"), (250.0, 100.0, "90417733 / 31.01.2025")],
        [(50.0, 100.0, "Rechnungs-Nr./Datum"), (50.0, 114.0, "90417733 / 31.01.2025")],
        [(50.0, 100.0, "Rechnungs-Nr./Datum: 90417733 / 31.01.2025")],
    ],
    ids=["at the right", "below", "behind"],
)
def test_a_label_of_two_facts_names_the_number_before_the_date(placed):
    assert number((50, 50, "Rechnung"), *placed) == "90417733"


def test_the_date_behind_a_number_is_no_part_of_it():
    assert number((50, 50, "Fattura n. 3112 / 2024 / 02-03-2024")) == "3112 / 2024"


def test_the_letter_that_begins_a_number_is_no_part_of_its_label():
    assert number((50, 50, "Faktura C-88825/208"), (50, 70, "Data: 05.10.2025")) == "C-88825/208"


FACTS = [
    (50.0, 120.0, "Date:"),
    (180.0, 120.0, "3 May 2025"),
    (50.0, 134.0, "Your order:"),
    (180.0, 134.0, "7713"),
]


@pytest.mark.parametrize("label", ["Billet:", "Skrzyp:", "Ref:"])
def test_what_stands_among_the_facts_under_an_unknown_word_is_the_number(label):
    placed = [(50.0, 106.0, label), (180.0, 106.0, "INV-2025-118")]
    assert number((50, 50, "INVOICE"), *placed, *FACTS) == "INV-2025-118"


def test_numbers_of_orders_and_customers_are_not_taken_for_want_of_a_better():
    customer = [(50.0, 148.0, "Customer no:"), (180.0, 148.0, "C-4410")]
    assert number((50, 50, "INVOICE"), *FACTS, *customer) is None


def test_a_rate_is_no_number():
    assert number((50, 50, "Faktura VAT"), (50, 70, "23 %")) is None
