"""How values are written for people."""

from decimal import Decimal

import pytest

from extraction.review import words


@pytest.mark.parametrize(
    ("value", "currency", "written"),
    [
        ("1430.00", "EUR", "€ 1,430.00"),
        ("9812.5", "SEK", "kr 9,812.50"),
        ("-12.50", "EUR", "€ −12.50"),
        ("1250", "JPY", "¥ 1,250"),
        ("0.1872", "EUR", "€ 0.1872"),
        ("3", "CHF", "CHF 3.00"),
        ("3", None, "3.00"),
    ],
)
def test_money_has_its_sign_before_and_the_minus_between(value, currency, written):
    assert words.money(Decimal(value), currency) == written


@pytest.mark.parametrize(
    ("value", "written"), [("12", "12"), ("12.00", "12"), ("1.50", "1.5"), ("5000", "5,000"), ("-5", "−5")]
)
def test_quantities_lose_their_trailing_zeros(value, written):
    assert words.quantity(Decimal(value)) == written


@pytest.mark.parametrize(
    ("value", "written"), [("0.0825", "8.25 %"), ("0.2", "20 %"), ("0.06625", "6.625 %")]
)
def test_a_rate_is_a_percentage(value, written):
    assert words.rate(Decimal(value)) == written


def test_a_day_is_written_with_its_month_by_name():
    assert words.day("2026-06-04") == "4 Jun 2026"


def test_an_iban_comes_in_groups_of_four():
    assert words.in_fours("GB33BUKB20201555555555") == "GB33 BUKB 2020 1555 5555 55"


def test_a_confidence_is_rounded_down():
    assert words.per_cent(0.9499) == 94
    assert words.per_cent(Decimal("0.999")) == 99


@pytest.mark.parametrize(
    ("pages_read", "pages", "said"),
    [(0, None, ""), (0, 1, ""), (0, 12, "Page 1 of 12"), (3, 12, "Page 4 of 12"), (12, 12, "Page 12 of 12")],
)
def test_a_long_document_says_which_page_is_being_read(pages_read, pages, said):
    assert words.progress(pages_read, pages) == said
