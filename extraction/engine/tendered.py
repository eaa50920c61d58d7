"""What else on a slip says what its total is: a tip and what it is added to, what was given less change."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from extraction.engine import slips
from extraction.engine.candidates import Candidate, Sheet
from extraction.engine.choice import Choice
from extraction.engine.values.numbers import Number

PLAINLY = 0.6  # how plainly a label has to say what was added, given or returned
NEAR = 4  # lines above a total within which its parts stand, and below it what was given
CENTS = 2
FIVE_CENTS = Decimal("0.05")

Amount = Candidate[Number]


def totals(sheet: Sheet, total: Choice[Decimal]) -> frozenset[Decimal]:
    """What the total of a slip has to be by the amounts around it, one value for each way to tell."""
    span = total.spans[0]
    if span.page not in slips.pages(sheet):
        return frozenset()
    amounts = [c for c in sheet.amounts if c.span.page == span.page and c.value.decimals == CENTS]
    above = [c for c in amounts if 0 < span.segment.line - c.span.segment.line <= NEAR]
    below = [c for c in amounts if 0 < c.span.segment.line - span.segment.line <= NEAR]
    return frozenset((*_with_tip(above), *_given(below, total.value)))


def _with_tip(above: list[Amount]) -> Iterator[Decimal]:
    """What the last amount above a tip and the tip come to."""
    for before, tip in pairwise(above):
        if tip is above[-1] and _plainly(tip, "totals.charge") and not _plainly(before, "totals.charge"):
            yield before.value.value + tip.value.value


def _given(below: list[Amount], total: Decimal) -> Iterator[Decimal]:
    """What was given less the change, if both are printed once. Where the total and the change are a rounder
    sum, it is what was given that was misread.
    """
    change = [c.value.value for c in below if _plainly(c, "totals.change")]
    given = [c.value.value for c in below if _plainly(c, "totals.paid") and not _plainly(c, "totals.change")]
    told = len(change) == len(given) == 1 and given[0] > change[0]
    if told and not _is_rounder(total + change[0], given[0]):
        yield given[0] - change[0]


def _is_rounder(one: Decimal, other: Decimal) -> bool:
    """Whether one sum is in whole units, or without single cents, where the other is not."""
    return any(not one % unit and other % unit for unit in (Decimal(1), FIVE_CENTS))


def _plainly(amount: Amount, kind: str) -> bool:
    return amount.strength(kind) >= PLAINLY
