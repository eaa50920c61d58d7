"""How many, at which price, and what it comes to: each on a line of its own, as petrol pumps print them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extraction.engine.document import Word
from extraction.engine.line_items import till_naming, words
from extraction.engine.line_items.till_factors import Factors
from extraction.engine.line_items.till_line import TillLine

STACKED = 3  # lines of one item
TITLES = frozenset({"quantity", "unit_price"})


def joined(lines: Sequence[TillLine]) -> list[TillLine]:
    """The lines, a stack of them being one: "Litres 30.10", "Unit price 1.500", "Amount 45.15"."""
    kept: list[TillLine] = []
    at = 0
    while at < len(lines):
        whole = _of_stack(lines[at : at + STACKED])
        kept.append(whole or lines[at])
        at += STACKED if whole else 1
    return kept


def _of_stack(stack: Sequence[TillLine]) -> TillLine | None:
    """The line of an amount with the two numbers above that multiply to it, in their order, for its words."""
    if len(stack) < STACKED or stack[-1].amount is None or words.column_kind(stack[-1].text) != "amount":
        return None
    numbers = [_titled(line) for line in stack[:-1]]
    kinds = [words.column_kind(_title(line)) for line in stack[:-1]]
    if None in numbers or not TITLES.intersection(kind for kind in kinds if kind):
        return None
    (first, one), (second, other) = (number for number in numbers if number is not None)
    counted_last = kinds[0] == "unit_price" or kinds[1] == "quantity"
    quantity, price = ((second, other), (first, one)) if counted_last else ((first, one), (second, other))
    factors = Factors(quantity[1], price[1], (quantity[0], price[0]))
    if not factors.make(stack[-1].amount):
        return None
    return replace(stack[-1], head=factors.said)


def _titled(line: TillLine) -> tuple[Word, Decimal] | None:
    """The only number of a line that has a title before it."""
    found = list(_numbers(line))
    return found[0] if len(found) == 1 and till_naming.names(line.line.words[:1]) else None


def _numbers(line: TillLine) -> Iterator[tuple[Word, Decimal]]:
    for word in line.line.words:
        number = line.money.plain(word)
        if number is not None:
            yield word, number.value


def _title(line: TillLine) -> str:
    numbered = {id(word) for word, _ in _numbers(line)}
    return " ".join(word.text for word in line.line.words if id(word) not in numbered)
