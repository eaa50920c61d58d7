"""The designs that the reader is trained and guarded with, and the fitting of weights to them."""

from __future__ import annotations

import numpy as np
import pytest

from extraction.engine.evaluate import rules
from extraction.engine.parties import weighing
from tests.invoices import designs, train


def test_designs_are_of_many_layouts():
    assert len({design.layout for design in designs.every()}) >= 80


def test_every_design_has_words_and_states_its_seller():
    for design in designs.every():
        assert design.document.has_words, design.name
        assert rules.stated(design.truth, "vendor.name")[1], design.name


def test_weights_are_fitted_to_what_tells_the_seller():
    alice = train.Page("one", 1.0, np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([1.0, 0.0]))
    bob = train.Page("two", 1.0, np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([0.0, 1.0]))
    first, second = train.fit([alice, bob], np.zeros(2))
    assert first > 1 > -1 > second


def test_evidence_that_never_tells_anything_keeps_its_weight():
    page = train.Page("one", 1.0, np.array([[1.0, 1.0], [0.0, 1.0]]), np.array([1.0, 0.0]))
    assert train.fit([page], np.array([0.0, 2.5]))[1] == pytest.approx(2.5)


def test_fitting_twice_gives_the_same_weights():
    pages = [train.Page("one", 1.0, np.array([[1.0], [0.0]]), np.array([1.0, 0.0]))]
    assert np.array_equal(train.fit(pages, np.zeros(1)), train.fit(pages, np.zeros(1)))


def test_the_engine_has_a_fitted_weight_for_everything_set_by_hand():
    assert weighing.weights("seller").keys() == weighing.weights("start").keys()
