"""How far a table can be believed: rows that multiply, and a sum that is printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from extraction.engine.layout import Layout
from extraction.engine.line_items import arithmetic, inside
from extraction.engine.line_items.table import Cell, Items, Row
from extraction.engine.values import numbers

_RATE = re.compile(r"\s\d{1,2}(?:[.,]\d{1,2})?\s?%$")
MOST = 0.5  # of the rows of a table
AS_GOOD = 0.05  # a smaller difference in score tells nothing
# By whether the row multiplies, for the amount and the other numbers of a row whose table's sum is printed.
PROVEN: dict[bool | None, dict[str, float]] = {
    True: {"amount": 0.99, "other": 0.99},
    None: {"amount": 0.97, "other": 0.9},
    False: {"amount": 0.95, "other": 0.85},
}
RATHER_SURE = 0.8


def best(tables: Iterable[Sequence[Row]], layout: Layout, *, mark: str | None) -> Items:
    """The table that can be believed most; of equals the longest."""
    judged = [judge(rows, layout, mark=mark) for rows in tables]
    return max(judged, key=lambda items: (items.score, len(items.rows)), default=Items())


def better(items: Items, other: Items) -> Items:
    """The one to believe; where neither has its sum printed, more rows that multiply as well.

    Rows most of which multiply give way only to a table that has those: another one may be sums of theirs.
    """
    if items.rows and _multiplying(items.rows) >= MOST and not _holds(other, items):
        return items
    if other.score > items.score:
        return other
    as_good = items.printed_sum is None and other.score >= items.score - AS_GOOD
    return other if as_good and len(other.rows) > len(items.rows) and other.score >= RATHER_SURE else items


def judge(rows: Sequence[Row], layout: Layout, *, mark: str | None) -> Items:
    """The items among the rows with their score: sums and charges within the table are left out."""
    printed = _printed_amounts(layout, rows, mark)
    rows = inside.without_tallies(rows)
    listed = inside.without_sums(rows)
    unpaid = inside.without_payments(listed)
    for counted in (tuple(rows), listed, unpaid, inside.without_charges(unpaid), _full(rows)):
        total = arithmetic.printed_sum(_amounts(counted), printed)
        if total and len(counted) > 1:
            return _items(counted, total, proven=True)
    likely = tuple(row for row in unpaid if not inside.is_named_sum(row))
    if not any(_amounts(likely)):
        return Items()
    return _items(likely, arithmetic.printed_sum(_amounts(likely), printed), proven=False)


def _items(counted: Sequence[Row], total: Decimal | None, *, proven: bool) -> Items:
    kept = inside.without_charges(counted)
    if not kept:
        return Items()
    charges = sum(_amounts(counted), Decimal(0)) - sum(_amounts(kept), Decimal(0))
    return Items(kept, _score(_multiplying(kept), proven, len(kept)), total, charges)


def _full(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows with quantity and price."""
    return tuple(row for row in rows if row.cells.keys() >= inside.FACTORS)


def _holds(items: Items, others: Items) -> bool:
    """Whether the amounts of all the others that multiply are there."""
    multiplying = [row for row in others.rows if row.balanced is True]
    return Counter(_amounts(multiplying)) <= Counter(_amounts(items.rows))


def _multiplying(rows: Sequence[Row]) -> float:
    return sum(row.balanced is True for row in rows) / len(rows)


def _score(multiplying: float, summed: bool, count: int) -> float:
    if summed:
        return 0.9 + 0.09 * multiplying
    return 0.35 + 0.55 * multiplying if multiplying else min(0.5, 0.2 + 0.05 * count)


def _amounts(rows: Sequence[Row]) -> list[Decimal]:
    return [row.amount for row in rows if row.amount is not None]


def _printed_amounts(layout: Layout, rows: Sequence[Row], mark: str | None) -> list[Decimal]:
    """The numbers of the document outside the rows' own amounts."""
    own = {(cell.page, cell.box) for row in rows if (cell := row.cells.get("amount"))}
    return [
        found.number.value
        for segment in layout.segments
        if (printed := numbers.find(segment.text, mark=mark)) and (segment.page, segment.box) not in own
        for found in printed
    ]


def surer(items: Items) -> Items:
    """The numbers' confidence raised where the sum of the rows is printed."""
    if items.printed_sum is None:
        return items
    raised = tuple(
        replace(row, cells={kind: _raised(row, kind, cell) for kind, cell in row.cells.items()})
        for row in items.rows
    )
    return replace(items, rows=raised)


def _raised(row: Row, kind: str, cell: Cell) -> Cell:
    """As sure as rows of such a table are, and as its words were read."""
    if kind == "description":
        return cell
    least = PROVEN[row.balanced]["amount" if kind == "amount" else "other"]
    return replace(cell, confidence=round(max(cell.confidence, least * cell.reading), 4))


def fuller(items: Items, other: Items) -> Items:
    """The one whose rows say more, where the other's come to a printed sum: more of them named, with factors
    that multiply, with quantities, and none that takes something off. Of the same rows the `other`'s are
    taken, with the descriptions that go on below.
    """
    if other.printed_sum is None or not other.rows:
        return items
    if items.printed_sum is None or _said(other) > _said(items):
        return other
    if _said(other) < _said(items) or _amounts(other.rows) != _amounts(items.rows):
        return items
    believed = _is_titled(items) and _are_names(items.rows)
    pairs = zip(other.rows, items.rows, strict=True)
    return replace(other, rows=tuple(_together(row, old, believed=believed) for row, old in pairs))


def _is_titled(items: Items) -> bool:
    return any(cell.label for row in items.rows for cell in row.cells.values())


def _are_names(rows: Sequence[Row]) -> bool:
    """Whether descriptions are no words of sums, and not the same letters again and again."""
    repeated = len(rows) > 1 and len({_name(row) for row in rows}) == 1
    return not repeated and not any(map(inside.is_named_sum, rows))


def _together(row: Row, other: Row, *, believed: bool) -> Row:
    """A row with what only the other says. Its name is the other's where that is `believed`, part of its own
    or goes on below.
    """
    cells = {**other.cells, **row.cells}
    own, theirs = _name(row), _name(other)
    alike = theirs in own or (theirs.startswith(own) and not _RATE.search(theirs))
    if theirs and (alike or (believed and own not in theirs)):
        cells["description"] = other.cells["description"]
    return replace(row, cells=cells, details=other.details)


def _name(row: Row) -> str:
    cell = row.cells.get("description")
    return "" if cell is None else str(cell.value)


def _said(items: Items) -> tuple[float, float, float, float]:
    """Shares of rows: that are no discounts, that have names, that multiply, that have quantities."""
    rows, count = items.rows, len(items.rows)
    return (
        sum((row.amount or 0) > 0 for row in rows) / count,
        sum(sum(map(str.isalpha, _name(row))) > 1 for row in rows) / count,
        _multiplying(rows),
        sum("quantity" in row.cells for row in rows) / count,
    )
