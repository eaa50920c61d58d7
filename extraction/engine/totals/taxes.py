"""The tax table as one object: rows of rate, base, tax and gross in any order, and their sums.

Arithmetic finds the parts of a row; a word for tax on its line, above it or at the row before vouches for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import permutations

from extraction.engine.candidates import Candidate, Sheet
from extraction.engine.choice import Choice
from extraction.engine.layout import Line, Segment
from extraction.engine.spans import Span
from extraction.engine.values import rates
from extraction.engine.values.numbers import Number

CENT = Decimal("0.01")
TOLERANCE = Decimal("0.02")
HIGHEST = Decimal("0.5")
HIGHEST_BARE = Decimal(35)  # a rate printed without its percent sign
REACH = 3  # lines below its head or its last row at which a table may go on
MOST_WORDS = 2
MOST_AMOUNTS = 30  # of one line that are looked at

Place = tuple[int, int]
Amount = Candidate[Number]
_TAX = frozenset({"totals.tax", "totals.tax_rate"})
_DISCOUNT = frozenset({"totals.discount", "columns.discount"})
_OTHER_SUMS = frozenset({"totals.total", "totals.subtotal", "totals.balance", "totals.paid"})


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class TaxTable:
    """All rows, each rate and base once, and the printed sums of their columns by role."""

    rows: tuple[TaxRow, ...] = ()
    sums: tuple[tuple[str, Choice[Decimal]], ...] = ()

    @property
    def applying(self) -> tuple[TaxRow, ...]:
        return tuple(row for row in self.rows if row.applies)

    @property
    def tax(self) -> Decimal | None:
        """All tax, where every row states its amount."""
        return _added([row.amount for row in self.rows])

    @property
    def base(self) -> Decimal | None:
        return _added([row.base for row in self.rows])


@dataclass(frozen=True, slots=True)
class _Figures:
    """The percentages and amounts of one line."""

    line: Line
    rates: tuple[tuple[Decimal, Span], ...]
    amounts: tuple[Amount, ...]


def read(sheet: Sheet, *, items: frozenset[Place] = frozenset()) -> TaxTable:
    """The tax table of a document, outside the lines of its items."""
    found: list[TaxRow] = []
    rest: list[_Figures] = []
    for figures, vouched in _vouched(sheet, items):
        row = _row(sheet, figures) if vouched else None
        if row is None:
            rest.append(figures)
        else:
            found.append(row)
    table = _without_repeats(found)
    return TaxTable(table, tuple(_sums(table, rest)))


def of(base: Decimal, rate: Decimal) -> Decimal:
    """A rate of a base, rounded as an invoice rounds."""
    return (base * rate).quantize(CENT, ROUND_HALF_UP)


def within(gross: Decimal, rate: Decimal) -> Decimal:
    """The tax that an amount holds, rounded as an invoice rounds."""
    return of(gross / (1 + rate), rate)


def _vouched(sheet: Sheet, items: frozenset[Place]) -> Iterator[tuple[_Figures, bool]]:
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
            speaks = _speaks_of_tax(sheet, line) or (not before and _speaks_for_itself(figures))
            yield figures, (speaks or reach > 0) and not _is_discount(sheet, line)
            reach = REACH + 1 if (speaks or reach > 0) and figures.rates else reach
        reach -= 1


def _figures(sheet: Sheet) -> dict[Place, _Figures]:
    percents: defaultdict[Place, list[tuple[Decimal, Span]]] = defaultdict(list)
    amounts: defaultdict[Place, list[Amount]] = defaultdict(list)
    for rate in sheet.rates:
        if 0 <= rate.value.fraction < HIGHEST:
            percents[_place(rate.span)].append((rate.value.fraction, rate.span))
    for amount in sheet.amounts:
        if amount.value.decimals <= 2:
            amounts[_place(amount.span)].append(amount)
    places = percents.keys() | amounts.keys()
    lines = {(line.page, line.index): line for line in sheet.layout.lines}
    return {p: _Figures(lines[p], tuple(percents[p]), tuple(amounts[p][:MOST_AMOUNTS])) for p in places}


def _place(span: Span) -> Place:
    return span.page, span.segment.line


def _kinds(sheet: Sheet, segments: Iterable[Segment]) -> set[str]:
    return {k for segment in segments for label in sheet.labels.of(segment) for k in sheet.kinds(label)}


def _heads_taxes(sheet: Sheet, segment: Segment) -> bool:
    """Whether a segment is the head of a column or of the whole table."""
    return not any(c.isdigit() for c in segment.text) and bool(_kinds(sheet, [segment]) & _TAX)


def _speaks_of_tax(sheet: Sheet, line: Line) -> bool:
    return bool(_kinds(sheet, line.segments) & _TAX)


def _speaks_for_itself(figures: _Figures) -> bool:
    """A rate, a base, the tax on it and the sum of both, and hardly a word beside them."""
    words = sum(len(word) > 1 and word.isalpha() for word in figures.line.text.split())
    if len(figures.rates) != 1 or words > MOST_WORDS:
        return False
    row = _whole(*figures.rates[0], figures.amounts)
    return row is not None and row.gross_span is not None and bool(row.rate)


def _is_discount(sheet: Sheet, line: Line) -> bool:
    kinds = _kinds(sheet, line.segments)
    return bool(kinds & _DISCOUNT) and "totals.tax" not in kinds


def _row(sheet: Sheet, figures: _Figures) -> TaxRow | None:
    found = _of_line(sheet, figures)
    return replace(found, name=_name(sheet, figures.line)) if found is not None else None


def _of_line(sheet: Sheet, figures: _Figures) -> TaxRow | None:
    printed = figures.rates
    if not printed:
        return next(_under_bare_rates(figures), None)
    fraction, span = printed[0]
    if len(printed) > 1:
        return _shared(figures) if all(other == fraction for other, _ in printed) else None
    return _whole(fraction, span, figures.amounts) or _amount_alone(sheet, figures, fraction, span)


def _shared(figures: _Figures) -> TaxRow | None:
    """A rate that two authorities share: twice the same percentage and the same amount on one line."""
    fraction, span = figures.rates[0]
    row = _whole(fraction, span, figures.amounts)
    times = len(figures.rates)
    if row is None or row.amount is None or row.amount_span is None:
        return row
    if sum(c.value.value == row.amount for c in figures.amounts) < times:
        return row
    whole = next((c.span for c in figures.amounts if c.value.value == row.amount * times), row.amount_span)
    return replace(row, rate=fraction * times, amount=row.amount * times, amount_span=whole)


def _name(sheet: Sheet, line: Line) -> str:
    labels = (label for segment in line.segments for label in sheet.labels.of(segment))
    return next((label.key for label in labels if sheet.kinds(label) & _TAX), "")


def _under_bare_rates(figures: _Figures) -> Iterator[TaxRow]:
    """A row whose rate is printed without a percent sign, known by its arithmetic."""
    for candidate in figures.amounts:
        number = candidate.value
        fraction = rates.of(number.text.strip("()")) if 0 < abs(number.value) <= HIGHEST_BARE else None
        if fraction is None or number.currency:
            continue
        others = tuple(c for c in figures.amounts if c.value.decimals and c.value.text != number.text)
        row = _whole(fraction, candidate.span, others)
        if row is not None and row.amount and abs(row.amount) > TOLERANCE:
            yield row


def _whole(rate: Decimal, span: Span, amounts: Sequence[Amount]) -> TaxRow | None:
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


def _amount_alone(sheet: Sheet, figures: _Figures, rate: Decimal, span: Span) -> TaxRow | None:
    """A rate and an amount behind it, before anything else that has a name."""
    if not _speaks_of_tax(sheet, figures.line):
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
    return any(sheet.kinds(label) & _OTHER_SUMS and not sheet.kinds(label) & _TAX for label in labels)


def _next_sum(sheet: Sheet, line: Line, span: Span) -> float:
    """Where on the line something else than tax is named."""
    others = (
        segment.box.x0
        for segment in line.segments
        if segment.box.x0 > span.box.x0 and _kinds(sheet, [segment]) & _OTHER_SUMS
    )
    return min(others, default=float("inf"))


def _without_repeats(rows: Sequence[TaxRow]) -> tuple[TaxRow, ...]:
    """Each tax once: a row without its base only says again what one with it says in full, and a
    deduction among taxes is none.
    """
    in_full = {row.rate for row in rows if row.whole}
    stated = {row.rate for row in rows if row.amount is not None}
    taxed = any(row.amount and row.amount > 0 for row in rows)
    kept: list[TaxRow] = []
    for row in rows:
        told_in_full = not row.whole and row.rate in (in_full if row.amount is not None else stated)
        deducted = taxed and not row.whole and row.amount is not None and row.amount < 0
        if not told_in_full and not deducted and not any(_repeats(row, other) for other in kept):
            kept.append(row)
    return tuple(kept)


def _repeats(row: TaxRow, other: TaxRow) -> bool:
    """The same figures under the same name; central and state tax are two of the same amount."""
    if (row.rate, row.base, row.amount) != (other.rate, other.base, other.amount):
        return row.rate == other.rate and row.amount is None
    return row.name in other.name or other.name in row.name


def _sums(table: Sequence[TaxRow], rest: Sequence[_Figures]) -> Iterator[tuple[str, Choice[Decimal]]]:
    """The sums of the columns, on a line that has the base's and the tax's side by side."""
    base, tax = _added([row.base for row in table]), _added([row.amount for row in table])
    if base is None or tax is None or not any(row.applies for row in table):
        return
    for figures in rest:
        places = {c.value.value: c.span for c in figures.amounts}
        if base in places and tax in places and base != tax:
            sums = {"subtotal": base, "tax": tax, "total": base + tax}
            yield from (
                (role, Choice(value, (places[value],), 0.85, label=role))
                for role, value in sums.items()
                if value in places
            )
            return


def _added(amounts: Sequence[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(amounts) else None
