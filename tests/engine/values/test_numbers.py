"""Printed numbers become decimals, whatever the country's way of writing them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.engine.values import numbers

MONEY = st.decimals(min_value=0, max_value=9_999_999, places=2, allow_nan=False, allow_infinity=False)
SEPARATORS = st.sampled_from([",", ".", " ", "\u00a0", "\u202f", "\u2009", "'", "\u2019", ""])


def grouped(value: Decimal, separator: str, mark: str) -> str:
    return f"{value:,.2f}".replace(",", "#").replace(".", mark).replace("#", separator)


def value_of(text: str, **options) -> Decimal:
    number = numbers.parse(text, **options)
    assert number is not None, text
    return number.value


@given(value=MONEY, separator=SEPARATORS, mark=st.sampled_from([".", ","]))
def test_every_grouping_is_read_back(value, separator, mark):
    if separator != mark:
        assert value_of(grouped(value, separator, mark)) == value


@given(
    value=MONEY, form=st.sampled_from(["-{}", "\u2212{}", "{}-", "({})", "-${}", "$-{}", "-{} €", "(EUR {})"])
)
def test_every_way_of_writing_a_negative_is_read_back(value, form):
    assert value_of(form.format(grouped(value, ",", "."))) == -value


@given(
    value=MONEY, form=st.sampled_from(["${}", "{}€", "{} EUR", "USD {}", "Rs. {}", "{} kr", "RM{}", "{} Kč"])
)
def test_a_currency_before_or_behind_does_not_matter(value, form):
    assert value_of(form.format(grouped(value, " ", ","))) == value


@given(value=st.integers(min_value=10_000_000, max_value=9_999_999_999))
def test_indian_groups_are_read_back(value):
    digits = str(value)
    head, tail = digits[:-3], digits[-3:]
    pairs = [head[max(0, at - 2) : at] for at in range(len(head), 0, -2)]
    assert value_of(",".join([*reversed(pairs), tail]) + ".00") == value


@given(value=MONEY, mark=st.sampled_from([".", ","]))
def test_printed_decimals_are_kept(value, mark):
    number = numbers.parse(grouped(value, " ", mark))
    assert number is not None
    assert number.decimals == 2


@given(st.text(max_size=20))
def test_no_text_breaks_the_parser(text):
    numbers.parse(text, slips=True)
    numbers.find(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12,34,567.00", "1234567.00"),
        ("1'234.56", "1234.56"),
        ("(12.50)", "-12.50"),
        ("12.50-", "-12.50"),
        ("-12,50", "-12.50"),
        ("Rs. 100/-", "100"),
        ("100,--", "100"),
        ("12345.678", "12345.678"),
        ("0.125", "0.125"),
        (".50", "0.50"),
        ("1.234.567", "1234567"),
    ],
)
def test_known_forms(text, value):
    assert str(value_of(text)) == value


@pytest.mark.parametrize(
    "text", ["", "abc", "12-34", "3.5.6", "1,23,45", "12:30", "N/A", "5kg", "-", "1.234,567,8"]
)
def test_what_is_not_a_number_is_refused(text):
    assert numbers.parse(text) is None


def test_one_separator_before_three_digits_is_ambiguous():
    number = numbers.parse("1.234")
    assert number is not None
    assert (number.value, number.alternative) == (Decimal(1234), Decimal("1.234"))


@pytest.mark.parametrize(("mark", "value"), [(".", "1.234"), (",", "1234")])
def test_the_document_s_decimal_mark_settles_an_ambiguous_number(mark, value):
    assert value_of("1.234", mark=mark) == Decimal(value)


def test_the_decimal_mark_is_what_most_numbers_prove():
    assert numbers.decide_mark(["1.234", "12,50", "7,99", "3.5"]) == ","


def test_a_mark_before_three_digits_parts_thousands_where_nothing_else_is_printed():
    assert numbers.decide_mark(["1.234", "5"], default=".") == ","
    assert numbers.decide_mark(["1.234", "0.5"]) == "."


def test_many_such_numbers_outweigh_one_that_a_time_of_day_may_be():
    assert numbers.decide_mark(["24.000", "6.000", "12.000", "18.000", "54.000", "59.400", "21.51"]) == ","


def test_a_document_of_whole_numbers_proves_no_mark():
    assert numbers.decide_mark(["1234", "5"]) is None


def test_the_currency_as_printed_comes_along():
    number = numbers.parse("£12.00")
    assert number is not None
    assert number.currency == "£"


@pytest.mark.parametrize(
    ("text", "value"), [("1O0,5O", "100.50"), ("l2.50", "12.50"), ("1 234 .56", "1234.56")]
)
def test_slips_of_an_ocr_are_repaired_at_a_lower_confidence(text, value):
    number = numbers.parse(text, slips=True)
    assert number is not None
    assert number.value == Decimal(value)
    assert number.confidence < 0.7
    assert numbers.parse(text) is None


@given(value=st.decimals(min_value=1000, max_value=9_999_999, places=2), mark=st.sampled_from([".", ","]))
def test_one_mark_for_thousands_and_decimals_is_read_by_its_last_two_digits(value, mark):
    assert value_of(grouped(value, mark, mark)) == value


@given(
    value=st.decimals(min_value=1, max_value=9_999_999, places=2),
    form=st.sampled_from(["{}", "RM {}", "({})"]),
)
def test_look_alike_letters_in_an_amount_of_a_scan_are_read_as_digits(value, form):
    text = grouped(value, ",", ".")
    first_zero = text.replace("0", "O", 1)
    (found,) = numbers.find(form.format(first_zero), slips=True)
    assert abs(found.number.value) == value


@pytest.mark.parametrize("text", ["SO.lS", "Oil.DI", "I.IO", "IL.SO"])
def test_words_of_look_alike_letters_stay_words(text):
    assert numbers.find(text, slips=True) == ()


def test_numbers_are_found_in_a_line_of_text():
    found = numbers.find("2 x 12.50 = 25.00 EUR")
    assert [f.number.value for f in found] == [Decimal(2), Decimal("12.50"), Decimal("25.00")]


@pytest.mark.parametrize("text", ["05.03.2018", "INV-2018", "A12", "5kg"])
def test_parts_of_dates_and_codes_are_no_numbers(text):
    assert numbers.find(text) == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("28, 30 €", "28.30"),
        ("EUR 1. 15", "1.15"),
        ("960, 00", "960.00"),
        ("4, 20 B", "4.20"),
        ("$216 .70", "216.70"),
    ],
)
def test_cents_that_a_scan_set_apart_are_put_back(text, value):
    assert [str(one.number.value) for one in numbers.find(text, slips=True)] == [value]


@pytest.mark.parametrize("text", ["screws 5, 20 pieces", "on 12. 05. 2019"])
def test_numbers_in_a_sentence_stay_two(text):
    assert len(numbers.find(text, slips=True)) > 1


@pytest.mark.parametrize("text", ["L262.00", "E1,045.50", "f7.20"])
def test_a_letter_that_a_scan_shows_for_a_pound_is_no_part_of_the_price(text):
    (found,) = numbers.find(text, slips=True)
    assert str(found.number.value) == text[1:].replace(",", "")


def test_letters_before_figures_stay_where_more_stands_beside_them():
    assert numbers.find("L40.50 plaque", slips=True) == numbers.find("L40.50") == ()
