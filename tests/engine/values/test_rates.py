"""Percentages become fractions."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.engine.values import rates

PERCENT = st.decimals(min_value=0, max_value=100, places=2)


@given(percent=PERCENT, mark=st.sampled_from([".", ","]), gap=st.sampled_from(["", " ", "\u00a0"]))
def test_a_printed_rate_is_read_back(percent, mark, gap):
    assert rates.parse(f"{percent}".replace(".", mark) + f"{gap}%") == percent / 100


@pytest.mark.parametrize(
    ("text", "fraction"), [("8,25%", "0.0825"), ("20", "0.2"), ("7,00", "0.07"), ("5.5 %", "0.055")]
)
def test_a_rate_column_needs_no_percent_sign(text, fraction):
    assert str(rates.of(text)) == fraction


def test_all_rates_of_a_line_are_found():
    assert [rate.fraction for rate in rates.find("VAT 20% and 5.5 %")] == [Decimal("0.2"), Decimal("0.055")]


@pytest.mark.parametrize("text", ["KDV(%20)", "KDV %20", "Hesaplanan KDV (%20,00)"])
def test_the_percent_sign_may_stand_before_its_number(text):
    assert [rate.fraction for rate in rates.find(text)] == [Decimal("0.2")]


def test_a_number_behind_a_rate_is_no_second_rate():
    assert [rate.fraction for rate in rates.find("20 %5 20%5")] == [Decimal("0.2")] * 2


@pytest.mark.parametrize("text", ["1234%", "19", "% off", "abc"])
def test_what_is_no_rate_is_refused(text):
    assert rates.parse(text) is None
