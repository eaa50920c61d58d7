"""When a value counts as right."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extraction.engine.evaluate import rules


@pytest.mark.parametrize(
    ("path", "wanted", "got"),
    [
        ("total", Decimal("119.00"), Decimal("119.004")),
        ("total", "119", Decimal("119.00")),
        ("tax_rate", Decimal("0.0825"), Decimal("0.0829")),
        ("date", "2026-05-14", "2026-05-14"),
        ("invoice_number", "RE 2026/17", "re-2026-17"),
        ("vendor.tax_id", "DE 136 695 976", "DE136695976"),
        ("vendor.name", "Café Zoë GmbH", "CAFE ZOE GMBH"),
        ("vendor.address", "1 Mill Road, Leeds, LS1 4AB", "Leeds LS1 4AB, 1 Mill Road"),
        ("payment_terms", "Payable within 30 days net", "payable within 30 days, net."),
        ("line_items.0.description", "Hammer, large", "Hammer large"),
        ("due_date", None, None),
    ],
)
def test_these_are_right(path: str, wanted: object, got: object):
    assert rules.agrees(path, wanted, got)


@pytest.mark.parametrize(
    ("path", "wanted", "got"),
    [
        ("total", Decimal("119.00"), Decimal("119.01")),
        ("total", Decimal("119.00"), "a lot"),
        ("tax_rate", Decimal("0.08"), Decimal("0.0825")),
        ("date", "2026-05-14", "2026-04-15"),
        ("currency", "EUR", "USD"),
        ("invoice_number", "RE-17", "RE-18"),
        ("vendor.name", "Alice Tools Ltd", "Bob Homes Ltd"),
        ("vendor.address", "1 Mill Road, Leeds", "2 Hill Street, York"),
        ("line_items.0.description", "Hammer, large", "Saw"),
        ("due_date", None, "2026-05-14"),
        ("due_date", "2026-05-14", None),
    ],
)
def test_these_are_not(path: str, wanted: object, got: object):
    assert not rules.agrees(path, wanted, got)


def test_a_truth_may_accept_further_answers():
    truth = {"accept": {"vendor.name": ["Alice"]}}
    assert rules.is_right(truth, "vendor.name", "Alice Tools Ltd", "Alice")
    assert not rules.is_right(truth, "vendor.name", "Alice Tools Ltd", "Bob")


def test_an_answer_may_say_more_where_the_truth_allows_it():
    truth = {"contains": ["payment_terms"]}
    said = "Thank you. Net 30, as always, and no later than that please."
    assert rules.is_right(truth, "payment_terms", "Net 30", said)
    assert not rules.is_right({}, "payment_terms", "Net 30", said)
    assert not rules.is_right(truth, "payment_terms", "Net 30", None)


def test_a_field_left_out_is_not_a_field_that_is_null():
    assert rules.stated({"vendor": {"name": None}}, "vendor.name") == (True, None)
    assert rules.stated({"vendor": {}}, "vendor.name") == (False, None)
    assert rules.stated({"vendor": None}, "vendor.name") == (False, None)
