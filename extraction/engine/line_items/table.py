"""What is found of a table of items: cells with their place and text, rows, and how well they add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from extraction.engine.document import Box, Source
from extraction.engine.invoice import LineItem
from extraction.engine.records import record


@record()
class Cell:
    """One printed value of a row: its value as in `LineItem`, and where and how it was read. `reading` is
    how sure the reader was of its words.
    """

    value: Any
    text: str
    box: Box
    page: int
    confidence: float
    source: Source = Source.TEXT
    label: str | None = None
    reading: float = 1.0


@record()
class Row:
    """One item. `cells` is by the names of `LineItem`'s fields and holds only what is printed;
    `details` is text below the description; `balanced` tells whether quantity × price = amount,
    None when that cannot be told.
    """

    cells: Mapping[str, Cell]
    details: str | None = None
    balanced: bool | None = None

    @property
    def item(self) -> LineItem:
        return LineItem(**{name: cell.value for name, cell in self.cells.items()})

    @property
    def amount(self) -> Decimal | None:
        cell = self.cells.get("amount")
        return None if cell is None else cell.value


@dataclass(frozen=True, slots=True)
class Items:
    """The rows of a document. `score` is the probability that they are right as a whole,
    `printed_sum` the sum of their amounts when it is printed below them, else None. `charges` is what
    the table adds for discounts and charges on the whole, which are no rows but part of its sum.
    """

    rows: tuple[Row, ...] = ()
    score: float = 0.0
    printed_sum: Decimal | None = None
    charges: Decimal = Decimal(0)

    @property
    def total(self) -> Decimal:
        return sum((row.amount for row in self.rows if row.amount is not None), self.charges)

    @property
    def line_items(self) -> tuple[LineItem, ...]:
        return tuple(row.item for row in self.rows)
