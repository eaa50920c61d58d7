"""Rows around lines that are known to be rows, without a proper row of titles above them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from extraction.engine.layout import Line, PageLayout
from extraction.engine.line_items import arithmetic, body, columns, grid, rows, titles
from extraction.engine.line_items.columns import Column
from extraction.engine.line_items.table import Row

ALIGNED = 1.0  # right edges closer than this, in line heights, are of one column
CENTS = -2  # the exponent of an amount with cents
LEAD = 3  # lines of text above the first row that can belong to it
STEPS = 1.7  # of the usual step: a blank line parts two lines
CLOSE = 1.0  # the most space between the lines of one description, in line heights
NEAR = 3.0  # the most space between two lines of a table, in line heights


def read(
    page: PageLayout, sure: Sequence[Line], *, mark: str | None, known: Sequence[Column] = ()
) -> tuple[tuple[Row, ...], tuple[Column, ...]]:
    """The rows of a page and their columns; `known` are the columns of the page before."""
    height = page.line_height
    top = first_row(page, sure)
    sure = with_aligned(page.lines[top : sure[-1].index + 1], sure, within=ALIGNED * height)
    above = titles.weakly(page, before=top)
    kept = page.lines[above.last + 1 if above else text_above(page, top) : sure[-1].index + 1]
    kept = body.without_group_sums(kept, sure)
    left = min(line.box.x0 for line in sure)
    kept += body.until_sums(page.lines[sure[-1].index + 1 :], left=left, above=sure)
    if above:
        banded = columns.under_titles(above.titles, sure, kept, line_height=height)
    else:
        banded = columns.of_lines(sure)
    named = arithmetic.name(
        grid.lay(sure, columns.with_description(banded, sure), line_height=height, mark=mark)
    )
    if known and not {"quantity", "unit_price"} <= {column.kind for column in named.columns}:
        named = grid.lay(sure, tuple(known), line_height=height, mark=mark)
    found = rows.read(grid.lay(kept, named.columns, line_height=height, mark=mark))
    return _in_cents(found), named.columns


def _in_cents(found: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows without those of a number alone where the amounts of most have cents: "Table  12"."""
    cents = [row.amount is not None and row.amount.as_tuple().exponent == CENTS for row in found]
    if 2 * sum(cents) < len(found):
        return found
    return tuple(
        row
        for row, exact in zip(found, cents, strict=True)
        if exact or row.cells.keys() & {"quantity", "unit_price"}
    )


def first_row(page: PageLayout, sure: Sequence[Line]) -> int:
    """The index of the first line above the sure ones whose last number is in their column of amounts."""
    first = sure[0].index
    edge = body.right_edge(sure[0])
    for line in reversed(page.lines[:first]):
        if page.lines[first].box.y0 - line.box.y1 > NEAR * page.line_height or first - line.index > LEAD:
            break
        other = body.right_edge(line)
        if other is None or edge is None:
            continue
        if abs(other - edge) > ALIGNED * page.line_height or body.count_numbers(line) < 2:
            break
        first = line.index
    return first


def _step(page: PageLayout) -> float:
    """How far it usually is from one line of a page to the next."""
    steps = [lower.box.center_y - upper.box.center_y for upper, lower in pairwise(page.lines)]
    return median(steps) if steps else page.height


def text_above(page: PageLayout, top: int) -> int:
    """The index of the first of the lines of text close above a line."""
    usual = STEPS * _step(page)
    first = top
    while first > max(0, top - LEAD):
        line = page.lines[first - 1]
        if (
            body.count_numbers(line)
            or len(line.segments) > 2
            or page.lines[first].box.y0 - line.box.y1 > CLOSE * page.line_height
            or page.lines[first].box.center_y - line.box.center_y > usual
        ):
            break
        first -= 1
    return first


def with_aligned(lines: Sequence[Line], sure: Sequence[Line], *, within: float) -> list[Line]:
    """The sure lines and those among them that end in the same column with nearly as many numbers."""
    fewest = min(body.count_numbers(line) for line in sure)
    edges = [edge for line in sure if (edge := body.right_edge(line)) is not None]
    chosen = {line.index for line in sure}
    return [
        line
        for line in lines
        if line.index in chosen
        or (
            body.count_numbers(line) >= max(2, fewest)
            and any(abs(edge - (body.right_edge(line) or 0)) <= within for edge in edges)
        )
    ]
