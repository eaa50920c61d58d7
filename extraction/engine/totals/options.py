"""Every amount that each sum could be: by its label, by the tax table, and by what it adds up to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import product

from extraction.engine.candidates import Candidate, Sheet
from extraction.engine.choice import Choice
from extraction.engine.document import Source
from extraction.engine.line_items import Items
from extraction.engine.totals import stack, tax_rows, taxes
from extraction.engine.totals.roles import amounts_by_role
from extraction.engine.totals.taxes import TaxTable
from extraction.engine.values.numbers import Number

Roles = dict[str, list[Choice[Decimal]]]
Place = tuple[int, int]
LEFT_TO_PAY = 0.35  # what a label such as "balance" takes from an amount that stands in for the total
PAID = 0.45
BELOW_TAX = 0.3
CENTS = -2  # the exponent of an amount with cents
SOON = 4  # lines between a tax and the total behind it
NEIGHBOURS = 2  # lines between two taxes that belong together
_NAMED_OTHERWISE = ("discount", "shipping", "rounding", "paid", "withheld", "prior", "charge")
_CHARGES = ("charge", "withheld")


@dataclass(frozen=True, slots=True)
class Options:
    """The options by role, those for the total with their stand-ins, and what they were taken from."""

    roles: Roles
    named: tuple[Choice[Decimal], ...]
    grand: tuple[Choice[Decimal], ...]
    table: TaxTable
    lines_sum: Decimal | None
    paid: frozenset[Decimal]
    kept: frozenset[Decimal]
    loose: tuple[Candidate[Number], ...] = field(default=())  # amounts that no role has a claim on


def gather(sheet: Sheet, *, items: Items | None = None) -> Options:
    """All options of a document, with the help of its line items if they are known."""
    places = _lines_of(sheet, items)
    lines_sum = items.total if items is not None and items.rows else None
    table = taxes.read(sheet, items=places)
    roles = amounts_by_role(sheet, table, items=places)
    _add_unnamed(roles, list(stack.read(sheet, items=places, lines_sum=lines_sum)))
    if any(option.value < 0 for option in roles["total"]):
        roles["discount"] = [replace(option, value=-option.value) for option in roles["discount"]]
    roles["balance"] = _in_cents(roles["balance"], like=(*roles["total"], *roles["paid"], *roles["subtotal"]))
    paid, kept = settled(roles["paid"]), less_change(roles["paid"])
    named = (*roles["total"], *_stand_ins(roles, paid))
    grand = (*named, *_paid_in_full(roles["paid"], named), *_net_and_tax(sheet, roles, named))
    grand = (*grand, *_kept(sheet, kept, grand))
    roles["tax"] = _taxes(roles["tax"], table)
    roles["subtotal"] += _totals_above_the_tax(roles)
    named_otherwise = (options for role, options in roles.items() if role not in _CHARGES)
    taken = {span for options in named_otherwise for option in options for span in option.spans}
    taken.update(span for row in table.rows for span in row.spans)
    loose = tuple(c for c in sheet.amounts if c.span not in taken and c.value.decimals in (0, 1, 2))
    roles["tax"] += _made_by_a_rate(sheet, loose, named, items=places)
    return Options(roles, named, grand, table, lines_sum, paid, kept, loose)


def settled(paid: Sequence[Choice[Decimal]]) -> frozenset[Decimal]:
    """What a receipt says was paid: in cash less change, or by card."""
    values = [option.value for option in paid if option.value]
    return frozenset(values) | frozenset(a - b for a in values for b in values if a > b)


def less_change(paid: Sequence[Choice[Decimal]]) -> frozenset[Decimal]:
    """What was given less the change printed right below it."""
    return frozenset(
        given.value - change.value
        for given in paid
        for change in paid
        if 0 <= change.value < given.value and _soon_after(_position(given), _position(change))
    )


def _in_cents(
    options: Sequence[Choice[Decimal]], *, like: Sequence[Choice[Decimal]]
) -> list[Choice[Decimal]]:
    """Without whole numbers, such as a balance of points, where the sums have cents."""
    cents = any(option.value.as_tuple().exponent == CENTS for option in like)
    return [option for option in options if not cents or option.value.as_tuple().exponent == CENTS]


def _kept(
    sheet: Sheet, kept: frozenset[Decimal], known: Sequence[Choice[Decimal]]
) -> Iterator[Choice[Decimal]]:
    """An amount without a known name that is what was given less the change."""
    values = {option.value for option in known}
    for amount in sheet.amounts:
        if amount.value.value in kept - values and amount.value.decimals == 2 and amount.value.value:
            yield Choice(amount.value.value, (amount.span,), stack.UNNAMED)


def _lines_of(sheet: Sheet, items: Items | None) -> frozenset[Place]:
    """The lines that the amounts of the items stand on."""
    rows = items.rows if items is not None else ()
    cells = [row.cells["amount"] for row in rows if "amount" in row.cells]
    return frozenset(
        (line.page, line.index)
        for cell in cells
        for line in sheet.page(cell.page).lines
        if line.box.y0 <= cell.box.center_y <= line.box.y1
    )


def _add_unnamed(roles: Roles, unnamed: Sequence[tuple[str, Choice[Decimal]]]) -> None:
    """What arithmetic alone names joins what is labelled, unless it is the total and nothing else."""
    named = {option.spans for role in _NAMED_OTHERWISE for option in roles[role]}
    ends = {option.value for option in roles["total"]}
    ends.update(option.value for role, option in unnamed if role == "total")
    for role, option in unnamed:
        familiar = any(other.spans == option.spans for other in roles[role])
        alone = role == "subtotal" and ends and not any(abs(end) > abs(option.value) for end in ends)
        if not familiar and option.spans not in named and not alone:
            roles[role].append(option)


def _stand_ins(roles: Roles, paid: frozenset[Decimal]) -> Iterator[Choice[Decimal]]:
    """Amounts under other labels that may be the total: what is left to pay, and a "net amount" that
    stands behind the tax or was paid.
    """
    places = {option.spans for option in roles["total"]}
    taxes_at = [_position(option) for option in roles["tax"] if option.spans not in places]
    for option in roles["balance"]:
        if option.spans not in places:
            yield replace(option, score=option.score - LEFT_TO_PAY)
    for option in roles["subtotal"]:
        behind_tax = any(_soon_after(at, _position(option)) for at in taxes_at)
        if option.spans not in places and (behind_tax or option.value in paid):
            yield replace(option, score=option.score - BELOW_TAX)


def _totals_above_the_tax(roles: Roles) -> list[Choice[Decimal]]:
    """A "total" that stands before the tax, as after each group of charges, may be the subtotal."""
    taxes_at = [_height(option) for option in roles["tax"]]
    places = {option.spans for option in roles["subtotal"]}
    largest = max((option.value for option in roles["total"]), default=Decimal(0))
    return [
        replace(option, score=option.score - BELOW_TAX)
        for option in roles["total"]
        if option.value < largest and option.spans not in places
        if any(_height(option) < at for at in taxes_at)
    ]


def _paid_in_full(
    paid: Sequence[Choice[Decimal]], named: Sequence[Choice[Decimal]]
) -> Iterator[Choice[Decimal]]:
    """What was paid and nothing of it returned: on a receipt whose total cannot be read, the total."""
    places = {option.spans for option in named}
    for option in paid:
        in_cents = option.value.as_tuple().exponent == CENTS
        if option.value and in_cents and option.spans not in places and _is_kept(option, paid):
            yield replace(option, score=option.score - PAID)


def _is_kept(option: Choice[Decimal], paid: Sequence[Choice[Decimal]]) -> bool:
    """Whether a payment is neither change, which stands below what was given, nor given with change below."""
    values = {other.value for other in paid}
    before = [other for other in paid if _position(other) < _position(option)]
    behind = [other for other in paid if _position(other) > _position(option)]
    if any(other.value > option.value for other in before):
        return False
    returned = [other for other in behind if 0 < other.value < option.value]
    return all(option.value + other.value in values for other in returned)


def _net_and_tax(sheet: Sheet, roles: Roles, named: Sequence[Choice[Decimal]]) -> Iterator[Choice[Decimal]]:
    """Where nothing is labelled as the total: an amount below a subtotal and a tax that is both together."""
    if named:
        return
    for net, tax in product(roles["subtotal"], roles["tax"]):
        for amount in sheet.amounts:
            place = (amount.span.page, amount.span.segment.line)
            if amount.value.value == net.value + tax.value and place >= max(_height(net), _height(tax)):
                yield Choice(amount.value.value, (amount.span,), stack.UNNAMED)


def _made_by_a_rate(
    sheet: Sheet,
    loose: Sequence[Candidate[Number]],
    named: Sequence[Choice[Decimal]],
    *,
    items: frozenset[Place],
) -> Iterator[Choice[Decimal]]:
    """An amount without a name before a total, which a printed rate says is the tax in it."""
    rates = {rate.value.fraction for rate in sheet.rates if 0 < rate.value.fraction < stack.HIGHEST_TAX}
    ends = {option.value: _height(option) for option in named}
    wanted = {
        tax: end for total, end in ends.items() for rate in rates if (tax := tax_rows.within(total, rate))
    }
    for amount in loose:
        place = (amount.span.page, amount.span.segment.line)
        end = wanted.get(amount.value.value)
        if end is not None and place <= end and place not in items and amount.value.decimals == 2:
            yield Choice(amount.value.value, (amount.span,), stack.UNNAMED)


def _height(option: Choice[Decimal]) -> Place:
    return option.spans[0].page, option.spans[0].segment.line


def _position(option: Choice[Decimal]) -> tuple[Place, float]:
    return _height(option), option.spans[0].box.x0


def _soon_after(first: tuple[Place, float], second: tuple[Place, float]) -> bool:
    (page, line), (next_page, next_line) = first[0], second[0]
    return first < second and page == next_page and next_line - line <= SOON


def _taxes(labelled: Sequence[Choice[Decimal]], table: TaxTable) -> list[Choice[Decimal]]:
    """Labelled taxes, those of the table, and what several of them come to."""
    places = {option.spans[0] for option in labelled}
    options = [
        *labelled,
        *(
            Choice(row.amount, (row.amount_span,), 0.75 if row.whole else 0.5)
            for row in table.rows
            if row.amount is not None and row.amount_span is not None and row.amount_span not in places
        ),
    ]
    if len(table.rows) > 1 and table.tax is not None:
        spans = tuple(row.amount_span for row in table.rows if row.amount_span is not None)
        options.append(Choice(table.tax, spans, 0.7, source=Source.DERIVED))
    options.extend(_together(labelled))
    return options


def _together(labelled: Sequence[Choice[Decimal]]) -> Iterator[Choice[Decimal]]:
    """Taxes side by side or on lines of their own, such as central and state tax, are one tax together."""
    ordered = sorted(labelled, key=_position)
    for start, first in enumerate(ordered):
        group = [first]
        for other in ordered[start + 1 :]:
            (page, line), (next_page, next_line) = _height(group[-1]), _height(other)
            if page != next_page or next_line - line > NEIGHBOURS:
                break
            group.append(other)
            yield _added(group)


def _added(group: Sequence[Choice[Decimal]]) -> Choice[Decimal]:
    return Choice(
        sum((option.value for option in group), Decimal(0)),
        tuple(span for option in group for span in option.spans),
        min(option.score for option in group) - 0.25,
        label=group[0].label,
        source=Source.DERIVED,
    )
