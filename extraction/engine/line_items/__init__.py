"""The rows of an invoice: its titles find the table, arithmetic names its columns and judges the rows.

Where nothing under titles adds up, rows are looked for by arithmetic alone.
"""

from __future__ import annotations

from extraction.engine import paper
from extraction.engine.layout import Layout
from extraction.engine.line_items import glued, judging, ruled, summed, tills, titled, untitled
from extraction.engine.line_items.table import Cell, Items, Row
from extraction.engine.values import numbers

__all__ = ["Cell", "Items", "Row", "find"]

BELIEVED = 0.7  # a table at least this good needs no further opinion


def find(layout: Layout, *, mark: str | None = None, tables: ruled.Tables | None = None) -> Items:
    """The line items of a document. `mark` is its decimal mark where that is known, `tables` gives
    a page's tables by their ruling lines; it is asked only where all else leaves doubt.
    """
    mark = mark or numbers.decide_mark(word.text for line in layout.lines for word in line.words)
    layout = glued.part(layout, mark=mark)
    best = judging.best(titled.find(layout, mark=mark), layout, mark=mark)
    if best.printed_sum is None:
        best = judging.better(best, judging.judge(untitled.find(layout, mark=mark), layout, mark=mark))
    if best.score < BELIEVED or best.printed_sum is None:
        best = judging.better(best, judging.judge(summed.find(layout, mark=mark), layout, mark=mark))
    if best.score < BELIEVED and tables is not None:
        found = ruled.find(layout, tables, mark=mark)
        best = judging.better(best, judging.best(found, layout, mark=mark))
    if len(layout.pages) == 1 and paper.is_receipt(layout.pages[0]):
        best = judging.fuller(best, tills.find(layout.pages[0], mark=mark))
    return judging.surer(best)
