"""A date that can be read either way is given with the other reading, a warning, and as sure as its order."""

from __future__ import annotations

import datetime as dt

import pytest

from extraction.engine import pipeline
from extraction.engine.invoice import Invoice
from extraction.engine.options import Options
from tests.engine.drawing import document_of

PORTLAND = ("12 Quay Street", "Portland, OR 97201")
BRISTOL = ("12 Quay Street", "Bristol BS1 4AA")


def dated(day: str, *, place: tuple[str, ...], total: str, due: str | None = None) -> Invoice:
    """An English invoice of a seller in some place."""
    seller = [(50.0, 40 + 13.0 * row, text) for row, text in enumerate(("Marlow Ltd", *place))]
    facts = [(350.0, 40.0, "Invoice INV-2041"), (350.0, 60.0, f"Invoice date: {day}")]
    facts += [(350.0, 73.0, f"Due date: {due}")] if due else []
    sums = [(350.0, 300.0, "Total"), (450.0, 300.0, total)]
    return pipeline.of_document(document_of(*seller, *facts, *sums), options=Options())


def doubted(found: Invoice) -> set[str | None]:
    return {warning.field for warning in found.warnings if warning.code == "ambiguous_date"}


@pytest.mark.parametrize(
    ("day", "place", "total"),
    [
        ("05.06.2026", PORTLAND, "$400.00"),
        ("05.06.2026", (), "$400.00"),
        ("05/06/2026", (), "$400.00"),
        ("05/06/2026", (), "400.00"),
        ("05/06/2026", (), "€400.00"),
    ],
)
def test_either_way(day, place, total):
    found = dated(day, place=place, total=total)
    both = {dt.date(2026, 5, 6), dt.date(2026, 6, 5)}
    why = found.evidence["date"]
    (other,) = why.alternatives
    assert found.date in both
    assert dt.date.fromisoformat(other.value) in both - {found.date}
    assert other.confidence < why.confidence < 0.9
    assert why.confidence + other.confidence <= 1
    assert doubted(found) == {"date"}


@pytest.mark.parametrize(
    ("day", "place", "total", "read"),
    [
        ("05/06/2026", PORTLAND, "$400.00", dt.date(2026, 5, 6)),
        ("05.06.2026", BRISTOL, "£400.00", dt.date(2026, 6, 5)),
        ("05/06/2026", BRISTOL, "£400.00", dt.date(2026, 6, 5)),
        ("05.06.2026", (), "€400.00", dt.date(2026, 6, 5)),
        ("25.06.2026", PORTLAND, "$400.00", dt.date(2026, 6, 25)),
        ("05/05/2026", (), "$400.00", dt.date(2026, 5, 5)),
    ],
)
def test_where_the_place_or_the_day_decides_nothing_is_doubted(day, place, total, read):
    found = dated(day, place=place, total=total)
    assert found.date == read
    assert found.evidence["date"].confidence > 0.9
    assert not doubted(found)


def test_a_month_to_pay_tells_the_order():
    found = dated("05.06.2026", due="05.07.2026", place=(), total="400.00")
    assert (found.date, found.due_date) == (dt.date(2026, 6, 5), dt.date(2026, 7, 5))
    assert not doubted(found)
