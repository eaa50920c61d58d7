"""One choice for all sums: combinations of labelled amounts are weighed, not single ones.

A combination counts its labels, and more if it balances. A balance counts only when its total is
the largest amount labelled as one, since the row of a single tax rate balances too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise, product

from extraction.engine.candidates import Sheet
from extraction.engine.choice import Choice
from extraction.engine.totals import beside, taxes
from extraction.engine.totals.roles import amounts_by_role
from extraction.engine.totals.sums import TOLERANCE, Option, Sums, Totals, known, same_place
from extraction.engine.totals.taxes import TaxRow

BALANCED = 1.2
WEIGHT = {"total": 1.3, "subtotal": 0.8, "tax": 0.8, "extra": 0.15}


def choose(sheet: Sheet, *, lines_sum: Decimal | None = None) -> Totals:
    """The sums of a document. `lines_sum` is what its line items come to, if they are known."""
    roles = amounts_by_role(sheet)
    table = taxes.rows(sheet)
    grand = _grand_totals(roles)
    roles["tax"] = _tax_options(roles["tax"], table)
    paid = beside.settled(roles["paid"])
    weighed = [(_weigh(s, grand, lines_sum, paid), s) for s in _sets(roles, grand)]
    best, chosen = max(weighed, key=lambda pair: pair[0])
    total = replace(chosen.total, margin=best - _rival(weighed, chosen)) if chosen.total else None
    given, due = beside.payments(roles, chosen)
    return Totals(
        subtotal=None if chosen.includes_tax else chosen.subtotal,
        tax=chosen.tax,
        total=beside.rounded(sheet, total, roles["rounding"]),
        discount=chosen.discount or beside.discount_before(roles, chosen),
        shipping=chosen.shipping,
        rounding=chosen.rounding,
        amount_paid=given,
        amount_due=due,
        tax_rate=beside.tax_rate(sheet, table, chosen),
        taxes=table,
        balanced=None
        if chosen.difference is None or chosen.includes_tax
        else abs(chosen.difference) <= TOLERANCE,
    )


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


def _sets(roles: dict[str, list[Choice[Decimal]]], grand: Sequence[Choice[Decimal]]) -> Iterator[Sums]:
    extras = [(*roles[role][:2], None) for role in ("discount", "shipping", "rounding")]
    for total, subtotal, tax in product((*grand, None), (*roles["subtotal"], None), (*roles["tax"], None)):
        if same_place(total, subtotal) or same_place(total, tax) or same_place(subtotal, tax):
            continue
        for discount, shipping, rounding in product(*extras):
            yield Sums(total, subtotal, tax, discount, shipping, rounding)
            if subtotal is None and discount is not None:
                for gross in grand:
                    if gross is not total:
                        yield Sums(total, None, tax, discount, shipping, rounding, gross)


def _weigh(
    candidate: Sums,
    grand: Sequence[Choice[Decimal]],
    lines_sum: Decimal | None,
    paid: frozenset[Decimal],
) -> float:
    weight = sum(WEIGHT[role] * option.score for role, option in _parts(candidate) if option is not None)
    total = candidate.total
    largest = max((o.value for o in grand if o is not candidate.gross), default=Decimal(0))
    if total is not None:
        weight += 0.4 * (total.value == largest) + 0.4 * (total.value in paid)
    if lines_sum is not None and lines_sum in (known(candidate.subtotal), known(total)):
        weight += 0.4
    return weight + _agreement(candidate, largest)


def _parts(candidate: Sums) -> tuple[tuple[str, Option], ...]:
    return (
        ("total", candidate.total),
        ("subtotal", candidate.subtotal),
        ("tax", candidate.tax),
        ("extra", candidate.discount),
        ("extra", candidate.shipping),
        ("extra", candidate.rounding),
    )


def _agreement(candidate: Sums, largest: Decimal) -> float:
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
    if candidate.includes_tax and total.value == largest:
        return 0.3
    penalty = 0.6 + 0.3 * extras
    if subtotal is not None and abs(subtotal.value) > abs(total.value) and candidate.discount is None:
        penalty += 0.3
    return -penalty


def _rival(weighed: Sequence[tuple[float, Sums]], chosen: Sums) -> float:
    """The weight of the best set with another total."""
    mine = known(chosen.total)
    return max((weight for weight, s in weighed if known(s.total) not in (mine, None)), default=0.0)
