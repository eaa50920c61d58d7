"""What only looks like a value is none: a word that is also a currency, a number that ends like days."""

from __future__ import annotations

import pytest

from extraction.engine import pipeline
from extraction.engine.options import Options
from tests.engine.drawing import document_of

HEAD = ((50, 50, "Invoice no: 5"), (50, 300, "Total"), (300, 300, "120.00"))
SELLER = ((50, 80, "Hollow Creek Supply Inc."), (50, 95, "12 Mill Rd"), (50, 110, "Albany, NY 12207"))
BUYER = ((300, 80, "Bill to:"), (300, 95, "Finch Mechanical LLC"), (300, 110, "8 Oak St"))


@pytest.mark.parametrize("item", ["1/2 COP 90 ELL", "TOP 20 HINGES", "GEL 500 ML", "ALL 12 SEALS"])
def test_a_word_among_others_names_no_currency(item):
    assert pipeline.of_document(document_of(*HEAD, (50, 200, item)), options=Options()).currency is None


@pytest.mark.parametrize("line", ["We collect COP 120.00 on Friday", "120.00 COP"])
def test_the_same_word_beside_a_price_does(line):
    assert pipeline.of_document(document_of(*HEAD, (50, 200, line)), options=Options()).currency == "COP"


@pytest.mark.parametrize(("place", "code"), [("Dayton, OH 45402", "USD"), ("10115 Berlin, Germany", None)])
def test_two_parties_of_one_country_pay_in_its_currency(place, code):
    document = document_of(*HEAD, *SELLER, *BUYER, (300, 125, place))
    assert pipeline.of_document(document, options=Options()).currency == code


@pytest.mark.parametrize(
    ("line", "terms"),
    [("76J7BH-46 $1,521.55 due April 16", None), ("Payable within 30 days", "Payable within 30 days")],
)
def test_letters_inside_a_number_are_no_days(line, terms):
    assert pipeline.of_document(document_of(*HEAD, (50, 500, line)), options=Options()).payment_terms == terms
