"""The rows of a table laid into named columns: one for each amount, with all that belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from extraction.engine.document import Source, Word
from extraction.engine.line_items import arithmetic, body, cells, descriptions, pairs, words
from extraction.engine.line_items.columns import Column
from extraction.engine.line_items.descriptions import Described
from extraction.engine.line_items.grid import Grid, GridLine
from extraction.engine.line_items.paragraphs import TextLine
from extraction.engine.line_items.table import Cell, Row
from extraction.engine.values import rates

NEAR_LINES = 3  # a price and quantity this many lines from an amount can be its factors
BEFORE_TEXT = ("position", "product_code", "date")
TEXT_KINDS = ("product_code", "unit")
CHECKED, UNCHECKED, CONTRADICTED = 0.98, 0.5, 0.6


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The numeric cells of one line."""

    line: GridLine
    cells: dict[str, tuple[object, tuple[Word, ...]]]

    def value(self, kind: str) -> Decimal | None:
        found = self.cells.get(kind)
        return found[0] if found and isinstance(found[0], Decimal) else None


def read(grid: Grid) -> tuple[Row, ...]:
    """The rows of the grid from top to bottom."""
    anchors = [found for line in grid.lines if (found := _numbers(grid, line)) and _is_row(grid, found)]
    anchors = [_with_mark_found(anchor) for anchor in _with_pairs(grid, anchors)]
    texts = _texts(grid, [anchor.line for anchor in anchors])
    shared = descriptions.share_out(texts, [a.line.line for a in anchors], line_height=grid.line_height)
    read_rows = (_row(grid, anchor, text) for anchor, text in zip(anchors, shared, strict=True))
    return tuple(row for row in read_rows if _says_something(row))


def _says_something(row: Row) -> bool:
    """A number alone is no item, nor is one beside the word for a sum."""
    if row.cells.keys() & {"quantity", "unit_price"}:
        return True
    described = row.cells.get("description")
    return described is not None and words.sum_kind(described.text) not in body.ENDING


def _numbers(grid: Grid, line: GridLine) -> _Numbers | None:
    found: dict[str, tuple[object, tuple[Word, ...]]] = {}
    for column, in_column in zip(grid.columns, line.words, strict=True):
        if in_column and column.kind and column.kind not in found:
            for kind, value in _values(column, in_column, grid.mark):
                if value is not None:
                    found.setdefault(kind, (value, in_column))
    return _Numbers(line, found) if found else None


def _values(column: Column, in_column: tuple[Word, ...], mark: str | None) -> list[tuple[str, object]]:
    kind = column.kind or ""
    if kind in ("unit_price", "quantity", "description"):
        under_price = kind == "unit_price" and column.title is not None
        pair = pairs.read(in_column, mark=mark, under_price=under_price)
        if pair:
            return [("unit_price", pair.unit_price), ("quantity", pair.quantity), ("unit", pair.unit)]
    if kind == "quantity":
        quantity, unit = cells.quantity_in(in_column, mark=mark)
        return [("quantity", quantity), ("unit", unit)]
    if kind == "discount":
        share = rates.parse(cells.text_of(in_column))
        return [("discount", cells.value_in(kind, in_column, mark=mark)), ("discount_rate", share)]
    if kind in cells.MONEY or kind in ("tax_rate", *TEXT_KINDS):
        return [(kind, cells.value_in(kind, in_column, mark=mark))]
    return []


def _is_row(grid: Grid, found: _Numbers) -> bool:
    """A line with an amount is a row, unless it is a sum within the table."""
    if found.value("amount") is None:
        return False
    factors = found.value("quantity") is not None or found.value("unit_price") is not None
    if factors:
        return True
    label = cells.text_of(grid.words(found.line, "description"))
    if any(words.sum_kind(segment.text) for segment in found.line.line.segments) or words.sum_kind(label):
        return False
    expects = grid.index("quantity") is not None and grid.index("unit_price") is not None
    return bool(label) or not expects


def _with_pairs(grid: Grid, anchors: Sequence[_Numbers]) -> list[_Numbers]:
    """The rows, each with the price and quantity printed on a line of their own just above or below it."""
    index = grid.index("description")
    if index is None:
        return list(anchors)
    printed = [line for line in grid.lines if pairs.read(line.words[index], mark=grid.mark)]
    return [_joined(anchor, printed, index, grid.mark) for anchor in anchors]


def _joined(anchor: _Numbers, printed: Sequence[GridLine], index: int, mark: str | None) -> _Numbers:
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
            return _Numbers(anchor.line, {**anchor.cells, **added})
    return anchor


def _with_mark_found(found: _Numbers) -> _Numbers:
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
    return _Numbers(found.line, {**found.cells, **changed})


def _texts(grid: Grid, anchors: Sequence[GridLine]) -> list[TextLine]:
    index = grid.index("description")
    if index is None:
        return []
    rows = {id(anchor): row for row, anchor in enumerate(anchors)}
    marks = _marking(grid, anchors)
    return [
        TextLine(line.words[index], line.line, rows.get(id(line)), any(line.words[at] for at in marks))
        for line in grid.lines
        if line.words[index]
        and (id(line) in rows or _is_text(grid, line, index))
        and pairs.read(line.words[index], mark=grid.mark) is None
    ]


def _marking(grid: Grid, anchors: Sequence[GridLine]) -> list[int]:
    """The columns in which a position, code or date stands once for each row."""
    return [
        at
        for at, column in enumerate(grid.columns)
        if column.kind in BEFORE_TEXT
        and 2 * sum(bool(line.words[at]) for line in anchors) > len(anchors)
        and 2 * sum(bool(line.words[at]) for line in grid.lines) <= 3 * len(anchors) + 2
    ]


def _is_text(grid: Grid, line: GridLine, index: int) -> bool:
    """A line of text only: no amount stands in it."""
    amount = grid.index("amount")
    return amount is None or amount == index or cells.number_in(line.words[amount], mark=grid.mark) is None


def _row(grid: Grid, found: _Numbers, described: Described) -> Row:
    balanced = _balanced(found)
    confidence = UNCHECKED if balanced is None else CHECKED if balanced else CONTRADICTED
    page = found.line.line.page
    labels = {column.kind: column.title for column in grid.columns}
    made: dict[str, Cell] = {}
    if described.words:
        made["description"] = cells.cell(
            cells.text_of(described.words),
            described.words,
            page=page,
            confidence=described.confidence,
            label=labels.get("description"),
        )
    for kind, (value, in_column) in found.cells.items():
        if kind in ("quantity", "unit_price", "amount", *TEXT_KINDS, "tax_rate", "discount"):
            made[kind] = cells.cell(
                value, in_column, page=page, confidence=confidence, label=labels.get(kind)
            )
    return Row(made, cells.text_of(described.below) or None, balanced)


def _balanced(found: _Numbers) -> bool | None:
    """Whether quantity × price is the amount, before or after the discount of the row."""
    quantity, price, amount = (found.value(part) for part in arithmetic.PARTS)
    if quantity is None or price is None or amount is None:
        return None
    discount, share = found.value("discount"), found.value("discount_rate")
    possible = [amount]
    if discount is not None:
        possible.append(amount + abs(discount))
    if share is not None and share < 1:
        possible.append((amount / (1 - share)).quantize(arithmetic.CENT))
    return any(arithmetic.multiplies(quantity, price, before) for before in possible)
