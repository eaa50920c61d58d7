"""One choice for all sums: combinations of labelled amounts are weighed, not single ones.

A combination counts its labels, and more if it balances. A balance counts only when its total is
the largest amount labelled as one, since the row of a single tax rate balances too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise, product

from extraction.engine.candidates import Sheet
from extraction.engine.choice import Choice
from extraction.engine.spans import Span
from extraction.engine.totals import taxes
from extraction.engine.totals.roles import amounts_by_role
from extraction.engine.totals.taxes import TaxRow

Option = Choice[Decimal] | None
TOLERANCE = Decimal("0.02")
BALANCED = 1.2
WEIGHT = {"total": 1.3, "subtotal": 0.8, "tax": 0.8, "extra": 0.15}


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of the invoice; `balanced` tells whether the printed ones add up, None if untestable."""

    subtotal: Choice[Decimal] | None = None
    tax: Choice[Decimal] | None = None
    total: Choice[Decimal] | None = None
    discount: Choice[Decimal] | None = None
    shipping: Choice[Decimal] | None = None
    rounding: Choice[Decimal] | None = None
    amount_paid: Choice[Decimal] | None = None
    amount_due: Choice[Decimal] | None = None
    tax_rate: Choice[Decimal] | None = None
    taxes: tuple[TaxRow, ...] = ()
    balanced: bool | None = None


@dataclass(frozen=True, slots=True)
class _Set:
    total: Option
    subtotal: Option
    tax: Option
    discount: Option
    shipping: Option
    rounding: Option
    gross: Option = None  # a sum that already includes tax, from which a discount is taken

    @property
    def difference(self) -> Decimal | None:
        """What the parts come to beyond the total; None when a part of the sum is missing."""
        if self.total is None:
            return None
        if self.gross is not None:
            return self.gross.value - _value(self.discount) + _value(self.shipping) - self.total.value
        if self.subtotal is None:
            return None
        parts = _value(self.subtotal) + _value(self.tax) + _value(self.shipping) + _value(self.rounding)
        return parts - _value(self.discount) - self.total.value


def choose(sheet: Sheet, *, lines_sum: Decimal | None = None) -> Totals:
    """The sums of a document. `lines_sum` is what its line items come to, if they are known."""
    roles = amounts_by_role(sheet)
    table = taxes.rows(sheet)
    grand = _grand_totals(roles)
    roles["tax"] = _tax_options(roles["tax"], table)
    paid = _settled(roles["paid"])
    weighed = [(_weigh(s, grand, lines_sum, paid), s) for s in _sets(roles, grand)]
    best, chosen = max(weighed, key=lambda pair: pair[0])
    total = replace(chosen.total, margin=best - _rival(weighed, chosen)) if chosen.total else None
    given, due = _payments(roles, chosen)
    return Totals(
        subtotal=chosen.subtotal,
        tax=chosen.tax,
        total=_rounded(sheet, total, roles["rounding"]),
        discount=chosen.discount or _discount_before(roles, chosen),
        shipping=chosen.shipping,
        rounding=chosen.rounding,
        amount_paid=given,
        amount_due=due,
        tax_rate=_tax_rate(sheet, table, chosen),
        taxes=table,
        balanced=None if chosen.difference is None else abs(chosen.difference) <= TOLERANCE,
    )


def _settled(paid: Sequence[Choice[Decimal]]) -> frozenset[Decimal]:
    """What a receipt says was paid: in cash less change, or by card."""
    values = [option.value for option in paid if option.value]
    return frozenset(values) | frozenset(a - b for a in values for b in values if a > b)


def _rounded(
    sheet: Sheet, total: Choice[Decimal] | None, roundings: Sequence[Choice[Decimal]]
) -> Choice[Decimal] | None:
    """The total after rounding, where it is printed below the total without a label of its own."""
    if total is None:
        return None
    for rounding in roundings:
        wanted = total.value + rounding.value
        after = [
            c
            for c in sheet.amounts
            if c.value.value == wanted and _below(c.span, rounding.spans[0]) and rounding.value
        ]
        if after and _below(rounding.spans[0], total.spans[0]):
            return replace(total, value=wanted, spans=(after[0].span,))
    return total


def _below(span: Span, other: Span) -> bool:
    return (span.page, span.segment.line) >= (other.page, other.segment.line)


def _discount_before(roles: dict[str, list[Choice[Decimal]]], chosen: _Set) -> Option:
    """A discount that leads from an earlier subtotal to the chosen one."""
    if chosen.subtotal is None:
        return None
    for discount, before in product(roles["discount"], roles["subtotal"]):
        if before.value - discount.value == chosen.subtotal.value and discount.value:
            return discount
    return None


def _value(option: Option) -> Decimal:
    return option.value if option is not None else Decimal(0)


def _grand_totals(roles: dict[str, list[Choice[Decimal]]]) -> list[Choice[Decimal]]:
    """Amounts labelled as the total; one labelled as what is left to pay stands in at less."""
    totals = list(roles["total"])
    places = {option.spans for option in totals}
    totals.extend(replace(o, score=o.score - 0.35) for o in roles["balance"] if o.spans not in places)
    return totals


def _tax_options(labelled: Sequence[Choice[Decimal]], table: Sequence[TaxRow]) -> list[Choice[Decimal]]:
    """Labelled taxes, and the sum of the rows where every rate has a row of its own."""
    known = {option.spans[0] for option in labelled}
    options = [
        *labelled,
        *(
            Choice(row.amount, (row.amount_span,), 0.75 if row.whole else 0.5)
            for row in table
            if row.amount is not None and row.amount_span is not None and row.amount_span not in known
        ),
    ]
    whole = taxes.total_of(table)
    if len(table) > 1 and whole is not None:
        spans = tuple(row.amount_span for row in table if row.amount_span is not None)
        options.append(Choice(whole, spans, 0.7))
    options += list(_sums_of_neighbours(labelled))
    return options


def _sums_of_neighbours(labelled: Sequence[Choice[Decimal]]) -> Iterator[Choice[Decimal]]:
    """Two taxes on lines of their own, such as central and state tax, are one tax together."""
    ordered = sorted(labelled, key=lambda o: (o.spans[0].page, o.spans[0].segment.line))
    for first, second in pairwise(ordered):
        near = second.spans[0].segment.line - first.spans[0].segment.line
        if first.spans[0].page == second.spans[0].page and 1 <= near <= 2:
            yield Choice(
                first.value + second.value,
                (*first.spans, *second.spans),
                min(first.score, second.score) - 0.25,
                label=first.label,
            )


def _sets(roles: dict[str, list[Choice[Decimal]]], grand: Sequence[Choice[Decimal]]) -> Iterator[_Set]:
    extras = [(*roles[role][:2], None) for role in ("discount", "shipping", "rounding")]
    for total, subtotal, tax in product((*grand, None), (*roles["subtotal"], None), (*roles["tax"], None)):
        if _same_place(total, subtotal) or _same_place(total, tax) or _same_place(subtotal, tax):
            continue
        for discount, shipping, rounding in product(*extras):
            yield _Set(total, subtotal, tax, discount, shipping, rounding)
            if subtotal is None and discount is not None:
                for gross in grand:
                    if gross is not total:
                        yield _Set(total, None, tax, discount, shipping, rounding, gross)


def _same_place(one: Option, other: Option) -> bool:
    return one is not None and other is not None and bool(set(one.spans) & set(other.spans))


def _weigh(
    candidate: _Set,
    grand: Sequence[Choice[Decimal]],
    lines_sum: Decimal | None,
    paid: frozenset[Decimal],
) -> float:
    weight = sum(WEIGHT[role] * option.score for role, option in _parts(candidate) if option is not None)
    total = candidate.total
    largest = max((o.value for o in grand if o is not candidate.gross), default=Decimal(0))
    if total is not None:
        weight += 0.4 * (total.value == largest) + 0.4 * (total.value in paid)
    if lines_sum is not None and lines_sum in (_known(candidate.subtotal), _known(total)):
        weight += 0.4
    return weight + _agreement(candidate, largest)


def _parts(candidate: _Set) -> tuple[tuple[str, Option], ...]:
    return (
        ("total", candidate.total),
        ("subtotal", candidate.subtotal),
        ("tax", candidate.tax),
        ("extra", candidate.discount),
        ("extra", candidate.shipping),
        ("extra", candidate.rounding),
    )


def _known(option: Option) -> Decimal | None:
    return option.value if option is not None else None


def _agreement(candidate: _Set, largest: Decimal) -> float:
    """What it adds that the sums agree with each other, and takes that they do not."""
    total, subtotal, tax = candidate.total, candidate.subtotal, candidate.tax
    if total is None:
        return -0.3
    if tax is not None and abs(tax.value) > abs(total.value):
        return -1.5
    difference = candidate.difference
    if difference is None:
        return 0.0
    extras = sum(o is not None for o in (candidate.discount, candidate.shipping, candidate.rounding))
    if abs(difference) <= TOLERANCE:
        if total.value != largest:
            return 0.2
        return (BALANCED if tax is not None else 0.5) + (0.3 if not extras else 0.0)
    penalty = 0.6 + 0.3 * extras
    if subtotal is not None and abs(subtotal.value) > abs(total.value) and candidate.discount is None:
        penalty += 0.3
    return -penalty


def _rival(weighed: Sequence[tuple[float, _Set]], chosen: _Set) -> float:
    """The weight of the best set with another total."""
    mine = _known(chosen.total)
    return max((weight for weight, s in weighed if _known(s.total) not in (mine, None)), default=0.0)


def _payments(roles: dict[str, list[Choice[Decimal]]], chosen: _Set) -> tuple[Option, Option]:
    """What was paid and what is left, where both are printed or the rest is labelled as such."""
    if chosen.total is None:
        return None, None
    total = chosen.total
    for paid in roles["paid"]:
        for due in (*roles["balance"], *roles["total"]):
            if not _same_place(paid, due) and total.value - paid.value == due.value and paid.value:
                return paid, due
    return _plain(roles["paid"], total, 0.8), _plain(roles["balance"], total, 0.6)


def _plain(options: Sequence[Choice[Decimal]], total: Choice[Decimal], least: float) -> Option:
    fitting = [option for option in options if option.value <= total.value and option.score >= least]
    return fitting[0] if fitting else None


def _tax_rate(sheet: Sheet, table: Sequence[TaxRow], chosen: _Set) -> Choice[Decimal] | None:
    """The rate, where one alone applies and is printed."""
    rates = {row.rate: row for row in table}
    if len(rates) == 1:
        row = next(iter(rates.values()))
        sure = row.whole or _explains(row.rate, chosen)
        return Choice(row.rate, (row.rate_span,), 0.95 if sure else 0.6)
    if len(rates) > 1:
        return None
    return _rate_elsewhere(sheet, chosen)


def _rate_elsewhere(sheet: Sheet, chosen: _Set) -> Choice[Decimal] | None:
    """A rate printed in the lines or the small print that the sums prove."""
    printed: dict[Decimal, Span] = {}
    for candidate in sheet.rates:
        if not candidate.strength("totals.discount", "columns.discount"):
            printed.setdefault(candidate.value.fraction, candidate.span)
    proven = [rate for rate in printed if _explains(rate, chosen)]
    if len(proven) != 1:
        return None
    return Choice(proven[0], (printed[proven[0]],), 0.8)


def _explains(rate: Decimal, chosen: _Set) -> bool:
    if chosen.tax is None:
        return False
    nets = [_known(chosen.subtotal)]
    if chosen.total is not None:
        nets.append(chosen.total.value - chosen.tax.value)
    slack = TOLERANCE + abs(chosen.tax.value) / 500
    return any(
        net is not None and net and abs(taxes.of(net, rate) - chosen.tax.value) <= slack for net in nets
    )
