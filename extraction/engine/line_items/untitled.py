"""Rows found by arithmetic alone, for tables whose titles are missing or in unknown words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from extraction.engine.layout import Layout, Line, PageLayout
from extraction.engine.line_items import arithmetic, bare, body, pairs
from extraction.engine.line_items.columns import Column
from extraction.engine.line_items.table import Row
from extraction.engine.values import numbers

MOST_NUMBERS = 8


@dataclass(frozen=True, slots=True)
class _Product:
    """A line on which two numbers multiply to a third, and the right edge of that third."""

    line: Line
    edge: float


def find(layout: Layout, *, mark: str | None) -> tuple[Row, ...]:
    """The rows of all pages whose numbers multiply, with the rows between them."""
    found: list[Row] = []
    known: tuple[Column, ...] = ()
    for page in layout.pages:
        sure = [product.line for product in _main_column(list(_products(page, mark)), page)]
        if sure:
            rows, known = bare.read(page, sure, mark=mark, known=known)
            found += rows
    return tuple(found)


def _products(page: PageLayout, mark: str | None) -> Iterator[_Product]:
    for line in page.lines:
        edges = [*_multiplied(line, mark), *_compounded(line, mark)]
        if edges:
            yield _Product(line, max(edges))


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


def _main_column(products: Sequence[_Product], page: PageLayout) -> list[_Product]:
    """The products whose amounts stand under each other, of the column that has most."""
    aligned = [
        [other for other in products if abs(other.edge - product.edge) <= bare.ALIGNED * page.line_height]
        for product in products
    ]
    return max(aligned, key=len, default=[])
