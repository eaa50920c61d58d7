"""Alternatives say something else than the value, and are no surer than it leaves room for."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from extraction.engine import dating, pipeline, terms
from extraction.engine.choice import Choice, best
from extraction.engine.invoice import Invoice
from extraction.engine.options import Options
from extraction.engine.spans import Span, whole
from extraction.engine.values.date_order import Resolution
from extraction.engine.values.dates import Order
from tests.engine.drawing import document_of, sheet_of

SEGMENTS = sheet_of((50, 100, "Payable within 30 days net"), (50, 140, "INV-2041"), (50, 180, "inv 2041"))
TERMS, UPPER, LOWER = map(whole, SEGMENTS.layout.segments)


def test_the_same_words_without_their_label_are_no_alternative():
    inside = Span(TERMS.segment, len("Payable "), TERMS.end)
    chosen = best([Choice(TERMS.text, (TERMS,), 0.95), Choice(inside.text, (inside,), 0.95, label="Payable")])
    assert chosen is not None
    assert chosen.alternatives == ()
    assert chosen.margin == 0.95


def test_the_same_number_written_otherwise_is_no_alternative():
    chosen = best([Choice("INV-2041", (UPPER,), 0.9), Choice("inv 2041", (LOWER,), 0.8)])
    assert chosen is not None
    assert chosen.alternatives == ()


def test_equal_amounts_are_one_whatever_their_decimals():
    chosen = best([Choice(Decimal("5.0"), (UPPER,), 0.9), Choice(Decimal("5.00"), (LOWER,), 0.8)])
    assert chosen is not None
    assert chosen.alternatives == ()


@pytest.mark.parametrize(
    "line",
    [
        "Zahlbar innerhalb 14 Tagen nach Rechnungserhalt",
        "Zahlbar sofort ohne Abzug",
        "Payable within 30 days",
    ],
)
def test_terms_that_begin_like_a_label_have_no_rival_in_themselves(line):
    found = terms.find(sheet_of((50, 40, "Rechnung 17"), (50, 100, "Zahlungsbedingungen:"), (50, 113, line)))
    assert found is not None
    assert found.alternatives == ()


def test_terms_that_are_said_twice_are_no_rivals():
    placed = [
        (50, 40, "Invoice 17"),
        (50, 60, "Terms: 30 days"),
        (50, 400, "Payment is due within 30 days net."),
    ]
    found = terms.find(sheet_of(*placed))
    assert found is not None
    assert (found.alternatives, found.margin) == ((), found.score)


def test_other_terms_are_an_alternative():
    placed = [
        (50, 40, "Invoice 17"),
        (50, 60, "Terms: 30 days"),
        (50, 400, "Payment is due within 14 days net."),
    ]
    found = terms.find(sheet_of(*placed))
    assert found is not None
    assert len(found.alternatives) == 1


def test_the_other_reading_of_a_date_is_offered_once():
    placed = [(50.0, 40.0, "Invoice date: 05/06/2026"), (50.0, 60.0, "Delivery date: 06/05/2026")]
    found = dating.dates(sheet_of(*placed), Resolution(Order.MDY, 0.6)).issued
    assert found is not None
    assert [other.value for other in found.alternatives] == [dt.date(2026, 6, 5)]


def several_dates() -> Invoice:
    placed = [(50.0, 40.0, "Marlow Ltd"), (350.0, 40.0, "Invoice INV-2041"), (50.0, 300.0, "Total GBP 40.00")]
    for row, text in enumerate(("Date: 14 March 2026", "Printed 15 March 2026", "Seen 16 March 2026")):
        placed.append((350.0, 60 + 13.0 * row, text))
    return pipeline.of_document(document_of(*placed), options=Options())


def test_no_alternative_is_surer_than_the_value_leaves_room_for():
    found = several_dates().evidence["date"]
    assert len(found.alternatives) == 2
    assert all(found.confidence + other.confidence <= 1 for other in found.alternatives)
