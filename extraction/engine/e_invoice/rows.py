"""The stated lines beside the printed rows: which belong together, and where their figures differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from extraction.engine.candidates import Sheet
from extraction.engine.e_invoice import likeness
from extraction.engine.e_invoice.stated import Line
from extraction.engine.layout import overlap
from extraction.engine.line_items import Cell, Row

MOST_PAIRS = 1_000_000
FARTHEST = 20  # places that a row may be away from where its line would be in an even table
LEAST = 2.0  # cells in common
LIKELY = 0.5
_WEIGHTS = {"amount": 1.0, "quantity": 1.0, "unit_price": 1.0, "description": 1.5, "product_code": 1.0}
_FIGURES = ("quantity", "unit_price", "amount")


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of the line at `index` for which the page shows `cell`."""

    index: int
    name: str
    stated: Decimal
    cell: Cell


def pair(lines: Sequence[Line], rows: Sequence[Row]) -> list[Row | None]:
    """For each line the printed row it is, in the same order; None where none is like it."""
    if len(lines) * len(rows) > MOST_PAIRS:
        return [None] * len(lines)
    gains = [
        [_likeness(line, row) if _is_near(i, j, lines, rows) else 0.0 for j, row in enumerate(rows)]
        for i, line in enumerate(lines)
    ]
    best = _best_sums(gains, len(rows))
    found: list[Row | None] = []
    at = 0
    for index in range(len(lines)):
        while at < len(rows) and best[index][at] == best[index][at + 1]:
            at += 1
        matches = at < len(rows) and best[index][at] > best[index + 1][at]
        found.append(rows[at] if matches else None)
        at += matches
    return found


def differences(lines: Sequence[Line], pairs: Sequence[Row | None], sheet: Sheet) -> list[Difference]:
    """The figures that a row shows otherwise, unless the stated one stands in that row as well."""
    return [
        Difference(index, name, stated, cell)
        for index, (line, row) in enumerate(zip(lines, pairs, strict=True))
        if row is not None
        for name in _FIGURES
        if (cell := row.cells.get(name)) is not None and cell.confidence >= LIKELY
        if (stated := getattr(line.item, name)) is not None and not _same(name, stated, cell.value)
        if not _explained(line, name, cell) and not _beside(sheet, cell, stated)
    ]


def _is_near(i: int, j: int, lines: Sequence[Line], rows: Sequence[Row]) -> bool:
    return abs(i * len(rows) / len(lines) - j) <= FARTHEST


def _likeness(line: Line, row: Row) -> float:
    """How much of a line a row shows; nothing when that is too little to be the same."""
    alike = sum(
        weight
        for name, weight in _WEIGHTS.items()
        if (stated := getattr(line.item, name)) is not None and (cell := row.cells.get(name)) is not None
        if _same(name, stated, cell.value)
    )
    return alike if alike >= LEAST else 0.0


def _same(name: str, stated: Any, printed: Any) -> bool:
    return likeness.same(name, stated, printed)


def _best_sums(gains: Sequence[Sequence[float]], width: int) -> list[list[float]]:
    """The most that lines from one on and rows from one on can have in common, order kept."""
    best = [[0.0] * (width + 1) for _ in range(len(gains) + 1)]
    for i in range(len(gains) - 1, -1, -1):
        for j in range(width - 1, -1, -1):
            together = best[i + 1][j + 1] + gains[i][j] if gains[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], together)
    return best


def _explained(line: Line, name: str, cell: Cell) -> bool:
    """The page may show the price before its discount."""
    return name == "unit_price" and line.list_price is not None and cell.value == line.list_price


def _beside(sheet: Sheet, cell: Cell, value: Decimal) -> bool:
    return any(
        candidate.span.page == cell.page
        and abs(candidate.value.value) == abs(value)
        and overlap(candidate.span.box.y0, candidate.span.box.y1, cell.box.y0, cell.box.y1) > 0
        for candidate in sheet.amounts
    )
