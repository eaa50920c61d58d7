"""A number misread by one character is repaired where the check digit leaves no choice."""

from __future__ import annotations

import pytest

from extraction.engine.values import repair


@pytest.mark.parametrize(
    ("misread", "meant"),
    [
        ("NL868958372801", "NL868958372B01"),
        ("DE9902G0963", "DE990260963"),
        ("GB3313433A2", None),
        ("NL813838912801", "NL813838912B01"),
    ],
)
def test_one_misread_character_is_repaired(misread, meant):
    assert repair.vat(misread) == meant


@pytest.mark.parametrize(
    ("misread", "meant"),
    [("ER40303265045", "FR40303265045"), ("1T00743110157", "IT00743110157"), ("0E136695976", None)],
)
def test_letters_of_a_country_that_were_misread_are_repaired_where_the_check_digits_hold(misread, meant):
    assert repair.vat(misread) == meant


@pytest.mark.parametrize("misread", ["27AAPFU0939F1ZU", "27AAPFUO939F1ZV", "27AAPFU0939F12V"])
def test_an_indian_number_is_repaired_as_others_are(misread):
    assert repair.vat(misread) == ("27AAPFU0939F1ZV" if misread[-1] == "V" else None)


@pytest.mark.parametrize(
    ("misread", "meant"),
    [
        ("L0PM8505127K4", "LOPM8505127K4"),
        ("TGR-O9O312-AB1", "TGR090312AB1"),
        ("LOPM8505127K4", None),
        ("L0PM8545127K4", None),
    ],
)
def test_a_mexican_number_has_letters_for_a_name_and_figures_for_a_day(misread, meant):
    assert repair.vat(misread) == meant


@pytest.mark.parametrize(
    "text",
    ["27AAPFU0939F1ZV", "ER40303265046", "DE990260963", "4711", "XX990260963", "DE990260000", "5159778857"],
)
def test_nothing_else_is_touched(text):
    assert repair.vat(text) is None


def test_a_choice_of_repairs_is_none():
    assert repair.only("01", lambda text: text in ("O1", "0I")) is None
