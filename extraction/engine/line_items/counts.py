"""Quantities printed before the names of what was bought, as on receipts: "2 Tea", "2 x Tea at 2.60"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extraction.engine.document import Word
from extraction.engine.line_items import arithmetic
from extraction.engine.line_items.anchoring import Anchor
from extraction.engine.line_items.grid import Grid, GridLine
from extraction.engine.values import numbers

USUAL = 0.6  # the share of rows that begin with a quantity where any does
_COUNT = re.compile(r"(?P<count>[1-9]\d?)\s?[x×]?", re.IGNORECASE)
_TIMES = frozenset("xX×*")
_EACH = frozenset({"à", "á", "a", "@", "at", "je"})


@dataclass(frozen=True, slots=True)
class _Counted:
    """A name parted from the quantity before it."""

    count: Decimal
    counted: Word
    name: tuple[Word, ...]
    times: bool = False  # whether a sign for multiplying stands between them


def before_names(grid: Grid, anchors: Sequence[Anchor]) -> list[Anchor]:
    """The rows with the numbers before their names as quantities, or without them where they only count
    the rows. Under titles this is asked only where one of quantities has no numbers below it.
    """
    index = grid.index("description")
    if index is None or any("quantity" in anchor.cells for anchor in anchors):
        return list(anchors)
    if grid.titled and grid.index("quantity") is None:
        return list(anchors)
    found = [_counted(anchor.line.words[index], grid) for anchor in anchors]
    known = [counted.count for counted in found if counted is not None]
    if len(known) < max(2, USUAL * len(anchors)):
        found = [counted if counted is not None and counted.times else None for counted in found]
        known = []
    numbered = bool(known) and known == [Decimal(place) for place in range(1, len(known) + 1)]
    return [
        anchor if counted is None else _with_count(anchor, index, counted, grid, numbered=numbered)
        for anchor, counted in zip(anchors, found, strict=True)
    ]


def _counted(in_column: Sequence[Word], grid: Grid) -> _Counted | None:
    """The number before a name; without a title it must be a small whole one."""
    if len(in_column) < 2:
        return None
    first, *name = in_column
    times = name[0].text in _TIMES or first.text[-1:] in _TIMES
    if name[0].text in _TIMES:
        name = name[1:]
    if not name or sum(map(str.isalpha, name[0].text)) < 2:
        return None
    count = _number(first, grid)
    return None if count is None else _Counted(count, first, tuple(name), times)


def _number(word: Word, grid: Grid) -> Decimal | None:
    match = _COUNT.fullmatch(word.text)
    if match or not grid.titled:
        return Decimal(match["count"]) if match else None
    number = numbers.parse(word.text, mark=grid.mark)
    return None if number is None else number.value


def _with_count(anchor: Anchor, index: int, counted: _Counted, grid: Grid, *, numbered: bool) -> Anchor:
    if numbered:
        return _named(anchor, index, counted.name)
    quantity = {"quantity": (counted.count, (counted.counted,))}
    price = _price_each(counted, anchor, grid)
    if price is None:
        return replace(_named(anchor, index, counted.name), cells={**anchor.cells, **quantity})
    cells = {**anchor.cells, **quantity, "unit_price": (price, counted.name[-1:])}
    return replace(_named(anchor, index, counted.name[:-2]), cells=cells)


def _price_each(counted: _Counted, anchor: Anchor, grid: Grid) -> Decimal | None:
    """The price behind a name, if the row multiplies by it."""
    if len(counted.name) < 3 or counted.name[-2].text.lower() not in _EACH:
        return None
    price = numbers.parse(counted.name[-1].text, mark=grid.mark)
    fits = price and arithmetic.multiplies(counted.count, price.value, anchor.value("amount"))
    return price.value if price and fits else None


def _named(anchor: Anchor, index: int, name: tuple[Word, ...]) -> Anchor:
    words = tuple(name if at == index else kept for at, kept in enumerate(anchor.line.words))
    return replace(anchor, line=GridLine(anchor.line.line, words))
