"""What a receipt says was given, returned and kept: that tells its total where no label does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extraction.engine.candidates import Sheet
from extraction.engine.choice import Choice
from extraction.engine.totals import stack

Roles = dict[str, list[Choice[Decimal]]]
Place = tuple[int, int]
PAID = 0.45
SOON = 4  # lines between a tax and the total behind it, or a payment and its change
CENTS = -2  # the exponent of an amount with cents


def settled(paid: Sequence[Choice[Decimal]]) -> frozenset[Decimal]:
    """What a receipt says was paid: in cash less change, or by card."""
    values = [option.value for option in paid if option.value]
    return frozenset(values) | frozenset(a - b for a in values for b in values if a > b)


def less_change(sheet: Sheet, roles: Roles) -> frozenset[Decimal]:
    """What was given less the change printed right below it, whatever the given is called."""
    given = [(option.value, position(option)) for option in roles["paid"]]
    kept = {
        value - change.value
        for change in (*roles["change"], *roles["paid"])
        for value, place in given
        if 0 <= change.value < value and soon_after(place, position(change))
    }
    kept.update(amount - change.value for change in roles["change"] for amount in _right_above(sheet, change))
    return frozenset(value for value in kept if value > 0)


def _right_above(sheet: Sheet, change: Choice[Decimal]) -> Iterator[Decimal]:
    """Amounts larger than the change on the line above it, or on its own before it."""
    at = position(change)
    for amount in sheet.amounts:
        place = ((amount.span.page, amount.span.segment.line), amount.span.box.x0)
        near = at[0][1] - place[0][1] <= 1 and place[0][0] == at[0][0] and place < at
        if near and amount.value.decimals == 2 and amount.value.value > change.value:
            yield amount.value.value


def not_returned(roles: Roles) -> list[Choice[Decimal]]:
    """What was paid, without the change that was given back."""
    returned = {option.spans for option in roles["change"]}
    return [option for option in roles["paid"] if option.spans not in returned]


def unnamed(
    sheet: Sheet, kept: frozenset[Decimal], known: Sequence[Choice[Decimal]]
) -> Iterator[Choice[Decimal]]:
    """An amount without a known name that is what was given less the change."""
    values = {option.value for option in known}
    for amount in sheet.amounts:
        if amount.value.value in kept - values and amount.value.decimals == 2 and amount.value.value:
            yield Choice(amount.value.value, (amount.span,), stack.UNNAMED)


def in_full(roles: Roles, named: Sequence[Choice[Decimal]]) -> Iterator[Choice[Decimal]]:
    """What was paid and nothing of it returned: on a receipt whose total cannot be read, the total."""
    places = {option.spans for option in (*named, *roles["change"])}
    for option in roles["paid"]:
        in_cents = option.value.as_tuple().exponent == CENTS
        if option.value and in_cents and option.spans not in places and _is_kept(option, roles["paid"]):
            yield replace(option, score=option.score - PAID)


def _is_kept(option: Choice[Decimal], paid: Sequence[Choice[Decimal]]) -> bool:
    """Whether a payment is neither change, which stands below what was given, nor given with change below."""
    values = {other.value for other in paid}
    before = [other for other in paid if position(other) < position(option)]
    behind = [other for other in paid if position(other) > position(option)]
    if any(other.value > option.value for other in before):
        return False
    returned = [other for other in behind if 0 < other.value < option.value]
    return all(option.value + other.value in values for other in returned)


def height(option: Choice[Decimal]) -> Place:
    return option.spans[0].page, option.spans[0].segment.line


def position(option: Choice[Decimal]) -> tuple[Place, float]:
    return height(option), option.spans[0].box.x0


def soon_after(first: tuple[Place, float], second: tuple[Place, float]) -> bool:
    (page, line), (next_page, next_line) = first[0], second[0]
    return first < second and page == next_page and next_line - line <= SOON
