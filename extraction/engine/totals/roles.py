"""Which printed amounts could be which sum, by their labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from extraction.engine.candidates import Candidate, Sheet, Support
from extraction.engine.choice import Choice
from extraction.engine.values.numbers import Number

ROLES = ("total", "balance", "subtotal", "tax", "discount", "shipping", "rounding", "paid")
LEAST = 0.3
MOST = 6  # candidates kept for one role


def amounts_by_role(sheet: Sheet) -> dict[str, list[Choice[Decimal]]]:
    """The plainest labelled amounts of each role, later places first among equals."""
    found: dict[str, list[Choice[Decimal]]] = {role: [] for role in ROLES}
    money = [c for c in sheet.amounts if _is_money(sheet, c)]
    for place, candidate in enumerate(money):
        supports = tuple(_outside_items(sheet, candidate))
        for role in ROLES:
            choice = _as(role, candidate, supports, place / max(1, len(money)))
            if choice is not None:
                found[role].append(choice)
    return {role: sorted(options, key=lambda o: -o.score)[:MOST] for role, options in found.items()}


def _is_money(sheet: Sheet, candidate: Candidate[Number]) -> bool:
    number = candidate.value
    if number.decimals in (1, 2) or number.currency:
        return True
    if number.decimals > 2 or abs(number.value) > Decimal(10) ** 9:
        return False
    around = candidate.span.segment.text.replace(candidate.span.text, "", 1).strip(" .,:;")
    beside = [mark for mark in sheet.currency_marks if mark.span.segment is candidate.span.segment]
    return bool(beside) or not any(c.isalnum() for c in around)


def _outside_items(sheet: Sheet, candidate: Candidate[Number]) -> Iterable[Support]:
    """Its labels, but for the heads of a table of items: what stands below those is a line's amount."""
    for support in candidate.supports:
        segment = support.label.span.segment
        if segment is candidate.span.segment or not sheet.heads_items(segment):
            yield support


def _as(
    role: str, candidate: Candidate[Number], supports: Iterable[Support], place: float
) -> Choice[Decimal] | None:
    speaking = [s for s in _preferred(supports) if f"totals.{role}" in s.kinds]
    if not speaking:
        return None
    plainest = max(speaking, key=lambda s: s.strength)
    score = plainest.strength - (0.1 if plainest.label.span.segment.line > candidate.span.segment.line else 0)
    if not plainest.label.initial:
        score -= 0.15
    if score < LEAST:
        return None
    value = abs(candidate.value.value) if role in ("discount", "paid") else candidate.value.value
    return Choice(value, (candidate.span,), score + 0.08 * place, label=plainest.label.span.text)


def _preferred(supports: Iterable[Support]) -> Iterator[Support]:
    """A label beside a value leaves the one above it little to say."""
    listed = list(supports)
    plainest = max((s.strength for s in listed), default=0.0)
    return (s for s in listed if s.strength > plainest - 0.3)
