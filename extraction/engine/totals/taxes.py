"""The tax table as one object: every rate with its base and amount, found by their arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from extraction.engine.candidates import Candidate, Sheet
from extraction.engine.layout import Line
from extraction.engine.spans import Span
from extraction.engine.values.numbers import Number

CENT = Decimal("0.01")
TOLERANCE = Decimal("0.02")


@dataclass(frozen=True, slots=True)
class TaxRow:
    """A line that names a rate and what it came to."""

    rate: Decimal
    base: Decimal | None
    amount: Decimal | None
    rate_span: Span
    amount_span: Span | None

    @property
    def whole(self) -> bool:
        return self.base is not None and self.amount is not None


def rows(sheet: Sheet) -> tuple[TaxRow, ...]:
    """The rows outside the table of items that name a tax rate, each rate and base once."""
    found: dict[tuple[object, ...], TaxRow] = {}
    for line in sheet.layout.lines:
        row = _row(sheet, line)
        if row is not None and not any(_repeats(row, other) for other in found.values()):
            words = "".join(c for c in line.text if c.isalpha()).casefold()
            found.setdefault((row.rate, row.amount, words), row)
    return tuple(found.values())


def _row(sheet: Sheet, line: Line) -> TaxRow | None:
    rates = [c for c in sheet.rates if _on(c.span, line) and 0 <= c.value.fraction < Decimal("0.5")]
    if len(rates) != 1 or not _speaks_of_tax(sheet, line, rates[0].span):
        return None
    rate, span = rates[0].value.fraction, rates[0].span
    amounts = [c for c in sheet.amounts if _on(c.span, line) and c.value.decimals in (0, 1, 2)]
    for base, tax in _pairs(amounts):
        if base.value.value and abs(of(base.value.value, rate) - tax.value.value) <= TOLERANCE:
            return TaxRow(rate, base.value.value, tax.value.value, span, tax.span)
    behind = [c for c in amounts if c.span.box.x0 >= span.box.x0 and c.value.decimals == 2]
    last = behind[-1] if behind else None
    return TaxRow(rate, None, last.value.value if last else None, span, last.span if last else None)


def of(base: Decimal, rate: Decimal) -> Decimal:
    """A rate of a base, rounded as an invoice rounds."""
    return (base * rate).quantize(CENT, ROUND_HALF_UP)


def _pairs(
    amounts: Sequence[Candidate[Number]],
) -> Iterator[tuple[Candidate[Number], Candidate[Number]]]:
    for base in amounts:
        for tax in amounts:
            if base is not tax and abs(base.value.value) >= abs(tax.value.value):
                yield base, tax


def _on(span: Span, line: Line) -> bool:
    return span.page == line.page and span.segment.line == line.index


def _speaks_of_tax(sheet: Sheet, line: Line, rate: Span) -> bool:
    """A word for tax on the line, or a column of the tax table above its rate."""
    kinds = {k for segment in line.segments for label in sheet.labels.of(segment) for k in sheet.kinds(label)}
    if kinds & {"totals.discount", "columns.discount"} and "totals.tax" not in kinds:
        return False
    if kinds & {"totals.tax", "totals.tax_rate"}:
        return True
    above = [s for s in sheet.supports(rate) if not sheet.heads_items(s.label.span.segment)]
    return any(s.kinds & {"totals.tax", "totals.tax_rate"} for s in above)


def _repeats(row: TaxRow, other: TaxRow) -> bool:
    """Whether one of two rows only says again what the other says in full."""
    return row.rate == other.rate and row.whole != other.whole and row.amount in (other.amount, None)


def total_of(table: Iterable[TaxRow]) -> Decimal | None:
    """All tax of a table whose every row states its amount."""
    amounts = [row.amount for row in table]
    if not amounts or any(amount is None for amount in amounts):
        return None
    return sum((amount for amount in amounts if amount is not None), Decimal(0))
