"""The fitting of confidences: what is said of values like these is how often they are right."""

from __future__ import annotations

import numpy as np
import pytest

from tests.invoices import calibrate
from tests.invoices.calibrate import Value

START = (0.0, 1.0, 1.0, 0.0, 0.0)


def values(*, score: float, right: int, wrong: int) -> list[Value]:
    known = (1.0, score, 0.5, 0.0, 0.0)
    return [Value(f"layout {at}", known, at < right, 1.0) for at in range(right + wrong)]


def test_values_are_given_the_share_that_is_right():
    plain, doubtful = values(score=1.0, right=480, wrong=20), values(score=0.2, right=300, wrong=200)
    fitted = calibrate.fit([*plain, *doubtful], np.array(START))
    assert calibrate.probability(plain[0].terms, fitted) == pytest.approx(0.96, abs=0.03)
    assert calibrate.probability(doubtful[0].terms, fitted) == pytest.approx(0.6, abs=0.05)


def test_a_plainer_value_is_never_given_less():
    odd = [*values(score=1.0, right=50, wrong=50), *values(score=0.2, right=99, wrong=1)]
    assert calibrate.fit(odd, np.array(START))[1] >= 0


def test_the_error_is_how_far_what_was_said_lies_from_what_was_so():
    assert calibrate.error([0.9] * 10, [True] * 9 + [False]) == pytest.approx(0.0)
    assert calibrate.error([0.9] * 10, [True] * 5 + [False] * 5) == pytest.approx(0.4)
