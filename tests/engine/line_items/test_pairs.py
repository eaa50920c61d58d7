"""A price and a quantity printed together are told apart."""

from decimal import Decimal

import pytest

from extraction.engine.line_items import pairs
from tests.engine.drawing import words_at
from tests.engine.line_items.tables import page, rows


@pytest.mark.parametrize(
    ("text", "quantity", "unit_price"),
    [
        ("GBP 123.00 x 6.00", "6.00", "123.00"),
        ("6 x 123.00", "6", "123.00"),
        ("2 Std. x 50,00 €", "2", "50.00"),
        ("3 @ 1.20", "3", "1.20"),
        ("0.7535 x 250.00", "250.00", "0.7535"),
        ("6.00 x £123.00", "6.00", "123.00"),
    ],
)
def test_known_forms(text, quantity, unit_price):
    pair = pairs.read(words_at(0, 0, text), mark=None)
    assert pair is not None
    assert (pair.quantity, pair.unit_price) == (Decimal(quantity), Decimal(unit_price))


@pytest.mark.parametrize("text", ["4 Std x 100,00", "4 hours x 100,00", "4 h à 100,00", "4 m² x 100,00"])
def test_a_unit_tells_the_quantity_under_the_title_of_prices_too(text):
    pair = pairs.read(words_at(0, 0, text), mark=",", under_price=True)
    assert pair is not None
    assert (pair.quantity, pair.unit_price) == (Decimal(4), Decimal(100))


@pytest.mark.parametrize("text", ["LED panel 60x60", "Cable 3 x 1.5", "12.50", "x", "Box of 12 x 5 mm"])
def test_sizes_are_no_prices(text):
    assert pairs.read(words_at(0, 0, text), mark=".") is None


def test_they_may_stand_below_the_description():
    table = page(
        ("Description", "Amount"), ("Desk lamp", "60.00"), ("2 x 30.00",), ("Chair", "45.00"), ("1 x 45.00",)
    )
    assert rows(table) == [("Desk lamp", "2", "30.00", "60.00"), ("Chair", "1", "45.00", "45.00")]


def test_they_may_stand_beside_the_amount_of_a_receipt():
    table = page(
        ("Desk lamp",), ("2 x 30.00", "60.00"), ("Chair",), ("3 x 45.00", "135.00"), ("Total", "195.00")
    )
    assert rows(table) == [("Desk lamp", "2", "30.00", "60.00"), ("Chair", "3", "45.00", "135.00")]
