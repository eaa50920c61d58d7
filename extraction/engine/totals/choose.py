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
from extraction.engine.document import Source
from extraction.engine.line_items import Items
from extraction.engine.totals import beside, stack, taxes
from extraction.engine.totals.roles import amounts_by_role
from extraction.engine.totals.sums import TOLERANCE, Sums, Totals, known, same_place
from extraction.engine.totals.taxes import TaxTable
from extraction.engine.totals.weighing import Scene, weigh

_EXTRAS = ("discount", "shipping", "rounding", "paid")


def choose(sheet: Sheet, *, items: Items | None = None) -> Totals:
    """The sums of a document, with the help of its line items if they are known."""
    places = _lines_of(sheet, items)
    lines_sum = items.total if items is not None and items.rows else None
    table = taxes.read(sheet, items=places)
    roles = amounts_by_role(sheet, table)
    _add_unnamed(roles, list(stack.read(sheet, sheet.amounts, items=places, lines_sum=lines_sum)))
    grand = _grand_totals(roles)
    roles["tax"] = _tax_options(roles["tax"], table)
    scene = Scene(
        grand=tuple(grand),
        lines_sum=lines_sum,
        paid=beside.settled(roles["paid"]),
        table_tax=table.tax if any(row.whole for row in table.rows) else None,
        table_base=table.base,
    )
    weighed = [(weigh(s, scene), s) for s in _sets(roles, grand)]
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
        taxes=table.rows,
        balanced=None
        if chosen.difference is None or chosen.includes_tax
        else abs(chosen.difference) <= TOLERANCE,
    )


def _lines_of(sheet: Sheet, items: Items | None) -> frozenset[tuple[int, int]]:
    """The lines that the amounts of the items stand on."""
    boxes = [c for row in (items.rows if items else ()) for n, c in row.cells.items() if n == "amount"]
    return frozenset(
        (line.page, line.index)
        for cell in boxes
        for line in sheet.page(cell.page).lines
        if line.box.y0 <= cell.box.center_y <= line.box.y1
    )


def _add_unnamed(
    roles: dict[str, list[Choice[Decimal]]], unnamed: Sequence[tuple[str, Choice[Decimal]]]
) -> None:
    """What arithmetic alone names joins what is labelled, unless it is the total and nothing else."""
    named = {option.spans for role in _EXTRAS for option in roles[role]}
    ends = {option.value for option in roles["total"]}
    ends.update(option.value for role, option in unnamed if role == "total")
    for role, option in unnamed:
        known = any(other.spans == option.spans for other in roles[role])
        if not known and option.spans not in named and (role != "subtotal" or ends - {option.value}):
            roles[role].append(option)


def _grand_totals(roles: dict[str, list[Choice[Decimal]]]) -> list[Choice[Decimal]]:
    """Amounts labelled as the total; one labelled as what is left to pay stands in at less."""
    totals = list(roles["total"])
    places = {option.spans for option in totals}
    totals.extend(replace(o, score=o.score - 0.35) for o in roles["balance"] if o.spans not in places)
    return totals


def _tax_options(labelled: Sequence[Choice[Decimal]], table: TaxTable) -> list[Choice[Decimal]]:
    """Labelled taxes, and the sum of the rows where every rate has a row of its own."""
    known = {option.spans[0] for option in labelled}
    options = [
        *labelled,
        *(
            Choice(row.amount, (row.amount_span,), 0.75 if row.whole else 0.5)
            for row in table.rows
            if row.amount is not None and row.amount_span is not None and row.amount_span not in known
        ),
    ]
    if len(table.rows) > 1 and table.tax is not None:
        spans = tuple(row.amount_span for row in table.rows if row.amount_span is not None)
        options.append(Choice(table.tax, spans, 0.7, source=Source.DERIVED))
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
    extras = [(*roles[role][:2], None) for role in _EXTRAS[:3]]
    for total, subtotal, tax in product((*grand, None), (*roles["subtotal"], None), (*roles["tax"], None)):
        if same_place(total, subtotal) or same_place(total, tax) or same_place(subtotal, tax):
            continue
        for discount, shipping, rounding in product(*extras):
            yield Sums(total, subtotal, tax, discount, shipping, rounding)
            if subtotal is None and discount is not None:
                for gross in grand:
                    if gross is not total:
                        yield Sums(total, None, tax, discount, shipping, rounding, gross)


def _rival(weighed: Sequence[tuple[float, Sums]], chosen: Sums) -> float:
    """The weight of the best set with another total."""
    mine = known(chosen.total)
    return max((weight for weight, s in weighed if known(s.total) not in (mine, None)), default=0.0)
