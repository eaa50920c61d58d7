"""Rows known by their sum: lines that end in an amount, as on till receipts, and add up to one below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from extraction.engine.layout import Layout, Line
from extraction.engine.line_items import arithmetic, bare, body, pairs, words
from extraction.engine.line_items.table import Row
from extraction.engine.values import numbers

MOST_ROWS = 300
SUM_LINES = 8  # so many lines with amounts after the rows can hold their sum


@dataclass(frozen=True, slots=True)
class _Priced:
    """A line that ends in an amount with decimals."""

    line: Line
    amount: Decimal
    edge: float
    is_sum: bool

    @property
    def is_bare(self) -> bool:
        """Whether nothing but the amount stands on the line."""
        return len(self.line.segments) == 1 and numbers.parse(self.line.segments[0].text) is not None


def find(layout: Layout, *, mark: str | None) -> tuple[Row, ...]:
    """The longest run of lines whose amounts add up to one printed soon after them."""
    run = max(_runs(list(_priced_lines(layout, mark))), key=len, default=[])
    found: list[Row] = []
    for page in layout.pages:
        sure = [priced.line for priced in run if priced.line.page == page.number]
        if sure:
            found += bare.read(page, sure, mark=mark)[0]
    return tuple(found)


def _priced_lines(layout: Layout, mark: str | None) -> Iterator[_Priced]:
    for page in layout.pages:
        for line in page.lines:
            amount = _last_amount(line, mark)
            if amount is not None:
                yield _Priced(line, amount, body.right_edge(line) or line.box.x1, _is_sum(line))


def _is_sum(line: Line) -> bool:
    first = line.segments[0].text
    return body.is_sum(line, most=3, left=line.box.x0) or words.leading_sum_kind(first) in body.ENDING


def _last_amount(line: Line, mark: str | None) -> Decimal | None:
    """The number at a line's end if it has decimals; a letter or sign for its tax may follow."""
    if pairs.read(line.segments[-1].words, mark=mark) is not None:
        return None
    found = numbers.find(line.segments[-1].text, mark=mark)
    if not found and len(line.segments) > 1 and len(line.segments[-1].text) <= 3:
        found = numbers.find(line.segments[-2].text, mark=mark)
    return found[-1].number.value if found and found[-1].number.decimals >= 2 else None


def _runs(priced: Sequence[_Priced]) -> Iterator[list[_Priced]]:
    """For each sum, the lines before it that add up to one of the amounts from there on: all of them, or
    those whose amounts stand above the sum. Where such sums are of groups, the rows of all groups.
    """
    start = 0
    grouped: list[_Priced] = []
    for end, found in enumerate(priced):
        if not found.is_sum:
            unnamed = _summed_by(found, priced[start:end]) if found.is_bare else []
            if unnamed:
                yield unnamed
                start = end + 1
            continue
        printed = [after.amount for after in priced[end : end + SUM_LINES]]
        before = priced[max(start, end - MOST_ROWS) : end]
        aligned = [row for row in before if abs(row.edge - found.edge) <= bare.ALIGNED * found.line.height]
        run = _adding_up(before, printed) or _adding_up(aligned, printed)
        if run:
            yield run
            grouped += run
            if len(grouped) > len(run) and _add_up(grouped, printed):
                yield list(grouped)
        start = end + 1


def _summed_by(found: _Priced, before: Sequence[_Priced]) -> list[_Priced]:
    """The lines that an amount under them, without a word, is the sum of: two at least, in its column."""
    sums = accumulate(row.amount for row in reversed(before[-MOST_ROWS:]))
    count = next((n for n, total in enumerate(sums, 1) if n > 1 and total == found.amount), 0)
    run = list(before[len(before) - count :])
    near = all(abs(row.edge - found.edge) <= bare.ALIGNED * found.line.height for row in run)
    return run if near and not any(row.is_bare for row in run) else []


def _adding_up(before: Sequence[_Priced], printed: Sequence[Decimal]) -> list[_Priced]:
    """The most of the last lines that add up to a printed amount."""
    for first in range(len(before)):
        run = list(before[first:])
        if _add_up(run, printed):
            return run
    return []


def _add_up(run: Sequence[_Priced], printed: Sequence[Decimal]) -> bool:
    return arithmetic.printed_sum([row.amount for row in run], printed) is not None
