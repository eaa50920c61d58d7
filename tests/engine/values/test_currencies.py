"""A symbol or code becomes an ISO 4217 code; a shared symbol needs the document's help."""

import pytest

from extraction.engine.values import currencies


def printed(text):
    return currencies.find(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Total 12,00 €", "EUR"),
        ("£5.00", "GBP"),
        ("Total (CHF)", "CHF"),
        ("RM 5.00", "MYR"),
        ("120 zł", "PLN"),
        ("₹5", "INR"),
    ],
)
def test_a_symbol_of_one_currency_speaks_for_itself(text, code):
    decided, confidence = currencies.resolve(printed(text))
    assert decided == code
    assert confidence > 0.9


@pytest.mark.parametrize(("country", "code"), [("US", "USD"), ("CA", "CAD"), ("AU", "AUD"), ("SG", "SGD")])
def test_a_dollar_sign_is_settled_by_the_country(country, code):
    assert currencies.resolve(printed("$5.00"), countries=["DE", country])[0] == code


def test_a_dollar_sign_alone_is_a_guess():
    assert currencies.resolve(printed("$5.00")) == ("USD", 0.6)


def test_a_printed_code_settles_a_shared_symbol():
    assert currencies.resolve(printed("$5.00 total in CAD"))[0] == "CAD"


def test_letters_inside_a_word_are_no_currency():
    assert printed("FARMER leila EUROPE krona") == ()


def test_no_symbol_gives_no_currency():
    assert currencies.resolve(()) == (None, 0.0)


def test_a_rupee_sign_read_as_a_yen_sign_is_settled_by_the_country():
    assert currencies.resolve(printed("¥5.00"), countries=["IN"])[0] == "INR"
    assert currencies.resolve(printed("¥5.00"), countries=["DE"])[0] == "JPY"


def test_a_bare_letter_is_outvoted_by_a_printed_code():
    assert currencies.resolve(printed("R 5.00"))[0] == "ZAR"
    assert currencies.resolve(printed("R 5.00 in EUR"))[0] == "EUR"
