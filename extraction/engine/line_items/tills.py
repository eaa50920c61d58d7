"""The rows of a till's slip, line by line: names, factors and amounts in any order, and no columns.

An amount at a line's end is a row's if the rows come to the sum below them. Its factors stand on its line or
on one next to it, and multiply to it; its name stands on its line, or above where only codes and factors do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from extraction.engine.document import Word
from extraction.engine.layout import PageLayout
from extraction.engine.line_items import cells, inside, till_line, till_sum, titles, words
from extraction.engine.line_items.rows import CHECKED, UNCHECKED
from extraction.engine.line_items.table import Cell, Items, Row
from extraction.engine.line_items.till_line import Count, Factors, TillLine

FEWEST_COUNTED = 2
USUAL = 0.6  # the share of rows that begin with a number where it is how many
SUMMED, SUMMED_AND_MULTIPLIED = 0.9, 0.09
NAMED = 0.9  # how often a name on the line of its amount is right
ABOVE = 0.8  # and one on another line
LEAD = 4  # lines around the first and the last amount that can belong to it
CENT = Decimal("0.015")


@dataclass(frozen=True, slots=True)
class _Item:
    """A line with an amount, and what of the lines around it belongs to it."""

    line: TillLine
    name: tuple[Word, ...]
    factors: Factors | None
    count: Count | None = None
    own: bool = True  # the name stands on the line of the amount

    @property
    def amount(self) -> Decimal:
        return self.line.amount or Decimal(0)


def find(page: PageLayout, *, mark: str | None) -> Items:
    """The items of a slip, if its rows come to a sum."""
    lines = [till_line.read(line, mark=mark) for line in page.lines]
    run = till_sum.find(lines)
    if run is None:
        return Items()
    titled = {at for row in titles.find(page) for at in range(row.first, row.last + 1)}
    items = _items(lines, run.lines, titled)
    kept = _without_charges(_without_voids(items))
    bought = _counted([item for item in kept if item.amount > 0])
    rows = tuple(_row(item) for item in bought if item.name)
    if not rows or len(rows) < len(bought):
        return Items()
    score = SUMMED + SUMMED_AND_MULTIPLIED * sum(row.balanced is True for row in rows) / len(rows)
    charges = run.total - sum((item.amount for item in bought), Decimal(0))
    return Items(rows, score, run.total, charges)


def _items(lines: Sequence[TillLine], priced: Sequence[TillLine], titled: Collection[int]) -> list[_Item]:
    """Each line with its amount together with what is its own of the lines between."""
    places = {line.line.index: at for at, line in enumerate(lines)}
    bounds = [places[line.line.index] for line in priced]
    edges = [max(-1, bounds[0] - LEAD), *bounds, _end(lines, bounds[-1])]
    gaps = [list(lines[start + 1 : end]) for start, end in pairwise(edges)]
    used = set(titled)
    factors = [line.own or _next_to(line, gaps[at], gaps[at + 1], used) for at, line in enumerate(priced)]
    loose = [[line for line in gap if _may_name(line, used)] for gap in gaps]
    own = [line.without(line.own) for line in priced]
    bare = [at for at, name in enumerate(own) if till_line.letters(name) < till_line.FEWEST_LETTERS]
    if all(loose[at] for at in bare):
        names = {at: loose[at][-1].without(None) for at in bare}
    else:
        names = {at: loose[at + 1][0].without(None) for at in bare if loose[at + 1]}
    return [
        _Item(line, names.get(at, () if at in bare else own[at]), factors[at], own=at not in bare)
        for at, line in enumerate(priced)
    ]


def _end(lines: Sequence[TillLine], last: int) -> int:
    """Where the lines end that can belong to the last amount."""
    after = next((at for at in range(last + 1, len(lines)) if lines[at].amount is not None), len(lines))
    return min(after, last + LEAD)


def _next_to(
    line: TillLine, above: Sequence[TillLine], below: Sequence[TillLine], used: set[int]
) -> Factors | None:
    """The factors on a line of their own close to an amount, which they multiply to."""
    for other in (*reversed(above), *below):
        if other.line.index in used:
            continue
        for factors in (*other.factors, *till_line.unsigned(other.head, line.amount, line.mark)):
            if line.amount is not None and factors.make(line.amount):
                used.add(other.line.index)
                return factors
    return None


def _may_name(line: TillLine, used: Collection[int]) -> bool:
    """Whether a line without an amount can be the name of an item above or below it."""
    if line.line.index in used or line.amount is not None or line.is_factors or line.sum_kind is not None:
        return False
    return till_line.letters(line.without(None)) >= till_line.FEWEST_LETTERS


def _without_voids(items: Sequence[_Item]) -> list[_Item]:
    """The items without those taken back by a line of the opposite amount that names them again."""
    kept: list[_Item] = []
    for item in items:
        voided = next((o for o in reversed(kept) if o.amount == -item.amount and _names(item, o)), None)
        if item.amount < 0 and voided is not None:
            kept.remove(voided)
        else:
            kept.append(item)
    return kept


def _names(item: _Item, other: _Item) -> bool:
    said = Counter(word.text for word in item.line.head)
    named = [word.text for word in other.name if till_line.letters([word])]
    return bool(named) and any(said[text] for text in named)


def _without_charges(items: Sequence[_Item]) -> list[_Item]:
    """The items but for those named like a charge on the whole, and a last one that is one by its words or
    as a printed share of all the others.
    """
    kept = [item for item in items if item.factors or words.sum_kind(item.line.text) not in inside.CHARGES]
    while len(kept) > 1 and _is_charge(kept[-1], kept[:-1]):
        kept.pop()
    return kept


def _is_charge(item: _Item, others: Sequence[_Item]) -> bool:
    if item.factors is not None:
        return False
    if words.charge_kind(item.line.text) is not None:
        return True
    before = sum((other.amount for other in others), Decimal(0))
    share = cells.share_in(
        [word for word in item.line.head if "%" in word.text] or item.line.head, title=None
    )
    return share is not None and abs(before * share - item.amount) <= CENT


def _counted(items: Sequence[_Item]) -> list[_Item]:
    """The items with the numbers before their names as quantities, where most names have one, or it says
    "times"; numbers that only count the rows are left out.
    """
    before = [till_line.counted_before(item.name) for item in items]
    known = [found.count for found in before if found is not None]
    factored = sum(item.factors is not None and item.own for item in items)
    usual = len(known) >= max(FEWEST_COUNTED, USUAL * (len(items) - factored))
    numbered = len(known) > FEWEST_COUNTED and known == [*map(Decimal, range(1, len(known) + 1))]
    return [
        _with_count(item, found, numbered=numbered)
        if found is not None and (usual or found.times)
        else _with_count_behind(item)
        for item, found in zip(items, before, strict=True)
    ]


def _with_count(item: _Item, found: Count, *, numbered: bool) -> _Item:
    if numbered and not found.times:
        return replace(item, name=found.name)
    if item.factors is not None and found.count != item.factors.quantity:
        return item
    return replace(item, name=found.name, count=found)


def _with_count_behind(item: _Item) -> _Item:
    found = till_line.counted_behind(item.name) if item.factors is None else None
    return item if found is None else replace(item, name=found.name, count=found)


def _row(item: _Item) -> Row:
    """A row of cells; what multiplies is sure."""
    page = item.line.line.page
    sure = CHECKED if item.factors else UNCHECKED
    made: dict[str, Cell] = {
        "description": cells.cell(
            cells.text_of(item.name), item.name, page=page, confidence=NAMED if item.own else ABOVE
        )
    }
    if item.factors is not None:
        made["quantity"] = cells.cell(item.factors.quantity, item.factors.said, page=page, confidence=sure)
        if item.factors.priced:
            made["unit_price"] = cells.cell(item.factors.price, item.factors.said, page=page, confidence=sure)
    elif item.count is not None:
        made["quantity"] = cells.cell(item.count.count, (item.count.word,), page=page, confidence=sure)
    if item.line.code:
        made["product_code"] = cells.cell(
            item.line.code[0].text.lstrip("%#*"), item.line.code, page=page, confidence=sure
        )
    if item.line.printed is not None:
        made["amount"] = cells.cell(item.amount, (item.line.printed,), page=page, confidence=sure)
    return Row(made, None, True if item.factors else None)
