"""Slips of tills: the name among slogans and logos, the address above items, the total beside payments."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from extraction.engine import pipeline
from extraction.engine.invoice import Invoice
from extraction.engine.options import Options
from extraction.engine.parties import till_names
from tests.invoices.sheet import Sheet

ADDRESS = ["Quay Street 4", "20121 Milano"]
ITEMS = ["------------------------------", "1 Soap                    4.10", "2 Candles                 8.20"]
WIDTH = 190.0
SIZE = 7.5


def read(*lines: str, big: int = 0, left: float = 14, paper: tuple[float, float] = (WIDTH, 340.0)) -> Invoice:
    """What is read off a narrow slip; the first `big` lines are in large letters."""
    sheet = Sheet(paper, family="Courier")
    y = 30.0
    for at, line in enumerate(lines):
        size = SIZE * (1.7 if at < big else 1)
        sheet.text(left, y, line, size=size)
        y += 1.35 * size
    return pipeline.extract(sheet.finished(), options=Options())


def name_above(*lines: str, big: int = 0) -> str | None:
    return read(*lines, *ADDRESS, *ITEMS, "TOTAL                    12.30", big=big).vendor.name


@pytest.mark.parametrize(
    "greeting", ["WELCOME TO", "Herzlich willkommen bei", "BENVENUTI DA", "Välkommen till"]
)
def test_a_greeting_is_no_name(greeting):
    assert name_above(greeting, "Harbour Bakery") == "Harbour Bakery"


def test_a_name_begins_behind_the_greeting_on_its_line():
    assert name_above("Welcome to Harbour Bakery") == "Harbour Bakery"


def test_a_slogan_above_the_name_is_passed_over():
    assert name_above("always fresh, always near", "Harbour Bakery") == "Harbour Bakery"


def test_the_legal_name_counts_more_than_the_branch_around_it():
    assert name_above("RIVERSIDE BRANCH", "HARBOUR FOODS LTD", "Store 2948") == "HARBOUR FOODS LTD"


def test_a_name_in_large_letters_may_take_two_lines():
    assert name_above("HARBOUR", "LANTERN", big=2) == "HARBOUR LANTERN"


def test_what_a_shop_is_goes_with_its_name_on_the_next_line():
    assert name_above("Lantern", "Pharmacy") == "Lantern Pharmacy"


def test_a_company_form_on_a_line_of_its_own_ends_the_name():
    assert name_above("LANTERN SEAFOOD", "LTD") == "LANTERN SEAFOOD LTD"


def test_a_brand_and_the_company_below_it_are_two_names():
    assert name_above("LANTERN CAFE", "OLD HARBOUR HOLDING LTD") in (
        "LANTERN CAFE",
        "OLD HARBOUR HOLDING LTD",
    )


def test_letters_of_a_logo_alone_are_no_name():
    assert name_above("AoLrDveN", big=1) is None


@pytest.mark.parametrize("text", ["AoLrDveN", "AgN aDetV", "eWAAo"])
def test_capitals_strewn_among_small_letters_are_strange(text):
    assert till_names.strangeness(text)


@pytest.mark.parametrize("text", ["LiDL", "PappaRich", "McMillan", "Hansen GmbH", "BIG MART"])
def test_names_with_capitals_inside_are_not_strange(text):
    assert not till_names.strangeness(text)


def test_items_and_tables_are_no_part_of_the_address():
    found = read("Harbour Bakery", *ADDRESS, "Table 6 Check 224", *ITEMS, "TOTAL                    12.30")
    assert found.vendor.address == "Quay Street 4, 20121 Milano"


def test_opening_hours_above_the_name_are_no_address():
    found = read("OPEN 24/7", "Harbour Bakery", *ADDRESS, *ITEMS, "TOTAL                    12.30")
    assert found.vendor.name == "Harbour Bakery"
    assert found.vendor.address == "Quay Street 4, 20121 Milano"


def test_change_is_never_the_total():
    found = read(
        "Harbour Bakery", *ADDRESS, *ITEMS, "Amount paid              12.30", "CASH  20.00", "CHANGE  7.70"
    )
    assert found.total == Decimal("12.30")


def test_cents_that_lead_to_the_next_coin_round_the_total_whatever_they_are_called():
    sums = [
        "TOTAL                    12.32",
        "CENT BALANCING           -0.02",
        "TOTAL DUE                12.30",
    ]
    assert read("Harbour Bakery", *ADDRESS, *ITEMS, *sums).total == Decimal("12.30")


def test_what_was_saved_is_not_the_total():
    sums = ["TOTAL                    12.30", "TOTAL SAVINGS            22.00"]
    assert read("Harbour Bakery", *ADDRESS, *ITEMS, *sums).total == Decimal("12.30")


def test_a_wide_till_with_small_letters_is_read_like_any_other():
    wide = "1 Soap of olives, unscented".ljust(42) + "12.30"
    found = read(
        "LANTERN MARKET", "Filiale 9", *ADDRESS, "03.09.2021 13:36", wide, "TOTAL".ljust(42) + "12.30"
    )
    assert (found.vendor.name, found.date) == ("LANTERN MARKET", dt.date(2021, 9, 3))


def test_a_slip_laid_on_the_glass_alone_is_read_like_any_other():
    wide = "1 Soap of olives, unscented".ljust(36) + "12.30"
    found = read(
        "SEASIDE",
        "Reg 4",
        *ADDRESS,
        wide,
        "TOTAL".ljust(36) + "12.30",
        "APPROVED",
        left=200,
        paper=(595, 842),
    )
    assert (found.vendor.name, found.vendor.address) == ("SEASIDE", "Quay Street 4, 20121 Milano")


@pytest.mark.parametrize(
    ("owed", "given", "back"),
    [
        ("Iš viso mokėti:", "Gauta", "Grąža"),
        ("Maksettava", "Käteinen", "Takaisin"),
        ("Å betale", "Mottatt", "Veksel"),
    ],
)
def test_totals_of_the_baltic_and_the_north_are_known(owed, given, back):
    sums = [f"{word:25}{value}" for word, value in ((owed, "12,30"), (given, "20,00"), (back, "7,70"))]
    items = [item.replace(".", ",") for item in ITEMS]
    assert read("Nordlys", "Quay Street 4, 0184 Oslo", *items, *sums).total == Decimal("12.30")


def test_what_was_given_less_the_change_is_the_total_whatever_it_is_called():
    sums = [
        "TQTQL                    12.30",
        "CASH                     20.00",
        "CHANGE                    7.70",
    ]
    tax = ["Code    Net      Tax", "A 6%    11.60    0.70", "Total   11.60    0.70"]
    assert read("Harbour Bakery", *ADDRESS, *ITEMS, *sums, *tax).total == Decimal("12.30")


def test_points_are_no_money():
    sums = [
        "SUBTOTAL                 11.60",
        "TAX                       0.70",
        "AMOUNT DUE               12.30",
    ]
    found = read("Harbour Bakery", *ADDRESS, *ITEMS, *sums, "Points balance            5044")
    assert found.total == Decimal("12.30")
