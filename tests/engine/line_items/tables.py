"""Tables of words for the tests: text at the left, numbers at the right edges of their columns."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extraction.engine import layout, line_items
from extraction.engine.document import Document, Page, Word
from extraction.engine.invoice import LineItem
from extraction.engine.line_items import Items
from tests.engine.drawing import CHARACTER, words_at

LEFT, STEP, TOP = 50.0, 18.0, 100.0
EDGES = (330.0, 410.0, 490.0, 570.0)  # right edges of the columns of numbers


def line(y: float, text: str = "", *numbers: str, edges: Sequence[float] = EDGES) -> list[Word]:
    """A text at the left and numbers that end at the right edges."""
    words = words_at(LEFT, y, text)
    for edge, number in zip(edges[-len(numbers) :] if numbers else (), numbers, strict=True):
        width = CHARACTER * (len(number) - 0.4 * number.count(" "))
        words += words_at(edge - width, y, number)
    return words


def page(*lines: Sequence[str], number: int = 1, step: float = STEP) -> Page:
    """A line for each row of cells, the first one text, the others numbers."""
    words = [word for at, cells in enumerate(lines) for word in line(TOP + at * step, *cells)]
    return Page(number, 600, 800, tuple(words))


def find(*pages: Page) -> Items:
    return line_items.find(layout.analyze(Document(pages)))


def rows(*pages: Page) -> list[tuple[str | None, str | None, str | None, str | None]]:
    """Description, quantity, price and amount of each row, numbers as printed."""
    return [_cells(item) for item in find(*pages).line_items]


def _cells(item: LineItem) -> tuple[str | None, str | None, str | None, str | None]:
    return item.description, _text(item.quantity), _text(item.unit_price), _text(item.amount)


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)
