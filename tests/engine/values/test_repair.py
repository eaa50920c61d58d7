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


@pytest.mark.parametrize("text", ["DE990260963", "4711", "XX990260963", "DE990260000"])
def test_nothing_else_is_touched(text):
    assert repair.vat(text) is None


def test_a_choice_of_repairs_is_none():
    assert repair.only("01", lambda text: text in ("O1", "0I")) is None
