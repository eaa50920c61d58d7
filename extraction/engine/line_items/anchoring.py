"""The lines that are rows: each has an amount, with the quantity, price and codes that stand beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from extraction.engine.document import Source, Word
from extraction.engine.line_items import arithmetic, cells, inside, pairs, words
from extraction.engine.line_items.columns import Column
from extraction.engine.line_items.grid import Grid, GridLine

NEAR_LINES = 3  # a price and quantity this many lines from an amount can be its factors
TEXT_KINDS = ("product_code", "unit")


@dataclass(frozen=True, slots=True)
class Anchor:
    """The line of a row's amount and what its cells say, by kind."""

    line: GridLine
    cells: dict[str, tuple[object, tuple[Word, ...]]]

    def value(self, kind: str) -> Decimal | None:
        found = self.cells.get(kind)
        return found[0] if found and isinstance(found[0], Decimal) else None


def find(grid: Grid) -> list[Anchor]:
    """The rows' lines from top to bottom."""
    found = [anchor for line in grid.lines if (anchor := _numbers(grid, line)) and _is_row(grid, anchor)]
    return [_with_mark_found(anchor) for anchor in _with_pairs(grid, found)]


def _numbers(grid: Grid, line: GridLine) -> Anchor | None:
    found: dict[str, tuple[object, tuple[Word, ...]]] = {}
    price = grid.words(line, "unit_price")
    priced = cells.number_in(price, mark=grid.mark) is not None and not pairs.read(price, mark=grid.mark)
    for column, in_column in zip(grid.columns, line.words, strict=True):
        if in_column and column.kind and column.kind not in found:
            for kind, value in _values(column, in_column, grid.mark, alone=not priced):
                if value is not None:
                    found.setdefault(kind, (value, in_column))
    return Anchor(line, found) if found else None


def _values(
    column: Column, in_column: tuple[Word, ...], mark: str | None, *, alone: bool
) -> list[tuple[str, object]]:
    """What a cell says, by kind; one that is `alone`, without a price beside it, may hold the price too."""
    kind = column.kind or ""
    if alone and kind in ("unit_price", "quantity", "description"):
        under_price = kind == "unit_price" and column.title is not None
        pair = pairs.read(in_column, mark=mark, under_price=under_price)
        if pair:
            return [("unit_price", pair.unit_price), ("quantity", pair.quantity), ("unit", pair.unit)]
    if kind == "quantity":
        quantity, unit = cells.quantity_in(in_column, mark=mark)
        return [("quantity", quantity), ("unit", unit)]
    if kind == "discount":
        share = cells.share_in(in_column, title=column.title)
        whole = None if share is not None else cells.value_in(kind, in_column, mark=mark)
        return [("discount", whole), ("discount_rate", share)]
    if kind in cells.MONEY or kind in ("tax_rate", *TEXT_KINDS):
        return [(kind, cells.value_in(kind, in_column, mark=mark))]
    return []


def _is_row(grid: Grid, found: Anchor) -> bool:
    """A line with an amount is a row, unless it is a sum within the table."""
    if found.value("amount") is None:
        return False
    factors = found.value("quantity") is not None or found.value("unit_price") is not None
    if factors:
        return True
    label = cells.text_of(grid.words(found.line, "description"))
    named = {words.sum_kind(segment.text) for segment in found.line.line.segments} | {words.sum_kind(label)}
    if named - {None, *inside.CHARGES, "paid"}:
        return False
    expects = grid.index("quantity") is not None and grid.index("unit_price") is not None
    return bool(label) or not expects


def _with_pairs(grid: Grid, anchors: Sequence[Anchor]) -> list[Anchor]:
    """The rows, each with the price and quantity printed on a line of their own just above or below it."""
    index = grid.index("description")
    if index is None:
        return list(anchors)
    printed = [line for line in grid.lines if pairs.read(line.words[index], mark=grid.mark)]
    return [_joined(anchor, printed, index, grid.mark) for anchor in anchors]


def _joined(anchor: Anchor, printed: Sequence[GridLine], index: int, mark: str | None) -> Anchor:
    if anchor.cells.keys() & {"quantity", "unit_price"}:
        return anchor
    at = anchor.line.line
    near = [
        line
        for line in printed
        if line.line.page == at.page and abs(line.line.index - at.index) <= NEAR_LINES
    ]
    for line in sorted(near, key=lambda line: abs(line.line.index - at.index)):
        pair = pairs.read(line.words[index], mark=mark)
        if pair and arithmetic.multiplies(pair.quantity, pair.unit_price, anchor.value("amount")):
            parts = {"unit_price": pair.unit_price, "quantity": pair.quantity, "unit": pair.unit}
            added = {kind: (value, line.words[index]) for kind, value in parts.items() if value is not None}
            return Anchor(anchor.line, {**anchor.cells, **added})
    return anchor


def _with_mark_found(found: Anchor) -> Anchor:
    """A row read by OCR whose numbers multiply once a lost decimal mark is put back."""
    if not all(found.value(part) for part in arithmetic.PARTS):
        return found
    if all(word.source is not Source.OCR for _, in_column in found.cells.values() for word in in_column):
        return found
    repaired = arithmetic.with_mark_found(*(found.value(part) for part in arithmetic.PARTS))
    if repaired is None:
        return found
    changed = {
        part: (value, found.cells[part][1]) for part, value in zip(arithmetic.PARTS, repaired, strict=True)
    }
    return Anchor(found.line, {**found.cells, **changed})
