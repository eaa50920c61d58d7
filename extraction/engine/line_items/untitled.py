"""Rows found by arithmetic alone, for tables whose titles are missing or in unknown words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction.engine.layout import Layout, Line, PageLayout
from extraction.engine.line_items import bare, products
from extraction.engine.line_items.columns import Column
from extraction.engine.line_items.table import Row


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
        edges = products.edges(line, mark)
        if edges:
            yield _Product(line, max(edges))


def _main_column(found: Sequence[_Product], page: PageLayout) -> list[_Product]:
    """The products whose amounts stand under each other, of the column that has most."""
    aligned = [
        [other for other in found if abs(other.edge - product.edge) <= bare.ALIGNED * page.line_height]
        for product in found
    ]
    return max(aligned, key=len, default=[])
