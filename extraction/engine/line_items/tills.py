"""The rows of a till's slip, line by line: names, factors and amounts in any order, and no columns.

An amount at a line's end is a row's if the rows come to the sum below them. Its factors stand on its line or
on one next to it, and multiply to it; its name stands on its line, or above where only codes and factors do.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extraction.engine.document import Word
from extraction.engine.layout import PageLayout
from extraction.engine.line_items import (
    cells,
    inside,
    till_items,
    till_line,
    till_naming,
    till_stacked,
    till_sum,
    titles,
    words,
)
from extraction.engine.line_items.rows import CHECKED, UNCHECKED
from extraction.engine.line_items.table import Cell, Items, Row
from extraction.engine.line_items.till_items import Item
from extraction.engine.line_items.till_line import TillLine
from extraction.engine.line_items.till_money import Money

SUMMED, SUMMED_AND_MULTIPLIED = 0.9, 0.09
FEWEST_IN_CENTS = 2  # amounts, without which money is whole
NAMED = 0.9  # how often a name on the line of its amount is right
ABOVE = 0.8  # and one on another line
CENT = Decimal("0.015")


def find(page: PageLayout, *, mark: str | None) -> Items:
    """The items of a slip, if its rows come to a sum."""
    lines = [till_line.read(line, Money(mark)) for line in page.lines]
    if sum(line.amount is not None for line in lines) < FEWEST_IN_CENTS:
        lines = [till_line.read(line, Money(mark, whole=True)) for line in page.lines]
    lines = till_stacked.joined(lines)
    run = till_sum.find(lines)
    if run is None:
        return Items()
    titled = {at for row in titles.find(page) for at in range(row.first, row.last + 1)}
    items = _without_charges(run.lines)
    bought = _bought(till_items.read(lines, items, titled)) if items else []
    rows = tuple(_row(item) for item in bought if item.name)
    if not rows or len(rows) < len(bought):
        return Items()
    score = SUMMED + SUMMED_AND_MULTIPLIED * sum(row.balanced is True for row in rows) / len(rows)
    return Items(rows, score, run.total, run.total - sum((item.amount for item in bought), Decimal(0)))


def _bought(items: Sequence[Item]) -> list[Item]:
    """The items without what was taken off their prices; what was taken back is an item again."""
    return [item for at, item in enumerate(items) if item.amount > 0 or _takes_back(item, items[:at])]


def _takes_back(item: Item, before: Sequence[Item]) -> bool:
    """Whether a line has the opposite amount of one before and names it again."""
    said = {word.text for word in item.name}
    return any(
        other.amount == -item.amount
        and said & {word.text for word in other.name if till_naming.names((word,))}
        for other in before
    )


def _without_charges(lines: Sequence[TillLine]) -> list[TillLine]:
    """The lines but for those named like a charge on the whole, and a last one that is one by its words or
    as a printed share of all the others.
    """
    kept = [line for line in lines if line.own or words.sum_kind(line.text) not in inside.CHARGES]
    while len(kept) > 1 and _is_charge(kept[-1], kept[:-1]):
        kept.pop()
    return kept


def _is_charge(line: TillLine, others: Sequence[TillLine]) -> bool:
    if line.own is not None or till_naming.counted_before(line.head):
        return False
    if words.charge_kind(line.text) is not None:
        return True
    before = sum((other.amount or Decimal(0) for other in others), Decimal(0))
    shares = [word for word in line.head if "%" in word.text]
    share = cells.share_in(shares, title=None) if shares else None
    return share is not None and line.amount is not None and abs(before * share - line.amount) <= CENT


def _row(item: Item) -> Row:
    """A row of cells; what multiplies is sure."""
    page = item.line.line.page
    sure = CHECKED if item.factors else UNCHECKED
    named = NAMED if item.own else ABOVE
    made = {"description": cells.cell(cells.text_of(item.name), item.name, page=page, confidence=named)}
    made |= _how_many(item, page, sure)
    if item.line.code:
        code = item.line.code[0].text.lstrip("%#*")
        made["product_code"] = cells.cell(code, item.line.code, page=page, confidence=sure)
    if item.line.printed is not None:
        made["amount"] = cells.cell(item.amount, (item.line.printed,), page=page, confidence=sure)
    return Row(made, None, True if item.factors else None)


def _how_many(item: Item, page: int, sure: float) -> dict[str, Cell]:
    if item.factors is None:
        count = item.count
        return {} if count is None else _cell("quantity", count.count, (count.word,), page, sure)
    made = _cell("quantity", item.factors.quantity, item.factors.said, page, sure)
    if item.factors.priced:
        made |= _cell("unit_price", item.factors.price, item.factors.said, page, sure)
    return made


def _cell(kind: str, value: Decimal, said: Sequence[Word], page: int, sure: float) -> dict[str, Cell]:
    return {kind: cells.cell(value, said, page=page, confidence=sure)}
