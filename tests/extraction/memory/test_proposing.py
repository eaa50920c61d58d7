"""From a corrected value follow the rules that would have read it, the likeliest first."""

import time
from decimal import Decimal

import pytest

from extraction.memory import beside, proposing, sentences
from extraction.memory.saying import Always, Beside, Where, Which
from tests.extraction.memory.test_reading_beside_words import LETTER
from tests.extraction.memory.typing import sheet


def proposed(path, value, page=LETTER):
    return proposing.of(path, value, sheet(page))


def test_a_number_is_what_stands_beside_the_words_at_its_left():
    [first, *_] = proposed("invoice_number", "LS-2026-0418")
    assert first == Beside("Our ref", Where.RIGHT, shape="A-9-9")


def test_or_below_the_words_above_it():
    assert proposed("purchase_order", "PO-77318")[0] == Beside("Order", Where.BELOW, shape="A-9")


def test_of_several_amounts_on_a_line_the_last_is_at_its_end():
    assert proposed("total", Decimal("317.34"))[0] == Beside("Total", Where.END)


def test_of_several_places_with_the_same_words_the_right_one_is_meant():
    page = "Total  10.00\nDeposit  2.00\nTotal  8.00"
    assert proposed("total", Decimal("8.00"), page)[0] == Beside("Total", which=Which.LAST)


def test_a_value_that_stands_everywhere_takes_no_longer_than_others():
    middle = ["Reference  9.99"] * 58
    pages = ["\n".join(["Reference  8.88", *middle, "Reference  8.88"])] * 12
    begun = time.thread_time()
    assert proposing.of("amount_due", Decimal("9.99"), sheet(*pages)) == []
    assert time.thread_time() - begun < 1.5


def test_what_stays_the_same_is_said_once_and_for_all():
    assert proposed("payment_terms", "Net 30") == [Always("Net 30")]
    assert proposed("currency", "CAD") == [Always("CAD")]
    assert proposed("vendor.name", "Larkfield Stationery")[0] == Always("Larkfield Stationery")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("invoice_number", "LS-9"),
        ("date", "2026-01-01"),
        ("total", Decimal("1.00")),
        ("payment.iban", "DE89370400440532013000"),
    ],
)
def test_what_changes_and_is_not_on_the_page_has_no_rule(path, value):
    assert proposed(path, value) == []


def test_an_account_is_never_said_once_and_for_all():
    rules = proposed("payment.iban", "IE29AIBK93115212345678")
    assert rules
    assert not any(isinstance(rule, Always) for rule in rules)


def test_words_that_invoices_use_come_before_names_that_happen_to_stand_there():
    page = "Ferrow & Hale     Invoice number\nLondon            FH-17"
    assert proposed("invoice_number", "FH-17", page)[0] == Beside("Invoice number", Where.BELOW, shape="A-9")


def test_a_date_that_can_be_read_in_two_ways_keeps_its_order():
    [rule, *_] = proposed("date", "2026-04-06")
    assert sentences.of("date", rule).endswith("right of “Date”, with month before day")


def test_a_date_with_one_meaning_needs_no_order():
    [rule, *_] = proposed("date", "2026-06-14", "Date  14/06/2026")
    assert rule == Beside("Date")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("invoice_number", "LS-2026-0418"),
        ("date", "2026-06-04"),
        ("due_date", "2026-07-04"),
        ("subtotal", Decimal("258.00")),
        ("tax", Decimal("59.34")),
        ("tax_rate", Decimal("0.23")),
        ("total", Decimal("317.34")),
        ("payment.iban", "IE29AIBK93115212345678"),
    ],
)
def test_each_of_them_reads_the_value_that_it_was_made_from(path, value):
    rules = proposed(path, value)
    assert rules
    for rule in rules:
        assert beside.find(sheet(LETTER), path, rule).value == value


def test_no_words_no_proposal():
    assert proposing.of("invoice_number", "LS-1", None) == []
    assert proposing.of("payment_terms", "Net 30", None) == [Always("Net 30")]
    assert proposing.of("payment_terms", None, None) == []
