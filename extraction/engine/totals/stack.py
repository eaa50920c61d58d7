"""The sums below the items where their labels are not understood: their arithmetic still names them.

The first amount that the items come to is the subtotal, an amount that all amounts between add up to is
the total, and one amount alone between the two is the tax.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from extraction.engine.candidates import Candidate, Sheet
from extraction.engine.choice import Choice
from extraction.engine.values.numbers import Number

DEEPEST = 12  # lines below the items that may hold their sums
UNNAMED = 0.5
HIGHEST_TAX = Decimal("0.35")
_NO_SUM = frozenset({"totals.paid", "totals.balance", "columns.quantity", "header.date", "header.due_date"})
Place = tuple[int, int]
Amount = Candidate[Number]


def read(
    sheet: Sheet, money: Sequence[Amount], *, items: frozenset[Place], lines_sum: Decimal | None
) -> Iterator[tuple[str, Choice[Decimal]]]:
    """What the last amounts of the lines below the items are, each with its role."""
    if not lines_sum or not items:
        return
    column = list(_column(sheet, money, max(items)))
    starts = [at for at, amount in enumerate(column) if amount.value.value == lines_sum]
    if not starts:
        return
    start = starts[0]
    yield _unnamed("subtotal", column[start])
    added = Decimal(0)
    for end, (_, amount) in enumerate(pairwise(column[start:]), start=start + 1):
        between = column[start + 1 : end]
        if between and amount.value.value == lines_sum + added:
            yield _unnamed("total", amount)
            if len(between) == 1 and 0 < abs(added) < HIGHEST_TAX * abs(lines_sum):
                yield _unnamed("tax", between[0])
            return
        added += amount.value.value


def _unnamed(role: str, amount: Amount) -> tuple[str, Choice[Decimal]]:
    return role, Choice(amount.value.value, (amount.span,), UNNAMED)


def _column(sheet: Sheet, money: Sequence[Amount], last: Place) -> Iterator[Amount]:
    """The last amount of each of the next lines, up to the first that speaks of a payment."""
    by_line = {(amount.span.page, amount.span.segment.line): amount for amount in money}
    for place, amount in by_line.items():
        if place <= last:
            continue
        line = sheet.line_of(amount.span.segment)
        kinds = {
            k for segment in line.segments for label in sheet.labels.of(segment) for k in sheet.kinds(label)
        }
        if kinds & _NO_SUM or (place[0] == last[0] and place[1] > last[1] + DEEPEST):
            return
        yield amount
