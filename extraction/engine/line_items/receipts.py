"""Rows of a text and an amount, as on till receipts: known by their sum, which is printed below them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extraction.engine.document import Word
from extraction.engine.layout import Layout, Line, PageLayout
from extraction.engine.line_items import arithmetic, cells, words
from extraction.engine.line_items.table import Row
from extraction.engine.values import numbers

SUM_LINES = 8  # so many lines with amounts after the rows can hold their sum


@dataclass(frozen=True, slots=True)
class _Priced:
    """A line that ends in an amount, with the words before it."""

    line: Line
    text: tuple[Word, ...]
    amount: Decimal
    printed: tuple[Word, ...]


def find(layout: Layout, *, mark: str | None) -> tuple[Row, ...]:
    """The longest run of lines whose amounts add up to one printed soon after them."""
    runs = [_run(page, mark) for page in layout.pages]
    return tuple(
        _row(priced, layout_page.number)
        for layout_page, run in zip(layout.pages, runs, strict=True)
        for priced in run
    )


def _run(page: PageLayout, mark: str | None) -> list[_Priced]:
    priced = [found for line in page.lines if (found := _priced(line, mark))]
    end = next(
        (i for i, found in enumerate(priced) if words.sum_kind(cells.text_of(found.text))), len(priced)
    )
    printed = [found.amount for found in priced[end : end + SUM_LINES]]
    for start in range(end):
        run = priced[start:end]
        if (
            all(found.text for found in run)
            and arithmetic.printed_sum([f.amount for f in run], printed) is not None
        ):
            return run
    return []


def _priced(line: Line, mark: str | None) -> _Priced | None:
    """The last number of a line if it has decimals; a letter or sign for its tax may follow."""
    for count in range(1, min(4, len(line.words)) + 1):
        tail = line.words[-count:]
        number = numbers.parse(tail[0].text, mark=mark)
        if number is not None:
            behind = cells.text_of(tail[1:])
            if number.decimals == 2 and len(behind) <= 4 and not any(c.isdigit() for c in behind):
                return _Priced(line, line.words[:-count], number.value, tail[:1])
            return None
    return None


def _row(priced: _Priced, page: int) -> Row:
    return Row(
        {
            "description": cells.cell(cells.text_of(priced.text), priced.text, page=page, confidence=0.7),
            "amount": cells.cell(priced.amount, priced.printed, page=page, confidence=0.9),
        }
    )
