"""Quantities printed before the names of what was bought, as on receipts without titles: "2 Cappuccino"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from extraction.engine.document import Word
from extraction.engine.line_items.anchoring import Anchor
from extraction.engine.line_items.grid import Grid, GridLine

USUAL = 0.6  # the share of rows that begin with a quantity where any does
_COUNT = re.compile(r"(?P<count>[1-9]\d?)\s?[x×]?", re.IGNORECASE)


def before_names(grid: Grid, anchors: Sequence[Anchor]) -> list[Anchor]:
    """The rows with the numbers before their names as quantities, or without them where they only count
    the rows.
    """
    index = grid.index("description")
    if grid.titled or index is None or grid.index("quantity") is not None:
        return list(anchors)
    counts = [_count(anchor.line.words[index]) for anchor in anchors]
    known = [count for count in counts if count is not None]
    if len(known) < max(2, USUAL * len(anchors)):
        return list(anchors)
    numbered = known == [Decimal(place) for place in range(1, len(known) + 1)]
    return [
        anchor if count is None else _counted(anchor, index, None if numbered else count)
        for anchor, count in zip(anchors, counts, strict=True)
    ]


def _count(in_column: Sequence[Word]) -> Decimal | None:
    """The whole number before a name."""
    match = _COUNT.fullmatch(in_column[0].text) if len(in_column) > 1 else None
    named = match and sum(map(str.isalpha, in_column[1].text)) > 1
    return Decimal(match["count"]) if match and named else None


def _counted(anchor: Anchor, index: int, count: Decimal | None) -> Anchor:
    counted, *named = anchor.line.words[index]
    words = tuple(tuple(named) if at == index else kept for at, kept in enumerate(anchor.line.words))
    line = GridLine(anchor.line.line, words)
    if count is None or "quantity" in anchor.cells:
        return replace(anchor, line=line)
    return replace(anchor, line=line, cells={**anchor.cells, "quantity": (count, (counted,))})
