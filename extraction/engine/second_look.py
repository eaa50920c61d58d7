"""Where the sums of a scan do not add up, each is read a second time; the reading that mends it counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from extraction.engine.choice import Choice
from extraction.engine.document import Box, Source
from extraction.engine.totals import Totals
from extraction.engine.understanding import Findings
from extraction.engine.values import numbers

Reread = Callable[[int, Box], str | None]
TOLERANCE = Decimal("0.02")
PARTS = ("subtotal", "tax", "shipping", "charge", "rounding", "discount", "total")
DOUBTFUL = ("total", "tax", "subtotal")
MARGIN = 0.25  # of its height, left around an amount for the second reader
LESS_SURE = 0.8


def settle(found: Findings, *, reread: Reread) -> Findings:
    """The findings with the one sum put right that makes all of them balance, if a second reading does."""
    sums = found.totals
    if sums.balanced is not False:
        return found
    for name in DOUBTFUL:
        choice: Choice[Decimal] | None = getattr(sums, name)
        if choice is None or choice.read_from is not Source.OCR or len(choice.spans) != 1:
            continue
        again = _again(found, choice, reread)
        if again is not None and again.value != choice.value and _balances(sums, name, again.value):
            changed: dict[str, Any] = {name: again, "balanced": True}
            return replace(found, totals=replace(sums, **changed))
    return found


def _again(found: Findings, choice: Choice[Decimal], reread: Reread) -> Choice[Decimal] | None:
    span = choice.spans[0]
    edge = MARGIN * span.box.height
    box = Box(span.box.x0 - edge, span.box.y0 - edge, span.box.x1 + edge, span.box.y1 + edge)
    text = reread(span.page, box)
    number = numbers.parse(text.strip(), mark=found.sheet.decimal_mark) if text else None
    if number is None:
        return None
    return replace(choice, value=number.value, score=LESS_SURE * choice.score, alternatives=(choice,))


def _balances(sums: Totals, name: str, value: Decimal) -> bool:
    chosen: dict[str, Choice[Decimal] | None] = {part: getattr(sums, part) for part in PARTS}
    parts = {part: Decimal(0) if choice is None else choice.value for part, choice in chosen.items()}
    parts[name] = value
    added = sum(parts.values(), Decimal(0)) - 2 * parts["discount"] - parts["total"]
    return abs(added - parts["total"]) <= TOLERANCE
