"""Which column of money is billed where nothing multiplies: the one whose sum is printed again below.

A table of work in progress has what was agreed, what was billed before and what is billed now side by side,
each with its sum under it; only the sum of what is billed now is spoken of once more.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from extraction.engine.layout import Layout, Line
from extraction.engine.line_items.grid import Grid
from extraction.engine.values import numbers

FEWEST_ROWS = 2
TWICE = 2  # under the column, and below the table


def with_amounts(grid: Grid, layout: Layout) -> Grid:
    """The grid with the column of amounts moved to where the sum recurs, if only one column's does."""
    kinds = [column.kind for column in grid.columns]
    if "amount" not in kinds or {"quantity", "unit_price"} & set(kinds):
        return grid
    printed = _printed(layout, grid.mark)
    sums = {index: total for index in range(len(kinds)) if (total := _sum(grid, index))}
    often = [index for index, total in sums.items() if printed[total] >= TWICE]
    own = kinds.index("amount")
    if len(often) != 1 or own in often:
        return grid
    kinds[own], kinds[often[0]] = None, "amount"
    return grid.renamed(kinds)


def _printed(layout: Layout, mark: str | None) -> Counter[Decimal]:
    """On how many lines each amount of a document stands."""
    return Counter(value for line in layout.lines for value in _amounts(line, mark))


def _amounts(line: Line, mark: str | None) -> frozenset[Decimal]:
    found = (one for segment in line.segments for one in numbers.find(segment.text, mark=mark))
    return frozenset(one.number.value for one in found)


def _sum(grid: Grid, index: int) -> Decimal | None:
    """What a column of amounts in cents comes to."""
    column = [number for row in grid.numbers if (number := row[index]) is not None]
    in_cents = all(number.as_tuple().exponent == -2 for number in column)
    return sum(column, Decimal(0)) if in_cents and len(column) >= FEWEST_ROWS else None
