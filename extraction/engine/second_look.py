"""Where the sums of a scan do not add up: each is read a second time, and the reading that mends them counts.

Where none does, one sum may be a slip away from what the others come to: a digit taken for one that looks
like it, or a decimal mark lost. It is mended where exactly one is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from extraction.engine import tendered
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
MENDED = 0.6
LOOK_ALIKE = frozenset(
    map(frozenset, ("08", "06", "09", "17", "14", "27", "35", "38", "56", "58", "68", "69", "89", "49"))
)


def settle(found: Findings, *, reread: Reread) -> Findings:
    """The findings with the one sum put right that makes all of them balance, if a second reading does."""
    sums = found.totals
    if sums.balanced is None:
        return _with_likely_total(found, reread)
    if sums.balanced:
        return found
    for name in DOUBTFUL:
        choice: Choice[Decimal] | None = getattr(sums, name)
        if choice is None or choice.read_from is not Source.OCR or len(choice.spans) != 1:
            continue
        again = _again(found, choice, reread)
        if again is not None and again.value != choice.value and _balances(sums, name, again.value):
            changed: dict[str, Any] = {name: again, "balanced": True}
            return replace(found, totals=replace(sums, **changed))
    return _mended(found)


def _with_likely_total(found: Findings, reread: Reread) -> Findings:
    """The findings with what was given or added on a slip as their total, if a second look reads it, or it is
    one slip away.
    """
    total = found.totals.total
    if total is None or total.read_from is not Source.OCR or len(total.spans) != 1:
        return found
    said = tendered.totals(found.sheet, total)
    if len(said) != 1 or total.value in said:
        return found
    wanted = next(iter(said))
    again = _again(found, total, reread)
    if again is None or again.value != wanted:
        if not _is_one_slip(total.spans[0].text, wanted):
            return found
        again = replace(total, value=wanted, score=MENDED * total.score, alternatives=(total,))
    return replace(found, totals=replace(found.totals, total=again))


def _mended(found: Findings) -> Findings:
    """The findings with the only sum put right that is one slip away from what the others come to."""
    slips = {name: option for name in DOUBTFUL for option in _slipped(found.totals, name)}
    if len(slips) != 1:
        return found
    changed: dict[str, Any] = {**slips, "balanced": None}
    return replace(found, totals=replace(found.totals, **changed))


def _slipped(sums: Totals, name: str) -> Iterator[Choice[Decimal]]:
    choice: Choice[Decimal] | None = getattr(sums, name)
    if choice is None or choice.read_from is not Source.OCR or len(choice.spans) != 1:
        return
    wanted = choice.value + (1 if name == "total" else -1) * _excess(sums, {})
    if wanted > 0 and _is_one_slip(choice.spans[0].text, wanted) and _suits_rate(sums, {name: wanted}):
        yield replace(choice, value=wanted, score=MENDED * choice.score, alternatives=(choice,))


def _suits_rate(sums: Totals, changed: Mapping[str, Decimal]) -> bool:
    """Whether the printed rate makes the tax of the subtotal, where all three are known."""
    if sums.tax_rate is None or sums.tax is None or sums.subtotal is None:
        return True
    subtotal, tax = changed.get("subtotal", sums.subtotal.value), changed.get("tax", sums.tax.value)
    return abs(subtotal * sums.tax_rate.value - tax) <= TOLERANCE


def _is_one_slip(text: str, wanted: Decimal) -> bool:
    """Whether the figures are the same, or differ in one that looks like the other."""
    read = [c for c in text if c.isdigit()]
    meant = [c for c in f"{wanted:.2f}" if c.isdigit()]
    if len(read) != len(meant):
        return False
    different = [pair for pair in zip(read, meant, strict=True) if pair[0] != pair[1]]
    return len(different) <= 1 and all(frozenset(pair) in LOOK_ALIKE for pair in different)


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
    return abs(_excess(sums, {name: value})) <= TOLERANCE


def _excess(sums: Totals, changed: Mapping[str, Decimal]) -> Decimal:
    """What the parts come to beyond the total, with some of them changed."""
    chosen: dict[str, Choice[Decimal] | None] = {part: getattr(sums, part) for part in PARTS}
    parts = {part: Decimal(0) if choice is None else choice.value for part, choice in chosen.items()}
    parts.update(changed)
    return sum(parts.values(), Decimal(0)) - 2 * (parts["discount"] + parts["total"])
