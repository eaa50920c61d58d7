"""One choice for all sums: combinations of amounts are weighed (`weighing.py`), not single ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product

from extraction.engine.candidates import Candidate, Sheet
from extraction.engine.choice import Choice
from extraction.engine.line_items import Items
from extraction.engine.totals import beside, options
from extraction.engine.totals.options import Options
from extraction.engine.totals.sums import TOLERANCE, Sums, Totals, known, same_place
from extraction.engine.totals.weighing import Scene, weigh
from extraction.engine.values.numbers import Number

CHARGE = 0.5  # how plainly an amount is a charge that only closes the gap between the sums


def choose(sheet: Sheet, *, items: Items | None = None) -> Totals:
    """The sums of a document, with the help of its line items if they are known."""
    found = options.gather(sheet, items=items)
    roles = found.roles
    scene = _scene(found)
    weighed = [(weigh(s, scene), s) for s in _sets(found)]
    best, chosen = max(weighed, key=lambda pair: pair[0])
    if beside.is_sum_of_group(found, chosen) or beside.is_none_of_it(found, chosen):
        chosen = replace(chosen, subtotal=None, charge=None)
    total = replace(chosen.total, margin=best - _rival(weighed, chosen)) if chosen.total else None
    given, due = beside.payments(found, chosen)
    return Totals(
        subtotal=None if chosen.includes_tax else chosen.subtotal,
        tax=chosen.tax,
        total=beside.rounded(sheet, total, roles["rounding"]),
        discount=chosen.discount or beside.discount_before(roles, chosen),
        shipping=chosen.shipping or beside.shipping_before(found, chosen),
        charge=chosen.charge,
        rounding=chosen.rounding,
        amount_paid=given,
        amount_due=due,
        tax_rate=beside.tax_rate(sheet, found.table, chosen),
        taxes=found.table.rows,
        balanced=None
        if chosen.difference is None or chosen.includes_tax
        else abs(chosen.difference) <= TOLERANCE,
    )


def _scene(found: Options) -> Scene:
    table = found.table
    rates = {row.rate for row in table.applying}
    told = len(table.applying) > 1 or any(row.whole for row in table.rows)
    earlier = (option.value for role in ("prior", "balance") for option in found.roles[role])
    tabled = {span for row in table.rows for span in row.spans}
    tabled.update(span for _, option in table.sums for span in option.spans)
    nets = (option for option in found.roles["subtotal"] if option.label and not tabled & set(option.spans))
    lines = () if found.lines_sum is None else tuple(beside.reached(found))
    return Scene(
        named=found.named,
        lines_sum=found.lines_sum,
        lines=frozenset(lines),
        earlier=frozenset(earlier),
        paid=found.paid,
        kept=found.kept,
        table_tax=table.tax if told else None,
        table_base=table.base,
        nets=frozenset(option.value for option in nets),
        rate=rates.pop() if len(rates) == 1 else None,
    )


def _sets(found: Options) -> Iterator[Sums]:
    roles = found.roles
    extras = [(None, *roles[role][:2]) for role in ("discount", "shipping", "rounding")]
    loose: defaultdict[Decimal, list[Candidate[Number]]] = defaultdict(list)
    for amount in found.loose:
        loose[abs(amount.value.value)].append(amount)
    chief = product((*found.grand, None), (*roles["subtotal"], None), (*roles["tax"], None))
    for total, subtotal, tax in chief:
        if same_place(total, subtotal) or same_place(total, tax) or same_place(subtotal, tax):
            continue
        for discount, shipping, rounding in product(*extras):
            yield Sums(total, subtotal, tax, discount, shipping, rounding)
            if subtotal is None and discount is not None:
                for gross in found.grand:
                    if gross is not total:
                        yield Sums(total, None, tax, discount, shipping, rounding, gross)
        for shipping, rounding in product(*extras[1:]):
            yield from _with_charge(Sums(total, subtotal, tax, None, shipping, rounding), loose)


def _with_charge(candidate: Sums, loose: Mapping[Decimal, Sequence[Candidate[Number]]]) -> Iterator[Sums]:
    """The set with an amount between its subtotal and its total that is just what lacks."""
    total, subtotal, difference = candidate.total, candidate.subtotal, candidate.difference
    if total is None or subtotal is None or difference is None:
        return
    if abs(difference) <= TOLERANCE or candidate.includes_tax:
        return
    first, last = _place(subtotal), _place(total)
    for amount in loose.get(abs(difference), ()):
        place = (amount.span.page, amount.span.segment.line)
        if first <= place < last:
            yield replace(candidate, charge=Choice(-difference, (amount.span,), CHARGE))


def _place(option: Choice[Decimal]) -> tuple[int, int]:
    return option.spans[0].page, option.spans[0].segment.line


def _rival(weighed: Sequence[tuple[float, Sums]], chosen: Sums) -> float:
    """The weight of the best set with another total."""
    mine = known(chosen.total)
    return max((weight for weight, s in weighed if known(s.total) not in (mine, None)), default=0.0)
