"""One line of a tax table: what its rate, base, tax and gross are, found by their arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import permutations

from extraction.engine.candidates import Candidate, Sheet
from extraction.engine.layout import Line, Segment
from extraction.engine.records import record
from extraction.engine.spans import Span
from extraction.engine.values import rates
from extraction.engine.values.numbers import Number

CENT = Decimal("0.01")
TOLERANCE = Decimal("0.02")
SHARES = 2  # of a tax that goes to two authorities
HIGHEST_BARE = Decimal(35)  # a rate printed without its percent sign
TAX = frozenset({"totals.tax", "totals.tax_rate"})
_OTHER_SUMS = frozenset({"totals.total", "totals.subtotal", "totals.balance", "totals.paid"})

Amount = Candidate[Number]


@record()
class TaxRow:
    """A line that names a rate and what it came to."""

    rate: Decimal
    base: Decimal | None
    amount: Decimal | None
    rate_span: Span
    amount_span: Span | None
    base_span: Span | None = None
    gross_span: Span | None = None
    name: str = ""  # what the tax is called on its line

    @property
    def whole(self) -> bool:
        return self.base is not None and self.amount is not None

    @property
    def applies(self) -> bool:
        """Whether anything was taxed at this rate; many a table lists rates that nothing was."""
        return bool(self.base) if self.base is not None else bool(self.amount)

    @property
    def spans(self) -> tuple[Span, ...]:
        return tuple(s for s in (self.base_span, self.amount_span, self.gross_span) if s is not None)


@record()
class Figures:
    """The percentages and amounts of one line."""

    line: Line
    rates: tuple[tuple[Decimal, Span], ...]
    amounts: tuple[Amount, ...]


def of(base: Decimal, rate: Decimal) -> Decimal:
    """A rate of a base, rounded as an invoice rounds."""
    return (base * rate).quantize(CENT, ROUND_HALF_UP)


def within(gross: Decimal, rate: Decimal) -> Decimal:
    """The tax that an amount holds, rounded as an invoice rounds."""
    return of(gross / (1 + rate), rate)


def kinds_of(sheet: Sheet, segments: Iterable[Segment]) -> set[str]:
    return {k for segment in segments for label in sheet.labels.of(segment) for k in sheet.kinds(label)}


def speaks_of_tax(sheet: Sheet, line: Line) -> bool:
    return bool(kinds_of(sheet, line.segments) & TAX)


def row_of(sheet: Sheet, figures: Figures) -> TaxRow | None:
    found = _of_line(sheet, figures)
    return replace(found, name=_name(sheet, figures.line)) if found is not None else None


def _of_line(sheet: Sheet, figures: Figures) -> TaxRow | None:
    printed = figures.rates
    if not printed:
        return min(_under_bare_rates(figures), key=_off, default=None)
    fraction, span = printed[0]
    if len(printed) > 1:
        return _shared(figures) if all(other == fraction for other, _ in printed) else None
    return (
        whole_row(fraction, span, figures.amounts)
        or _in_halves(figures, fraction, span)
        or _amount_alone(sheet, figures, fraction, span)
    )


def _in_halves(figures: Figures, rate: Decimal, span: Span) -> TaxRow | None:
    """A rate whose tax two authorities share, each with its half: "GST 12 %  728.04  43.68  43.68"."""
    row = whole_row(rate / 2, span, figures.amounts)
    if row is None or row.amount is None or row.base is None or row.amount_span is None or not row.amount:
        return None
    halves = [c.span for c in figures.amounts if c.value.value == row.amount]
    if len(halves) != SHARES:
        return None
    gross = next((c.span for c in figures.amounts if c.value.value == row.base + SHARES * row.amount), None)
    return replace(row, rate=rate, amount=SHARES * row.amount, amount_span=halves[-1], gross_span=gross)


def _shared(figures: Figures) -> TaxRow | None:
    """A rate that two authorities share: twice the same percentage and the same amount on one line."""
    fraction, span = figures.rates[0]
    row = whole_row(fraction, span, figures.amounts)
    times = len(figures.rates)
    if row is None or row.amount is None or row.amount_span is None:
        return row
    if sum(c.value.value == row.amount for c in figures.amounts) < times:
        return row
    whole = next((c.span for c in figures.amounts if c.value.value == row.amount * times), row.amount_span)
    return replace(row, rate=fraction * times, amount=row.amount * times, amount_span=whole)


def _name(sheet: Sheet, line: Line) -> str:
    labels = (label for segment in line.segments for label in sheet.labels.of(segment))
    return next((label.key for label in labels if sheet.kinds(label) & TAX), "")


def _under_bare_rates(figures: Figures) -> Iterator[TaxRow]:
    """A row whose rate is printed without a percent sign, known by its arithmetic."""
    for candidate in figures.amounts:
        number = candidate.value
        fraction = rates.of(number.text.strip("()")) if 0 < abs(number.value) <= HIGHEST_BARE else None
        if fraction is None or number.currency:
            continue
        others = tuple(c for c in figures.amounts if c.value.decimals and c.value.text != number.text)
        row = whole_row(fraction, candidate.span, others)
        if row is not None and row.amount and abs(row.amount) > TOLERANCE:
            yield row


def _off(row: TaxRow) -> Decimal:
    """How far the tax is from the rate of the base: the number of a row may come close to it by chance."""
    return abs(of(row.base or Decimal(0), row.rate) - (row.amount or Decimal(0)))


def whole_row(rate: Decimal, span: Span, amounts: Sequence[Amount]) -> TaxRow | None:
    """Base and tax among amounts, with their sum where that is printed too."""
    values = {c.value.value: c for c in amounts}
    best: TaxRow | None = None
    for base, tax in permutations(amounts, 2):
        net, part = base.value.value, tax.value.value
        if not _is_part(part, net, rate, values):
            continue
        gross = values.get(net + part) if net + part != net else None
        row = TaxRow(rate, net, part, span, tax.span, base.span, gross.span if gross else None)
        if gross is not None:
            return row
        best = best or row
    return best


def _is_part(part: Decimal, net: Decimal, rate: Decimal, values: Iterable[Decimal]) -> bool:
    if not net and part:
        return False
    if rate == 0 and (part or not net):
        return False
    slack = TOLERANCE
    if part and net + part in values:
        slack += abs(part) / 200  # added up from rows that were each rounded
    return abs(of(net, rate) - part) <= slack and (not rate or bool(part) == bool(net))


def _amount_alone(sheet: Sheet, figures: Figures, rate: Decimal, span: Span) -> TaxRow | None:
    """A rate and an amount behind it, before anything else that has a name."""
    if not speaks_of_tax(sheet, figures.line):
        return None
    limit = _next_sum(sheet, figures.line, span)
    behind = [
        c
        for c in figures.amounts
        if span.box.x0 <= c.span.box.x0 < limit and (c.value.decimals == 2 or c.value.currency)
    ]
    last = behind[-1] if behind and not _names_a_sum_before(sheet, span) else None
    return TaxRow(rate, None, last.value.value if last else None, span, last.span if last else None)


def _names_a_sum_before(sheet: Sheet, rate: Span) -> bool:
    """Whether a rate is only said of a sum, as in "Total including 25 % VAT"."""
    labels = (label for label in sheet.labels.of(rate.segment) if label.span.start < rate.start)
    return any(sheet.kinds(label) & _OTHER_SUMS and not sheet.kinds(label) & TAX for label in labels)


def _next_sum(sheet: Sheet, line: Line, span: Span) -> float:
    """Where on the line something else than tax is named."""
    others = (
        segment.box.x0
        for segment in line.segments
        if segment.box.x0 > span.box.x0 and kinds_of(sheet, [segment]) & _OTHER_SUMS
    )
    return min(others, default=float("inf"))
