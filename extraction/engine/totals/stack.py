"""The sums below the items where their labels are not understood: their arithmetic still names them.

The amount that the items come to is the subtotal, an amount that all amounts between add up to is the
total, and one alone between the two is the tax if a rate makes it; so is one that a rate beside it makes of
another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from extraction.engine.candidates import Candidate, Sheet
from extraction.engine.choice import Choice
from extraction.engine.totals import tax_rows
from extraction.engine.values.numbers import Number

DEEPEST = 12  # lines below the items that may hold their sums
MOST_SIDE_BY_SIDE = 12
AROUND = 3  # lines between an amount with its rate and the sums before and after it
UNNAMED = 0.5
CENTS = 2  # decimals; also more amounts than these make a row
HIGHEST_TAX = Decimal("0.35")
_USUAL = frozenset(Decimal(percent) / 100 for percent in range(5, 28))
_NO_SUM = frozenset({"totals.paid", "totals.balance", "columns.quantity", "header.date", "header.due_date"})
Place = tuple[int, int]
Amount = Candidate[Number]
Named = tuple[str, Choice[Decimal]]
_ROW = ("subtotal", "tax", "total")


def read(sheet: Sheet, *, items: frozenset[Place], lines_sum: Decimal | None) -> tuple[Named, ...]:
    """What the last amounts of the lines below the items are, each with its role."""
    found: list[Named] = []
    if lines_sum and items:
        found += _side_by_side(sheet, lines_sum, after=max(items))
        found = found or list(_by_the_items(sheet, list(_column(sheet, max(items))), lines_sum))
        found = found or list(_heading_a_row(sheet, lines_sum, after=max(items)))
    return tuple(found) or tuple(_by_a_rate(sheet, list(_column(sheet))))


def _heading_a_row(sheet: Sheet, lines_sum: Decimal, *, after: Place) -> Iterator[Named]:
    """What the items come to, where it begins a row of three amounts or more, which lead to the total."""
    lines: dict[Place, list[Amount]] = {}
    for amount in sheet.amounts:
        lines.setdefault(_place(amount), []).append(amount)
    for place, row in lines.items():
        in_cents = sum(amount.value.decimals == CENTS for amount in row)
        if place > after and in_cents > CENTS and row[0].value.value == lines_sum:
            yield _unnamed("subtotal", row[0])


def _side_by_side(sheet: Sheet, lines_sum: Decimal, *, after: Place) -> Iterator[Named]:
    """A row below the items with what they come to, the tax, and both together."""
    lines: dict[Place, list[Amount]] = {}
    for amount in sheet.amounts:
        lines.setdefault(_place(amount), []).append(amount)
    for place, row in lines.items():
        if place > after and len(row) <= MOST_SIDE_BY_SIDE:
            for net, tax, gross in combinations(row, 3):
                if _are_sums(net.value.value, tax.value.value, gross.value.value, lines_sum):
                    yield from map(_unnamed, _ROW, (net, tax, gross))
                    return


def _are_sums(net: Decimal, tax: Decimal, gross: Decimal, lines_sum: Decimal) -> bool:
    return net + tax == gross and lines_sum in (net, gross) and 0 < tax / lines_sum < HIGHEST_TAX


def _by_the_items(sheet: Sheet, column: Sequence[Amount], lines_sum: Decimal) -> Iterator[Named]:
    starts = [at for at, amount in enumerate(column) if amount.value.value == lines_sum]
    if not starts:
        return
    below = column[starts[0] + 1 :]
    reached = list(_added_up(below, lines_sum))
    if reached or any(abs(amount.value.value) > abs(lines_sum) for amount in below):
        yield _unnamed("subtotal", column[starts[0]])
    if not reached:
        return
    total, between = max(reached, key=lambda each: abs(each[0].value.value))
    if any(_is_larger(amount, total) for amount in below):
        return
    yield _unnamed("total", total)
    if len(between) == 1 and _is_tax(sheet, between[0].value.value, total.value.value):
        yield _unnamed("tax", between[0])


def _is_larger(amount: Amount, total: Amount) -> bool:
    """Whether an amount, and no number of an account or a place, is beyond the total."""
    alike = amount.value.decimals == total.value.decimals
    return alike and abs(amount.value.value) > abs(total.value.value)


def _added_up(below: Sequence[Amount], lines_sum: Decimal) -> Iterator[tuple[Amount, list[Amount]]]:
    """Every amount that all before it come to, with what was added since the sum before."""
    running, between = lines_sum, list[Amount]()
    for amount in below:
        if amount.value.value != running:
            running += amount.value.value
            between.append(amount)
        elif between:
            yield amount, between
            between = []


def _is_tax(sheet: Sheet, tax: Decimal, total: Decimal) -> bool:
    """Whether a rate, printed or usual, makes an amount the tax to the cent; else it may be a charge."""
    rates = {rate.value.fraction for rate in sheet.rates} | _USUAL
    return any(0 < rate < HIGHEST_TAX and tax == tax_rows.within(total, rate) for rate in rates)


def _by_a_rate(sheet: Sheet, column: Sequence[Amount]) -> Iterator[Named]:
    """Three amounts near each other: a base, what a printed rate makes of it, and both together, below or
    above them.
    """
    rates = {(rate.span.page, rate.span.segment.line): rate.value.fraction for rate in sheet.rates}
    for at, tax in enumerate(column):
        rate = rates.get(_place(tax), Decimal(0))
        if not 0 < rate < HIGHEST_TAX or not tax.value.value:
            continue
        for base in column[max(0, at - AROUND) : at]:
            net = base.value.value
            near = (*column[at + 1 : at + 1 + AROUND], *column[max(0, at - AROUND) : at])
            totals = [c for c in near if c.value.value == net + tax.value.value]
            if totals and abs(tax_rows.of(net, rate) - tax.value.value) <= tax_rows.TOLERANCE:
                yield from (_unnamed("subtotal", base), _unnamed("tax", tax), _unnamed("total", totals[0]))
                return


def _unnamed(role: str, amount: Amount) -> Named:
    return role, Choice(amount.value.value, (amount.span,), UNNAMED)


def _place(amount: Amount) -> Place:
    return amount.span.page, amount.span.segment.line


def _column(sheet: Sheet, after: Place = (0, 0)) -> Iterator[Amount]:
    """The last amount of each of the next lines but those that speak of payments."""
    for place, amount in {_place(amount): amount for amount in sheet.amounts}.items():
        far = after[0] == place[0] and place[1] > after[1] + DEEPEST
        if place <= after or far:
            continue
        line = sheet.line_of(amount.span.segment)
        labels = [label for segment in line.segments for label in sheet.labels.of(segment)]
        if not any(sheet.kinds(label) & _NO_SUM for label in labels):
            yield amount
