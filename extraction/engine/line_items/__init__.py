"""The rows of an invoice: its titles find the table, arithmetic names its columns and judges the rows."""

from __future__ import annotations

from extraction.engine.layout import Layout
from extraction.engine.line_items import judging, titled
from extraction.engine.line_items.table import Cell, Items, Row
from extraction.engine.values import numbers

__all__ = ["Cell", "Items", "Row", "find"]


def find(layout: Layout, *, mark: str | None = None) -> Items:
    """The line items of a document. `mark` is its decimal mark where that is known."""
    mark = mark or numbers.decide_mark(word.text for line in layout.lines for word in line.words)
    tables = [judging.judge(rows, layout, mark=mark) for rows in titled.find(layout, mark=mark)]
    best = max(tables, key=lambda items: (items.score, len(items.rows)), default=Items())
    return judging.surer(best)
