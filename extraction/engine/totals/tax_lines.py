"""The lines with figures that could be a tax table's: a word for tax on a line, above it or at the row before
vouches for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from extraction.engine.candidates import Sheet
from extraction.engine.layout import Line, Segment
from extraction.engine.spans import Span
from extraction.engine.totals.tax_rows import TAX, Amount, Figures, kinds_of, speaks_of_tax, whole_row

HIGHEST = Decimal("0.5")
REACH = 3  # lines below its head or its last row at which a table may go on
MOST_WORDS = 2
MOST_AMOUNTS = 30  # of one line that are looked at
_DISCOUNT = frozenset({"totals.discount", "columns.discount"})

Place = tuple[int, int]


def vouched_lines(sheet: Sheet, items: frozenset[Place]) -> Iterator[tuple[Figures, bool]]:
    """Every line with figures outside the items, and whether a word for tax speaks for it."""
    reach = 0
    by_line = _figures(sheet)
    last = max(items, default=None)
    for line in sheet.layout.lines:
        place = (line.page, line.index)
        figures = by_line.get(place)
        before = last is None or place <= last
        if place in items or (before and sheet.heads_items(line.segments[0])):
            reach = 0
            continue
        if any(_heads_taxes(sheet, segment) for segment in line.segments):
            reach = REACH + 1
        if figures is not None:
            speaks = speaks_of_tax(sheet, line) or (not before and _speaks_for_itself(figures))
            yield figures, (speaks or reach > 0) and not _is_discount(sheet, line)
            reach = REACH + 1 if (speaks or reach > 0) and figures.rates else reach
        reach -= 1


def _figures(sheet: Sheet) -> dict[Place, Figures]:
    percents: defaultdict[Place, list[tuple[Decimal, Span]]] = defaultdict(list)
    amounts: defaultdict[Place, list[Amount]] = defaultdict(list)
    for rate in sheet.rates:
        if 0 <= rate.value.fraction < HIGHEST:
            percents[_place(rate.span)].append((rate.value.fraction, rate.span))
    for amount in sheet.amounts:
        if amount.value.decimals <= 2:
            amounts[_place(amount.span)].append(amount)
    places = percents.keys() | amounts.keys()
    return {
        (page, at): Figures(
            sheet.page(page).lines[at],
            tuple(percents[page, at]),
            tuple(amounts[page, at][:MOST_AMOUNTS]),
        )
        for page, at in places
    }


def _place(span: Span) -> Place:
    return span.page, span.segment.line


def _heads_taxes(sheet: Sheet, segment: Segment) -> bool:
    """Whether a segment is the head of a column or of the whole table."""
    return not any(map(str.isdigit, segment.text)) and bool(kinds_of(sheet, [segment]) & TAX)


def _speaks_for_itself(figures: Figures) -> bool:
    """A rate, a base, the tax on it and the sum of both, and hardly a word beside them."""
    words = sum(len(word) > 1 and word.isalpha() for word in figures.line.text.split())
    if len(figures.rates) != 1 or words > MOST_WORDS:
        return False
    row = whole_row(*figures.rates[0], figures.amounts)
    return row is not None and row.gross_span is not None and bool(row.rate)


def _is_discount(sheet: Sheet, line: Line) -> bool:
    kinds = kinds_of(sheet, line.segments)
    return bool(kinds & _DISCOUNT) and "totals.tax" not in kinds
