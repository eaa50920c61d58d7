"""Lines on which two numbers multiply to a third."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations

from extraction.engine.layout import Line
from extraction.engine.line_items import arithmetic, body, pairs
from extraction.engine.values import numbers

MOST_NUMBERS = 8


def edges(line: Line, mark: str | None) -> list[float]:
    """The right edges of the numbers on a line that are products of others."""
    return [*_multiplied(line, mark), *_compounded(line, mark)]


def _numbers(line: Line, mark: str | None) -> list[tuple[Decimal, float]]:
    """The numbers that stand alone on a line, with their right edges."""
    found = []
    for segment in line.segments:
        number = numbers.parse(segment.text, mark=mark) or (
            numbers.parse(segment.words[0].text, mark=mark) if body.is_number(segment) else None
        )
        if number is not None:
            found.append((number.value, segment.box.x1))
    return found


def _multiplied(line: Line, mark: str | None) -> list[float]:
    printed = _numbers(line, mark)
    if not 3 <= len(printed) <= MOST_NUMBERS:
        return []
    return [amount[1] for q, price, amount in permutations(printed, 3) if _product(q[0], price[0], amount[0])]


def _compounded(line: Line, mark: str | None) -> list[float]:
    """Amounts that are the product of a cell such as "123.00 x 6.00"."""
    printed = [pair for segment in line.segments if (pair := pairs.read(segment.words, mark=mark))]
    return [
        edge
        for pair in printed
        for amount, edge in _numbers(line, mark)
        if _product(pair.quantity, pair.unit_price, amount)
    ]


def _product(quantity: Decimal, price: Decimal, amount: Decimal) -> bool:
    return amount != 0 and arithmetic.multiplies(quantity, price, amount) is True
