"""Which lines of a slip are its items: those that come to a sum printed below them."""

from __future__ import annotations

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
    columns = [
        [other for other in lines if abs(_edge(other) - _edge(line)) <= ALIGNED * line.line.height]
        for line in lines
    ]
    return max(columns, key=len)


def _edge(line: TillLine) -> float:
    return line.printed.box.x1 if line.printed else line.line.box.x1


def _without_repeats(lines: Sequence[TillLine]) -> list[TillLine]:
    """The lines without nameless ones that say what a price and its discount come to."""
    kept: list[TillLine] = []
    for at, line in enumerate(lines):
        come_to = list(accumulate(other.amount or Decimal(0) for other in reversed(lines[:at])))[1:]
        if line.text.strip() or line.amount not in come_to:
            kept.append(line)
    return kept


def _within(lines: Sequence[TillLine], total: Decimal, *, whole: bool) -> tuple[TillLine, ...]:
    """The longest stretch of lines that comes to a total; or nothing but the `whole`."""
    sums = [Decimal(0), *accumulate(line.amount or Decimal(0) for line in lines)]
    if whole:
        return tuple(lines) if abs(sums[-1] - total) <= CENT else ()
    for length in range(len(lines), FEWEST - 1, -1):
        for first in range(len(lines) - length + 1):
            if abs(sums[first + length] - sums[first] - total) <= CENT:
                return tuple(lines[first : first + length])
    return ()


def _sum(lines: Sequence[TillLine]) -> Decimal:
    return sum((line.amount or Decimal(0) for line in lines), Decimal(0))
