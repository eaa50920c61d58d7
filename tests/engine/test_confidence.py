"""Confidence grows with what speaks for a value, and stays a probability."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.engine import confidence
from extraction.engine.choice import Choice, best
from extraction.engine.spans import whole
from tests.engine.drawing import sheet_of

SPAN, OTHER = map(whole, sheet_of((50, 100, "120.00"), (50, 140, "99.00")).layout.segments)
PLAIN = Choice(Decimal("120.00"), (SPAN,), score=0.9, margin=0.5)


@pytest.mark.parametrize(
    "field", ["vendor.name", "vendor.address", "invoice_number", "date", "total", "shipping"]
)
def test_a_plainer_label_and_a_farther_rival_make_a_value_surer(field):
    assert confidence.of(field, PLAIN) > confidence.of(field, replace(PLAIN, score=0.4))
    assert confidence.of(field, PLAIN) > confidence.of(field, replace(PLAIN, margin=0.0))


def test_sums_that_balance_are_surer_than_sums_that_do_not():
    assert confidence.of("tax", PLAIN, balanced=True) > confidence.of("tax", PLAIN, balanced=False)


def test_a_badly_read_word_is_less_sure():
    word = replace(SPAN.words[0], confidence=0.4)
    blurred = replace(SPAN, segment=replace(SPAN.segment, words=(word,)))
    assert confidence.of("total", replace(PLAIN, spans=(blurred,))) < confidence.of("total", PLAIN)


@given(score=st.floats(-5, 5), margin=st.floats(-5, 5), balanced=st.sampled_from([None, True, False]))
def test_it_is_never_certain_and_never_impossible(score, margin, balanced):
    sure = confidence.of("total", replace(PLAIN, score=score, margin=margin), balanced=balanced)
    assert 0 < sure < 1


def test_a_document_without_a_total_is_less_sure_as_a_whole():
    fields = {"vendor.name": 0.9, "date": 0.9, "total": 0.9}
    assert confidence.overall(fields) == pytest.approx(0.9)
    del fields["total"]
    assert confidence.overall(fields) == pytest.approx(0.6)


def test_the_best_option_keeps_the_others_as_alternatives():
    options = [Choice("b", (OTHER,), 0.5), Choice("a", (SPAN,), 0.9), Choice("a", (OTHER,), 0.8)]
    chosen = best(options)
    assert chosen is not None
    assert (chosen.value, round(chosen.margin, 2)) == ("a", 0.4)
    assert [other.value for other in chosen.alternatives] == ["b"]


def test_nothing_is_chosen_below_the_least_score():
    assert best([Choice("a", (SPAN,), 0.3)], least=0.4) is None


@pytest.mark.parametrize("score", [-1e12, 1e12])
def test_a_score_beyond_measure_is_still_a_probability(score):
    assert 0 < confidence.of("total", replace(PLAIN, score=score)) < 1
