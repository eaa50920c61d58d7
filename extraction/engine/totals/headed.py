"""A row of heads over a row of amounts: the sums side by side, as a tax table has them.

A head may stand at the left of its cell and the amount at the right, so that neither is over the other;
as many cells as heads belong together in their order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from extraction.engine.candidates import Candidate, Sheet
from extraction.engine.layout import Line, Segment
from extraction.engine.values.numbers import Number

CLOSE = 1.6  # line heights between the heads and the row below them
FEWEST_NAMED = 2  # heads that name a sum, and half of all
LINES_OF_HEADS = 2

Place = tuple[int, int]
Amount = Candidate[Number]
Headed = tuple[Amount, Segment]


def pairs(sheet: Sheet, amounts: Sequence[Amount], *, items: frozenset[Place]) -> Iterator[Headed]:
    """Every amount that stands in such a row, with its head."""
    rows: dict[Place, list[Amount]] = {}
    for amount in amounts:
        rows.setdefault((amount.span.page, amount.span.segment.line), []).append(amount)
    for place, row in rows.items():
        if len(row) >= FEWEST_NAMED and place not in items:
            yield from _pairs_of(sheet, sheet.line_of(row[0].span.segment), row)


def _pairs_of(sheet: Sheet, line: Line, row: Sequence[Amount]) -> Iterator[Headed]:
    for heads in _heads_over(sheet, line):
        if len(heads.segments) == len(line.segments) and _name_sums(sheet, heads):
            alone = {amount.span.segment.box.x0: amount for amount in row}
            for head, cell in zip(heads.segments, line.segments, strict=True):
                if cell.box.x0 in alone:
                    yield alone[cell.box.x0], head
            return
        if len(heads.segments) == len(row) and _name_sums(sheet, heads):
            yield from zip(row, heads.segments, strict=True)
            return


def _heads_over(sheet: Sheet, line: Line) -> Iterator[Line]:
    """The lines without figures right above a row, the nearest first."""
    page = sheet.page(line.page)
    above = reversed(page.lines[max(0, line.index - LINES_OF_HEADS) : line.index])
    reach = CLOSE * page.line_height
    near = ((upper, line.box.y0 - upper.box.y1 - (line.index - upper.index - 1) * reach) for upper in above)
    return (upper for upper, _ in takewhile(lambda each: each[1] <= reach and _has_no_figures(each[0]), near))


def _has_no_figures(line: Line) -> bool:
    """Whether all its figures are rates."""
    return not any(c.isdigit() for segment in line.segments for c in _without_rate(segment.text))


def _without_rate(text: str) -> str:
    return "".join(word for word in text.replace(" %", "%").split() if not word.strip("()").endswith("%"))


def _name_sums(sheet: Sheet, heads: Line) -> bool:
    if sheet.heads_items(heads.segments[0]):
        return False
    named = sum(_names_a_sum(sheet, segment) for segment in heads.segments)
    return named >= FEWEST_NAMED and 2 * named >= len(heads.segments)


def _names_a_sum(sheet: Sheet, segment: Segment) -> bool:
    labels = sheet.labels.of(segment)
    return any(kind.startswith("totals.") for label in labels for kind in sheet.kinds(label))
