"""How far a table can be believed: rows that multiply, and a sum that is printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from extraction.engine.layout import Layout
from extraction.engine.line_items import arithmetic
from extraction.engine.line_items.table import Items, Row
from extraction.engine.values import numbers

AS_GOOD = 0.05  # a smaller difference in score tells nothing
RATHER_SURE = 0.8


def best(tables: Iterable[Sequence[Row]], layout: Layout, *, mark: str | None) -> Items:
    """The table that can be believed most; of equals the longest."""
    judged = [judge(rows, layout, mark=mark) for rows in tables]
    return max(judged, key=lambda items: (items.score, len(items.rows)), default=Items())


def better(items: Items, other: Items) -> Items:
    """The one to believe; where neither has its sum printed, more rows that multiply as well."""
    if other.score > items.score:
        return other
    as_good = items.printed_sum is None and other.score >= items.score - AS_GOOD
    return other if as_good and len(other.rows) > len(items.rows) and other.score >= RATHER_SURE else items


def judge(rows: Sequence[Row], layout: Layout, *, mark: str | None) -> Items:
    """The rows with their score, a last row that is only the sum of the others left out."""
    printed = _printed_amounts(layout, rows, mark)
    for kept in _selections(rows):
        total = arithmetic.printed_sum(_amounts(kept), printed)
        if total is not None and len(kept) > 1:
            return Items(kept, _score(_multiplying(kept), True, len(kept)), total)
    kept = _without_sum(rows)
    total = arithmetic.printed_sum(_amounts(kept), printed)
    return Items(kept, _score(_multiplying(kept), False, len(kept)), total) if kept else Items()


def _selections(rows: Sequence[Row]) -> list[tuple[Row, ...]]:
    """What may be the rows: all; all but a last one that sums the others; those with quantity and price."""
    full = tuple(row for row in rows if {"quantity", "unit_price"} <= row.cells.keys())
    return [tuple(rows), _without_sum(rows), full]


def _multiplying(rows: Sequence[Row]) -> float:
    return sum(row.balanced is True for row in rows) / len(rows)


def _score(multiplying: float, summed: bool, count: int) -> float:
    if summed:
        return 0.9 + 0.09 * multiplying
    return 0.35 + 0.55 * multiplying if multiplying else min(0.5, 0.2 + 0.05 * count)


def _amounts(rows: Sequence[Row]) -> list[Decimal]:
    return [row.amount for row in rows if row.amount is not None]


def _without_sum(rows: Sequence[Row]) -> tuple[Row, ...]:
    kept = tuple(rows)
    if len(kept) >= 3 and kept[-1].balanced is None and kept[-1].amount == sum(_amounts(kept[:-1])):
        return kept[:-1]
    return kept


def _printed_amounts(layout: Layout, rows: Sequence[Row], mark: str | None) -> list[Decimal]:
    """The numbers of the document outside the rows' own amounts."""
    own = {(cell.page, cell.box) for row in rows if (cell := row.cells.get("amount"))}
    return [
        found.number.value
        for segment in layout.segments
        if (segment.page, segment.box) not in own
        for found in numbers.find(segment.text, mark=mark)
    ]


def surer(items: Items) -> Items:
    """The cells' confidence raised where the sum of the rows is printed."""
    if items.printed_sum is None:
        return items
    raised = tuple(
        replace(row, cells={k: replace(c, confidence=_raised(k, c.confidence)) for k, c in row.cells.items()})
        for row in items.rows
    )
    return replace(items, rows=raised)


def _raised(kind: str, confidence: float) -> float:
    return max(confidence, 0.9) if kind == "amount" else confidence
