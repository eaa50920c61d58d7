"""What people type is read as they mean it, or refused with a sentence that says what it can be."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.corrections import habits, typed
from extraction.corrections.habits import Habits
from extraction.corrections.typed import NotAValue
from extraction.engine.values.dates import Order

ENGLISH, GERMAN = Habits(".", Order.DMY), Habits(",", Order.DMY)
AMERICAN = Habits(".", Order.MDY)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("1'234.50", "1234.50"),
        ("(12.00)", "-12.00"),
        ("12.00-", "-12.00"),
        ("\u221212.00", "-12.00"),
        ("€ 12", "12"),
        ("12 EUR", "12"),
        ("$5.10", "5.10"),
        (" 0 ", "0"),
        (".5", "0.5"),
        ("12.-", "12"),
    ],
)
@pytest.mark.parametrize("manner", [ENGLISH, GERMAN])
def test_amounts_are_taken_in_every_way_of_writing(text, value, manner):
    assert str(typed.read(text, "money", manner)) == value


def test_what_could_be_thousands_is_read_as_the_document_writes():
    assert typed.read("1.234", "number", ENGLISH) == Decimal("1.234")
    assert typed.read("1.234", "number", GERMAN) == 1234


@pytest.mark.parametrize("text", ["a lot", "1.2.3,4,5", "12 or 13", "--", "1e5", "1" * 16, "1" * 41])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(NotAValue, match=r"is not an amount\. Write it like 1234\.56\."):
        typed.read(text, "money", ENGLISH)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("19 %", "0.19"),
        ("19%", "0.19"),
        ("19", "0.19"),
        ("0.19", "0.19"),
        ("0,19", "0.19"),
        ("8,25 %", "0.0825"),
        ("0.5 %", "0.005"),
        ("0", "0"),
        ("100 %", "1"),
    ],
)
def test_rates_are_taken_in_per_cent_or_as_fractions(text, value):
    assert typed.read(text, "rate", GERMAN) == Decimal(value)


@pytest.mark.parametrize("text", ["-19 %", "190 %", "VAT", "1000"])
def test_what_is_no_rate_is_refused(text):
    with pytest.raises(NotAValue):
        typed.read(text, "rate", ENGLISH)


@pytest.mark.parametrize(
    ("text", "manner", "day"),
    [
        ("2026-05-03", AMERICAN, "2026-05-03"),
        ("03.05.2026", GERMAN, "2026-05-03"),
        ("3.5.26", GERMAN, "2026-05-03"),
        ("05/03/2026", AMERICAN, "2026-05-03"),
        ("03/05/2026", ENGLISH, "2026-05-03"),
        ("3 May 2026", AMERICAN, "2026-05-03"),
        ("3. Mai 2026", GERMAN, "2026-05-03"),
        ("31/05/2026", AMERICAN, "2026-05-31"),
        ("1901-01-01", ENGLISH, "1901-01-01"),
    ],
)
def test_days_are_taken_in_the_order_of_the_document(text, manner, day):
    assert typed.read(text, "day", manner) == day


@pytest.mark.parametrize("text", ["2026-02-30", "31.04.2026", "tomorrow", "2026", "0001-01-01", "9999-01-01"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(NotAValue, match=r"is not a date\. Write it like 2026-05-31\."):
        typed.read(text, "day", ENGLISH)


def test_an_account_is_taken_with_blanks_and_in_small_letters():
    assert typed.read(" ie29 aibk 9311 5212 3456 78", "iban", ENGLISH) == "IE29AIBK93115212345678"
    assert typed.read("IBAN IE29-AIBK-93115212345678", "iban", ENGLISH) == "IE29AIBK93115212345678"


def test_an_account_whose_check_digits_are_wrong_is_taken_as_it_may_be_printed_so():
    assert typed.read("IE00 AIBK 9311 5212 3456 78", "iban", ENGLISH) == "IE00AIBK93115212345678"


@pytest.mark.parametrize("text", ["12/34", "IE", "I" * 35, "ÄÖ29 1234 5678"])
def test_what_is_no_account_is_refused(text):
    with pytest.raises(NotAValue, match="is not an account number"):
        typed.read(text, "iban", ENGLISH)


@pytest.mark.parametrize(("text", "code"), [("eur", "EUR"), ("€", "EUR"), ("zł", "PLN"), (" CHF ", "CHF")])
def test_currencies_are_taken_as_codes_and_signs(text, code):
    assert typed.read(text, "currency", ENGLISH) == code


@pytest.mark.parametrize(
    ("text", "says"),
    [("$", "can be ARS or AUD or CAD"), ("XYZ", "is not a currency"), ("euros!", "not a cur")],
)
def test_what_is_no_one_currency_is_refused(text, says):
    with pytest.raises(NotAValue, match=says):
        typed.read(text, "currency", ENGLISH)


def test_kinds_of_documents():
    assert typed.read("Credit note", "type", ENGLISH) == "credit_note"
    with pytest.raises(NotAValue, match="It can be invoice or credit_note or receipt"):
        typed.read("letter", "type", ENGLISH)


def test_texts_lose_what_nobody_sees():
    assert typed.read("\u200e  Acme \u00a0 Supply\tCo. ", "text", ENGLISH) == "Acme Supply Co."


def test_lines_of_an_address_become_its_parts():
    assert typed.read("14 Mill Lane,\r\n\nCork T12\n", "text", ENGLISH) == "14 Mill Lane, Cork T12"


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "\ud800", "\uffff"])
def test_what_cannot_be_printed_is_refused(text):
    with pytest.raises(NotAValue, match="characters that cannot be printed"):
        typed.read(text, "text", ENGLISH)


def test_what_is_too_long_is_refused():
    assert typed.read("a" * 1_000, "text", ENGLISH)
    for text, kind in (("a" * 1_001, "text"), ("a" * 101, "code")):
        with pytest.raises(NotAValue, match="This is longer than"):
            typed.read(text, kind, ENGLISH)


@pytest.mark.parametrize("kind", typed.READERS)
def test_nothing_says_that_it_is_not_on_the_page(kind):
    assert typed.read(" \n\u200b", kind, ENGLISH) is None


@given(st.text(), st.sampled_from(sorted(typed.READERS)), st.sampled_from([ENGLISH, GERMAN, AMERICAN]))
def test_whatever_is_typed_is_a_value_or_a_sentence(text, kind, manner):
    with suppress(NotAValue):
        value = typed.read(text, kind, manner)
        assert value is None or typed.read(typed.spelled(value), kind, ENGLISH) is not None


def test_a_document_shows_how_it_writes():
    def document(**texts):
        return {
            "date": "2026-03-05",
            "language": "en",
            "evidence": {path.replace("__", "."): {"text": text} for path, text in texts.items()},
        }

    assert habits.of(document(total="1.234,50", line_items__0__amount="7,20")).mark == ","
    assert habits.of(document(total="7")).mark is None
    assert habits.of(document(date="03/05/2026")).order == Order.MDY
    assert habits.of(document(date="05/03/2026")).order == Order.DMY
    assert habits.of(document(date="5 March 2026") | {"currency": "USD"}).order == Order.MDY
    assert habits.of({}).order == Order.DMY
