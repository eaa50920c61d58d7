"""Accuracy is measured on pages that could exist: nothing overlaps, and the sums are right."""

from __future__ import annotations

import functools
import random
from decimal import Decimal
from itertools import combinations

import pytest
from stdnum import iban

from tests.invoices import composed
from tests.invoices.composed import facts, letterheads, parties
from tests.invoices.composed.numbers_of import account

SEEDS = range(9000, 9060)
TOUCH = 1.0


@functools.cache
def pages(kind=None):
    if kind == "office":
        return [composed.compose(seed, office=True) for seed in SEEDS]
    return [composed.compose(seed, kind=kind) for seed in SEEDS]


def overlap(a, b):
    apart = a.x1 - TOUCH <= b.x0 or b.x1 - TOUCH <= a.x0 or a.y1 - TOUCH <= b.y0 or b.y1 - TOUCH <= a.y0
    return a.page == b.page and not apart


@pytest.mark.parametrize("kind", [None, "receipt", "office"])
def test_text_never_overlaps_nor_leaves_the_page(kind):
    for page in pages(kind):
        assert not [(a.text, b.text) for a, b in combinations(page.marks, 2) if overlap(a, b)]
        for mark in page.marks:
            assert mark.x0 >= 5
            assert mark.x1 <= page.width - 5
            assert 5 <= mark.y0 < mark.y1 <= page.height - 5


def test_the_same_seed_draws_the_same_page():
    assert composed.compose(3).pdf == composed.compose(3).pdf
    assert composed.compose(3).pdf != composed.compose(4).pdf


def test_what_is_stated_as_truth_adds_up():
    for page in pages():
        truth = page.truth
        inexact = "yes" in (page.choices["inclusive"], page.choices["rounded"])
        if truth["subtotal"] is None or truth["tax"] is None or inexact:
            continue
        extra = (truth["shipping"] or 0) - (truth["discount"] or 0)
        assert truth["subtotal"] + extra + truth["tax"] == truth["total"]
        assert sum(item["amount"] for item in truth["line_items"]) == truth["subtotal"]


def test_header_values_are_printed_on_the_page():
    for page in pages():
        text = " ".join(mark.text for mark in page.marks)
        assert page.truth["vendor"]["tax_id"].split()[-1] in text
        assert (page.truth["invoice_number"] or "") in text


def test_layouts_are_many():
    described = {tuple(sorted(page.choices.items())) for page in pages()}
    assert len(described) == len(SEEDS)


@pytest.mark.parametrize("country", ["DE", "FR", "ES", "BE", "NL", "PL"])
def test_bank_accounts_have_right_check_digits(country):
    assert iban.is_valid(account(random.Random(5), country) or "")


def test_money_is_decimal():
    assert isinstance(composed.compose(5).truth["total"], Decimal)


def test_every_head_and_every_place_of_the_facts_is_drawn():
    drawn = [composed.compose(seed).choices for seed in range(200)]
    assert {choices["seller"] for choices in drawn} >= {*letterheads.HEADS, *parties.SELLERS, "side by side"}
    assert {choices["facts"] for choices in drawn} == set(facts.PLACES)
