"""The rows of a table laid into named columns: one for each amount, with all that belongs to it."""

from __future__ import annotations

from collections.abc import Sequence

from extraction.engine.document import Word
from extraction.engine.line_items import (
    anchoring,
    arithmetic,
    body,
    cells,
    counts,
    descriptions,
    pairs,
    words,
)  # fmt: skip
from extraction.engine.line_items.anchoring import Anchor
from extraction.engine.line_items.descriptions import Described
from extraction.engine.line_items.grid import Grid, GridLine
from extraction.engine.line_items.paragraphs import TextLine
from extraction.engine.line_items.table import Cell, Row

BEFORE_TEXT = ("position", "product_code", "date")
SHORTEST_CODE = 4
CHECKED, UNCHECKED, CONTRADICTED = 0.98, 0.5, 0.6


def read(grid: Grid) -> tuple[Row, ...]:
    """The rows of the grid from top to bottom."""
    anchors = counts.before_names(grid, anchoring.find(grid))
    texts = _texts(grid, [anchor.line for anchor in anchors])
    shared = descriptions.share_out(
        texts,
        [a.line.line for a in anchors],
        line_height=grid.line_height,
        titled=grid.titled,
        limit=_limit(grid),
    )
    codes = _codes(grid, anchors)
    read_rows = (
        _row(grid, anchor, text, code) for anchor, text, code in zip(anchors, shared, codes, strict=True)
    )
    return tuple(row for row in read_rows if _says_something(row))


def _limit(grid: Grid) -> float | None:
    """Where the next column begins: descriptions had room until there."""
    index = grid.index("description")
    if index is None or index + 1 == len(grid.columns):
        return None
    return min((words[0].box.x0 for line in grid.lines if (words := line.words[index + 1])), default=None)


def _says_something(row: Row) -> bool:
    """A number alone is no item, nor is one beside the word for a sum."""
    if row.cells.keys() & {"quantity", "unit_price"}:
        return True
    described = row.cells.get("description")
    return described is not None and words.sum_kind(described.text) not in body.ENDING


def _texts(grid: Grid, anchors: Sequence[GridLine]) -> list[TextLine]:
    index = grid.index("description")
    if index is None:
        return []
    beside = () if _named_elsewhere(grid, anchors, index) else anchors
    rows = {id(anchor.line): row for row, anchor in enumerate(beside)}
    marks = _marking(grid, anchors)
    own = {id(anchor.line): anchor for anchor in anchors}
    lines = [own.get(id(line.line), line) for line in grid.lines]
    return [
        TextLine(line.words[index], line.line, rows.get(id(line.line)), any(line.words[at] for at in marks))
        for line in lines
        if line.words[index]
        and (id(line.line) in rows or (id(line.line) not in own and _is_text(grid, line, index)))
        and pairs.read(line.words[index], mark=grid.mark) is None
    ]


def _named_elsewhere(grid: Grid, anchors: Sequence[GridLine], index: int) -> bool:
    """Whether only codes stand beside the numbers, and names on lines of their own."""
    beside = {id(anchor.line) for anchor in anchors}
    own = sum(_has_name(anchor.words[index]) for anchor in anchors)
    loose = sum(id(line.line) not in beside and _has_name(line.words[index]) for line in grid.lines)
    return not own and loose >= len(anchors)


def _codes(grid: Grid, anchors: Sequence[Anchor]) -> Sequence[Sequence[Word]]:
    """The codes beside the numbers of rows whose names stand on lines of their own."""
    index = grid.index("description")
    lines = [anchor.line for anchor in anchors]
    if index is None or grid.index("product_code") is not None or not _named_elsewhere(grid, lines, index):
        return [()] * len(anchors)
    found = [line.words[index] for line in lines]
    texts = {cells.text_of(in_column) for in_column in found}
    plain = all(len(text) >= SHORTEST_CODE and any(map(str.isdigit, text)) for text in texts)
    return found if plain and len(texts) == len(anchors) else [()] * len(anchors)


def _has_name(words: Sequence[Word]) -> bool:
    plain = (word.text for word in words if not any(map(str.isdigit, word.text)))
    return any(sum(map(str.isalpha, text)) > 1 for text in plain)


def _marking(grid: Grid, anchors: Sequence[GridLine]) -> list[int]:
    """The columns in which a position, code or date stands about once for each row."""
    rows = len(anchors)
    return [
        at
        for at, column in enumerate(grid.columns)
        if column.kind in BEFORE_TEXT
        and rows < 2 * sum(bool(line.words[at]) for line in grid.lines) <= 3 * rows + 2
    ]


def _is_text(grid: Grid, line: GridLine, index: int) -> bool:
    """A line of text only: no amount stands in it."""
    amount = grid.index("amount")
    return amount is None or amount == index or cells.number_in(line.words[amount], mark=grid.mark) is None


def _row(grid: Grid, found: Anchor, described: Described, code: Sequence[Word] = ()) -> Row:
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
        if kind in ("quantity", "unit_price", "amount", *anchoring.TEXT_KINDS, "tax_rate", "discount"):
            made[kind] = cells.cell(
                value, in_column, page=page, confidence=confidence, label=labels.get(kind)
            )
    if code:
        made["product_code"] = cells.cell(cells.text_of(code), code, page=page, confidence=confidence)
    return Row(made, cells.text_of(described.below) or None, balanced)


def _balanced(found: Anchor) -> bool | None:
    """Whether quantity × price is the amount, before or after the row's discount, without or with its tax."""
    quantity, price, amount = (found.value(part) for part in arithmetic.PARTS)
    shares = [share for kind in ("discount_rate", "tax_rate") if (share := found.value(kind)) is not None]
    discount = found.value("discount")
    if discount is not None and amount is not None:
        if arithmetic.multiplies(quantity, price, amount + abs(discount)):
            return True
        shares.append(abs(discount) / 100)
    plainly = arithmetic.multiplies_with(quantity, price, amount, shares)
    return plainly is not False or arithmetic.by_the_hundred(quantity, price, amount) if price else plainly
