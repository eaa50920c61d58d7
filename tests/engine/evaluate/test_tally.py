"""What is counted of each document, and what it comes to."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extraction.engine.evaluate import lines, table
from extraction.engine.evaluate.tally import Tally

TRUTH = {
    "vendor": {"name": "Alice Tools Ltd"},
    "due_date": None,
    "total": Decimal("120.00"),
    "line_items": [
        {"description": "Hammer", "amount": Decimal("40.00")},
        {"description": "Saw", "amount": Decimal("60.00")},
    ],
}
RIGHT = {
    "vendor": {"name": "Alice Tools Ltd"},
    "due_date": None,
    "total": Decimal("120.00"),
    "line_items": TRUTH["line_items"],
    "evidence": {"vendor.name": {"confidence": Decimal("0.95")}, "total": {"confidence": Decimal("0.85")}},
}


def tally_of(*outcomes: dict[str, Any]) -> Tally:
    tally = Tally()
    for number, outcome in enumerate(outcomes):
        tally.add(Path(f"{number}.pdf"), TRUTH, outcome, seconds=number + 1.0)
    return tally


def test_a_document_with_everything_right_is_clean():
    tally = tally_of(RIGHT)
    assert (tally.documents, tally.clean, tally.misses) == (1, 1, [])
    assert (tally.header.n, tally.header.right, tally.header.wrong) == (3, 3, 0)
    assert (tally.cells.f1, tally.cells.whole) == (1.0, 1)


def test_fields_that_the_truth_leaves_out_are_not_counted():
    assert tally_of(RIGHT).fields["invoice_number"].n == 0


def test_a_wrong_value_is_worse_than_none():
    tally = tally_of({**RIGHT, "total": Decimal("12.00")}, {**RIGHT, "total": None})
    field = tally.fields["total"]
    assert (field.n, field.right, field.wrong) == (2, 0, 1)
    assert tally.clean == 0
    assert [(miss.field, miss.got) for miss in tally.misses] == [("total", Decimal("12.00")), ("total", None)]


def test_a_value_where_none_is_on_the_page_is_invented():
    tally = tally_of(RIGHT, {**RIGHT, "due_date": "2026-05-14"})
    assert (tally.nulls, tally.invented) == (2, 1)


def test_a_document_that_was_not_read_has_everything_wanting():
    tally = tally_of({"error": {"code": "invalid_file", "message": "It is damaged."}})
    assert tally.failures == [(Path("0.pdf"), "It is damaged.")]
    assert (tally.header.right, tally.cells.right, tally.cells.wanted) == (1, 0, 4)


def test_confidences_are_counted_by_tenths():
    tally = tally_of(RIGHT, {**RIGHT, "total": Decimal("12.00")})
    eighth, ninth = tally.bins[8], tally.bins[9]
    assert (eighth.n, eighth.right, eighth.confidences) == (2, 1, pytest.approx(1.7))
    assert (ninth.n, ninth.right) == (2, 2)
    assert tally.calibration_error == pytest.approx((abs(1.7 - 1) + abs(1.9 - 2)) / 4)


def test_a_confidence_of_one_belongs_to_the_last_tenth():
    sure = {**RIGHT, "evidence": {"total": {"confidence": Decimal("1.0")}}}
    assert tally_of(sure).bins[9].n == 1


def test_the_cells_of_a_missing_line_are_missed():
    tally = tally_of({**RIGHT, "line_items": RIGHT["line_items"][1:]})
    assert (tally.cells.wanted, tally.cells.got, tally.cells.right) == (4, 2, 2)
    assert [(miss.field, miss.wanted) for miss in tally.misses] == [("line_items", TRUTH["line_items"][0])]


def test_a_line_too_many_costs_precision():
    tally = tally_of({**RIGHT, "line_items": [*RIGHT["line_items"], {"description": "Total", "amount": 100}]})
    assert (tally.cells.wanted, tally.cells.got, tally.cells.right, tally.cells.whole) == (4, 6, 4, 0)


def test_a_wrong_cell_is_named_by_where_it_was_read():
    rows = [RIGHT["line_items"][0], {"description": "Saw", "amount": Decimal("6.00")}]
    evidence = {"line_items.1.amount": {"confidence": Decimal("0.5"), "page": 1}}
    (miss,) = tally_of({**RIGHT, "line_items": rows, "evidence": evidence}).misses
    assert (miss.field, miss.wanted, miss.got) == ("line_items.1.amount", Decimal("60.00"), Decimal("6.00"))
    assert miss.evidence == evidence["line_items.1.amount"]


def test_lines_are_paired_in_order_by_what_they_have_in_common():
    wanted = [
        {"description": text, "amount": amount} for text, amount in (("Saw", 1), ("Nail", 2), ("Saw", 1))
    ]
    got = [{"description": "Nail", "amount": 2}, {"description": "Saw", "amount": 1}]
    assert lines.pair(wanted, got) == [(1, 0), (2, 1)]


def test_the_table_shows_shares_and_leaves_out_what_was_not_counted():
    text = "\n".join(table.lines(tally_of(RIGHT, {**RIGHT, "total": None})))
    assert "total                 2    50.0%     0.0%" in text
    assert "invoice_number" not in text
    assert "clean documents   50.0%" in text
    assert "seconds p50, p95  1.50, 1.95" in text
    assert "0.9 to 1.0" in text


def test_the_table_of_nothing_is_made_of_dashes():
    assert dict(table.summary(Tally()))["header right"] == "-"
    assert dict(table.summary(Tally()))["seconds p50, p95"] == "-"
