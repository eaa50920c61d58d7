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
from extraction.engine.totals import payments, stack, tax_rows, taxes
from extraction.engine.totals.payments import Place, Roles, height, position, soon_after
from extraction.engine.totals.roles import amounts_by_role
from extraction.engine.totals.taxes import TaxTable
from extraction.engine.values.numbers import Number

LEFT_TO_PAY = 0.35  # what a label such as "balance" takes from an amount that stands in for the total
BELOW_TAX = 0.3
CENTS = -2  # the exponent of an amount with cents
LEAST_LINES = 2  # whose sum says that an amount is it
NEIGHBOURS = 2  # lines between two taxes that belong together
_NAMED_OTHERWISE = ("discount", "shipping", "rounding", "paid", "change", "withheld", "prior", "charge")
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
    roles["total"] = _of_these_items(sheet, roles["total"], lines_sum)
    _add_unnamed(roles, list(stack.read(sheet, items=places, lines_sum=lines_sum)))
    if any(option.value < 0 for option in roles["total"]):
        roles["discount"] = [replace(option, value=-option.value) for option in roles["discount"]]
    roles["balance"] = _in_cents(roles["balance"], like=(*roles["total"], *roles["paid"], *roles["subtotal"]))
    paid, kept = payments.settled(roles["paid"]), payments.less_change(sheet, roles)
    named = (*roles["total"], *_stand_ins(roles, paid))
    grand = (*named, *payments.in_full(roles, named), *_net_and_tax(sheet, roles, named))
    grand = (*grand, *payments.unnamed(sheet, kept, grand)) or tuple(_only_one(sheet, roles))
    grand = grand or tuple(_of_the_lines(sheet, roles, places, lines_sum))
    roles["paid"] = payments.not_returned(roles)
    roles["tax"] = _taxes(roles["tax"], table)
    roles["subtotal"] += _totals_above_the_tax(roles)
    named_otherwise = (options for role, options in roles.items() if role not in _CHARGES)
    taken = {span for options in named_otherwise for option in options for span in option.spans}
    taken.update(span for row in table.rows for span in row.spans)
    loose = tuple(c for c in sheet.amounts if c.span not in taken and c.value.decimals in (0, 1, 2))
    charged = {span for option in roles["charge"] for span in option.spans}
    unnamed = [amount for amount in loose if amount.span not in charged]
    roles["tax"] += _made_by_a_rate(sheet, unnamed, named, items=places)
    return Options(roles, named, grand, table, lines_sum, paid, kept, loose)


def _of_these_items(
    sheet: Sheet, totals: Sequence[Choice[Decimal]], lines_sum: Decimal | None
) -> list[Choice[Decimal]]:
    """Without the larger sums of other columns, such as of all that was agreed, before the items' own."""
    sums = [c.span for c in sheet.amounts if lines_sum and c.value.value == lines_sum]
    own = {(span.page, span.segment.line): span.box.x0 for span in sums}
    return [
        option
        for option in totals
        if lines_sum is None or option.value <= lines_sum or position(option)[1] > own.get(height(option), 0)
    ]


def _in_cents(
    options: Sequence[Choice[Decimal]], *, like: Sequence[Choice[Decimal]]
) -> list[Choice[Decimal]]:
    """Without whole numbers, such as a balance of points, where the sums have cents."""
    cents = any(option.value.as_tuple().exponent == CENTS for option in like)
    return [option for option in options if not cents or option.value.as_tuple().exponent == CENTS]


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
    charged = {option.spans for option in roles["charge"]}
    ends = {option.value for option in roles["total"]}
    ends.update(option.value for role, option in unnamed if role == "total")
    for role, option in unnamed:
        familiar = any(other.spans == option.spans for other in roles[role])
        alone = role == "subtotal" and ends and not any(abs(end) > abs(option.value) for end in ends)
        refused = option.spans in (named - charged if role == "total" else named)
        if not familiar and not refused and not alone:
            roles[role].append(option)


def _stand_ins(roles: Roles, paid: frozenset[Decimal]) -> Iterator[Choice[Decimal]]:
    """Amounts under other labels that may be the total: what is left to pay, and a "net amount" that
    stands behind the tax or was paid.
    """
    places = {option.spans for option in roles["total"]}
    taxes_at = [position(option) for option in roles["tax"] if option.spans not in places]
    for option in roles["balance"]:
        if option.spans not in places:
            yield replace(option, score=option.score - LEFT_TO_PAY)
    for option in roles["subtotal"]:
        behind_tax = any(soon_after(at, position(option)) for at in taxes_at)
        if option.spans not in places and (behind_tax or option.value in paid):
            yield replace(option, score=option.score - BELOW_TAX)


def _totals_above_the_tax(roles: Roles) -> list[Choice[Decimal]]:
    """A "total" that stands before the tax, as after each group of charges, may be the subtotal."""
    taxes_at = [height(option) for option in roles["tax"]]
    places = {option.spans for option in roles["subtotal"]}
    largest = max((option.value for option in roles["total"]), default=Decimal(0))
    return [
        replace(option, score=option.score - BELOW_TAX)
        for option in roles["total"]
        if option.value < largest and option.spans not in places
        if any(height(option) < at for at in taxes_at)
    ]


def _net_and_tax(sheet: Sheet, roles: Roles, named: Sequence[Choice[Decimal]]) -> Iterator[Choice[Decimal]]:
    """Where nothing but a subtotal is labelled: an amount below it and a tax that is both together."""
    nets = {option.spans for option in roles["subtotal"]}
    if any(option.spans not in nets for option in named):
        return
    for net, tax in product(roles["subtotal"], roles["tax"]):
        for amount in sheet.amounts:
            place = (amount.span.page, amount.span.segment.line)
            if amount.value.value == net.value + tax.value and place >= max(height(net), height(tax)):
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
    ends = {option.value: height(option) for option in named}
    wanted = {
        tax: end for total, end in ends.items() for rate in rates if (tax := tax_rows.within(total, rate))
    }
    for amount in loose:
        place = (amount.span.page, amount.span.segment.line)
        end = wanted.get(amount.value.value)
        if end is not None and place <= end and place not in items and amount.value.decimals == 2:
            yield Choice(amount.value.value, (amount.span,), stack.UNNAMED)


def _only_one(sheet: Sheet, roles: Roles) -> Iterator[Choice[Decimal]]:
    """Where nothing is named as a sum: the only amount of money that is printed."""
    money = [c for c in sheet.amounts if c.value.currency and c.value.value > 0]
    others = any(roles[role] for role in ("subtotal", "tax", "balance"))
    if not others and len({c.value.value for c in money}) == 1:
        yield Choice(money[0].value.value, (money[0].span,), stack.UNNAMED)


def _of_the_lines(
    sheet: Sheet, roles: Roles, items: frozenset[Place], lines_sum: Decimal | None
) -> Iterator[Choice[Decimal]]:
    """Where nothing is named as a sum: what several lines come to, printed below them."""
    if len(items) < LEAST_LINES or roles["tax"] or roles["subtotal"]:
        return
    below = [c for c in sheet.amounts if (c.span.page, c.span.segment.line) > max(items)]
    most = max((c.value.value for c in below if c.value.decimals == -CENTS), default=None)
    end = next((c for c in below if c.value.value == lines_sum == most), None)
    if end is not None:
        yield Choice(end.value.value, (end.span,), stack.UNNAMED)


def _taxes(labelled: Sequence[Choice[Decimal]], table: TaxTable) -> list[Choice[Decimal]]:
    """Labelled taxes, those of the table, and what several of them come to; nothing only if that is all."""
    if table.tax:
        labelled = [option for option in labelled if option.value]
    places = {option.spans[0] for option in labelled}
    options = [
        *labelled,
        *(
            Choice(row.amount, (row.amount_span,), 0.75 if row.whole else 0.5)
            for row in table.rows
            if row.amount is not None and row.amount_span is not None and row.amount_span not in places
            if row.amount or not table.tax
        ),
    ]
    if len(table.rows) > 1 and table.tax is not None:
        spans = tuple(row.amount_span for row in table.rows if row.amount_span is not None)
        options.append(Choice(table.tax, spans, 0.7, source=Source.DERIVED))
    options.extend(_together(labelled))
    return options


def _together(labelled: Sequence[Choice[Decimal]]) -> Iterator[Choice[Decimal]]:
    """Taxes side by side or on lines of their own, such as central and state tax, are one tax together."""
    ordered = sorted(labelled, key=position)
    for start, first in enumerate(ordered):
        group = [first]
        for other in ordered[start + 1 :]:
            (page, line), (next_page, next_line) = height(group[-1]), height(other)
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
