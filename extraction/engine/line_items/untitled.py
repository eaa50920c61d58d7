"""Rows found by arithmetic alone, for tables whose titles are missing or in unknown words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from extraction.engine.layout import Layout, Line, PageLayout
from extraction.engine.line_items import arithmetic, body, columns, grid, rows
from extraction.engine.line_items.columns import Column
from extraction.engine.line_items.table import Row
from extraction.engine.values import numbers

MOST_NUMBERS = 8
ALIGNED = 1.0  # right edges closer than this, in line heights, are of one column
LEAD = 3  # lines of text above the first row that can belong to it


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
        products = _main_column(list(_products(page, mark)), page)
        if not products:
            continue
        sure = [product.line for product in products]
        laid = grid.lay(sure, columns.of_lines(sure), line_height=page.line_height, mark=mark)
        named = arithmetic.name(laid)
        if not {"quantity", "unit_price"} <= {column.kind for column in named.columns}:
            named = grid.lay(sure, known, line_height=page.line_height, mark=mark) if known else named
        known = columns.with_description(named.columns, sure)
        around = _around(page, sure)
        whole = grid.lay(around, known, line_height=page.line_height, mark=mark)
        found.extend(rows.read(whole))
    return tuple(found)


def _products(page: PageLayout, mark: str | None) -> Iterator[_Product]:
    for line in page.lines:
        printed = [
            (number.value, segment.box.x1)
            for segment in line.segments
            if body.is_number(segment)
            and (
                number := numbers.parse(segment.words[0].text, mark=mark)
                or numbers.parse(segment.text, mark=mark)
            )
        ]
        if 3 <= len(printed) <= MOST_NUMBERS:
            edges = [
                amount[1]
                for quantity, price, amount in permutations(printed, 3)
                if _multiply(quantity[0], price[0], amount[0])
            ]
            if edges:
                yield _Product(line, max(edges))


def _multiply(quantity: Decimal, price: Decimal, amount: Decimal) -> bool:
    return amount != 0 and arithmetic.multiplies(quantity, price, amount) is True


def _main_column(products: Sequence[_Product], page: PageLayout) -> list[_Product]:
    """The products whose amounts stand under each other, of the column that has most."""
    columns_of = [
        [other for other in products if abs(other.edge - product.edge) <= ALIGNED * page.line_height]
        for product in products
    ]
    return max(columns_of, key=len, default=[])


def _around(page: PageLayout, sure: Sequence[Line]) -> tuple[Line, ...]:
    """The lines from a little above the first sure row to the sums below the last one."""
    first, last = sure[0].index, sure[-1].index
    while first > 0 and sure[0].index - first < LEAD and not body.count_numbers(page.lines[first - 1]):
        first -= 1
    left = min(line.box.x0 for line in sure)
    return (*page.lines[first : last + 1], *body.until_sums(page.lines[last + 1 :], left=left))
