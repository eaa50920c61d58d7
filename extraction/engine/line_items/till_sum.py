"""Which lines of a slip are its items: those that come to a sum printed below them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from extraction.engine.line_items import body
from extraction.engine.line_items.till_line import TillLine

FEWEST = 2  # items that a sum is of
FEWEST_UNNAMED = 3  # and where no word says that it is one
ALIGNED = 1.5  # line heights within which amounts stand under each other
SUMS = frozenset({"total", "subtotal", "balance"})
NO_ITEMS = body.ENDING | {"paid", "rounding"}
CENT = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class Run:
    """The lines that come to a sum, discounts among them, and how many others stand before it."""

    lines: tuple[TillLine, ...]
    total: Decimal
    left_out: int
    named: bool
    end: int


def find(lines: Sequence[TillLine]) -> Run | None:
    """The lines with amounts that come to a sum, the fewest others being left out."""
    priced = [line for line in lines if line.amount is not None]
    return min(_runs(priced), key=lambda run: (run.left_out, not run.named, run.end), default=None)


def _runs(priced: Sequence[TillLine]) -> Iterator[Run]:
    for end, below in enumerate(priced):
        named = below.sum_kind in SUMS
        before = [line for line in priced[:end] if line.sum_kind not in NO_ITEMS]
        more = [line for line in priced[:end] if line.sum_kind in ("tax", "rounding")]
        if below.amount is None or len(before) < (FEWEST if named else FEWEST_UNNAMED):
            yield from _single(before, more, below, end)
            continue
        for chosen in _ways(before):
            for total in dict.fromkeys((below.amount, below.amount - _sum(more))):
                run = _within(chosen, total, whole=not named)
                if run:
                    yield Run(run, total, len(before) - len(run), named, end)


def _single(before: Sequence[TillLine], more: Sequence[TillLine], below: TillLine, end: int) -> Iterator[Run]:
    """One item: what it costs and the taxes on it come to the total, or it says how many at which price."""
    if len(before) != 1 or below.sum_kind not in SUMS or below.amount is None:
        return
    total = below.amount - _sum(more)
    taxed = any(line.sum_kind == "tax" for line in more)
    if (taxed and before[0].amount == total) or (before[0].own and before[0].amount == below.amount):
        yield Run(tuple(before), before[0].amount or total, 0, named=True, end=end)


def _ways(before: Sequence[TillLine]) -> Iterator[Sequence[TillLine]]:
    """All lines; those whose amounts stand under each other; those that do not repeat what came before."""
    yield before
    aligned = _aligned(before)
    if len(aligned) < len(before):
        yield aligned
    once = _without_repeats(before)
    if len(once) < len(before):
        yield once


def _aligned(lines: Sequence[TillLine]) -> list[TillLine]:
    """Of the columns that lines make with those that end near them, the fullest."""
    edges = [_edge(line) for line in lines]
    ordered = sorted(edges)
    reaches = [ALIGNED * line.line.height for line in lines]
    spans = [(edge - reach, edge + reach) for edge, reach in zip(edges, reaches, strict=True)]
    left, right = max(spans, key=lambda span: bisect_right(ordered, span[1]) - bisect_left(ordered, span[0]))
    return [line for line, edge in zip(lines, edges, strict=True) if left <= edge <= right]


def _edge(line: TillLine) -> float:
    return line.printed.box.x1 if line.printed else line.line.box.x1


def _without_repeats(lines: Sequence[TillLine]) -> list[TillLine]:
    """The lines without nameless ones that say what a price and its discount come to."""
    return [line for at, line in enumerate(lines) if line.text.strip() or not _repeats(line, lines[:at])]


def _repeats(line: TillLine, before: Sequence[TillLine]) -> bool:
    come_to = accumulate(other.amount or Decimal(0) for other in reversed(before))
    return line.amount in list(come_to)[1:]


def _within(lines: Sequence[TillLine], total: Decimal, *, whole: bool) -> tuple[TillLine, ...]:
    """The longest stretch of lines that comes to a total, the first of several; or the `whole` alone."""
    sums = [Decimal(0), *accumulate(line.amount or Decimal(0) for line in lines)]
    if whole:
        return tuple(lines) if abs(sums[-1] - total) <= CENT else ()
    earliest: dict[Decimal, int] = {}
    longest, first = FEWEST - 1, 0
    for end, come_to in enumerate(sums):
        start = earliest.get(come_to - total)
        if start is not None and end - start > longest:
            longest, first = end - start, start
        earliest.setdefault(come_to, end)
    return tuple(lines[first : first + longest]) if longest >= FEWEST else ()


def _sum(lines: Sequence[TillLine]) -> Decimal:
    return sum((line.amount or Decimal(0) for line in lines), Decimal(0))
