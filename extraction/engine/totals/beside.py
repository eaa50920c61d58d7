"""What is read once the sums are chosen: payments, rounding, the discount before them, the one tax rate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product

from extraction.engine.candidates import Candidate, Sheet
from extraction.engine.choice import Choice
from extraction.engine.document import Source
from extraction.engine.spans import Span
from extraction.engine.totals import tax_lines, tax_rows
from extraction.engine.totals.options import Options
from extraction.engine.totals.sums import TOLERANCE, Option, Sums, amount_of, known, same_place
from extraction.engine.totals.taxes import TaxTable
from extraction.engine.values import rates
from extraction.engine.values.numbers import Number

COIN = Decimal("0.05")  # the smallest that totals are rounded to
MOST_ROUNDED = Decimal("0.04")
AGAIN = 3  # lines between a total and the same amount as what is due
_DEDUCTED = ("tax", "discount", "paid", "withheld")
_RATE_HEADS = ("totals.tax_rate", "columns.tax_rate")


def rounded(
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
    return _rounded_in_cash(sheet, total) or total


def _rounded_in_cash(sheet: Sheet, total: Choice[Decimal]) -> Choice[Decimal] | None:
    """The total to the next coin, where a few cents printed below the exact one lead to it."""
    below = [c for c in sheet.amounts if _below(c.span, total.spans[0]) and c.span not in total.spans]
    steps = [c for c in below if 0 < abs(c.value.value) <= MOST_ROUNDED and c.value.decimals == 2]
    for step, after in product(steps, below):
        moved = abs(after.value.value - total.value) == abs(step.value.value)
        to_coins = _in_coins(after.value.value) > _in_coins(total.value)
        if moved and to_coins and _below(after.span, step.span) and _is_named_total(after):
            return replace(total, value=after.value.value, spans=(after.span,))
    return None


def _is_named_total(amount: Candidate[Number]) -> bool:
    label = amount.label("totals.total", "totals.balance")
    return label is not None and label.span.segment.line == amount.span.segment.line


def _in_coins(value: Decimal) -> bool:
    return not value % COIN


def _below(span: Span, other: Span) -> bool:
    return (span.page, span.segment.line) >= (other.page, other.segment.line)


def is_sum_of_group(found: Options, chosen: Sums) -> bool:
    """Whether the subtotal is a "total" of some of the lines, and what another such total lacks to the whole:
    "Total fees" and "Total costs" are sums of groups, and neither is the subtotal.
    """
    if chosen.subtotal is None or chosen.total is None or chosen.tax is not None:
        return False
    parts = {option.value for option in found.roles["total"]} - {chosen.total.value}
    named = {option.value for option in found.roles["subtotal"] if option.label}
    part = chosen.subtotal.value
    return part in parts - named and chosen.total.value - part in parts


def is_none_of_it(found: Options, chosen: Sums) -> bool:
    """Whether the lines come to the total and the subtotal is less than half of it: then it is of something
    else, such as what a donor received.
    """
    if chosen.subtotal is None or chosen.total is None or found.lines_sum != chosen.total.value:
        return False
    apart = chosen.difference is not None and abs(chosen.difference) > TOLERANCE
    return apart and 2 * abs(chosen.subtotal.value) < abs(chosen.total.value)


def discount_before(roles: dict[str, list[Choice[Decimal]]], chosen: Sums) -> Option:
    """A discount that leads from an earlier subtotal to the chosen one."""
    if chosen.subtotal is None:
        return None
    for discount, before in product(roles["discount"], roles["subtotal"]):
        if before.value - discount.value == chosen.subtotal.value and discount.value:
            return discount
    return None


def shipping_before(found: Options, chosen: Sums) -> Option:
    """Shipping that leads from the goods alone to the chosen subtotal."""
    if chosen.subtotal is None:
        return None
    goods = {option.value for option in found.roles["subtotal"]} | {found.lines_sum}
    shipping = found.roles["shipping"]
    fitting = (s for s in shipping if not s.value or chosen.subtotal.value - s.value in goods)
    return next(fitting, None)


def reached(found: Options) -> Iterator[Decimal]:
    """What the lines come to, alone and with a discount or shipping that is printed below them."""
    if found.lines_sum is None:
        return
    discounts = [option.value for option in found.roles["discount"]]
    shipping = [option.value for option in found.roles["shipping"]]
    for less, more in product((Decimal(0), *discounts), (Decimal(0), *shipping)):
        yield found.lines_sum - less + more


def payments(found: Options, chosen: Sums) -> tuple[Option, Option]:
    """What was paid and what is left, where both are printed or the rest is labelled as such."""
    if chosen.total is None:
        return None, None
    total, roles = chosen.total, found.roles
    dues = [*roles["balance"], *roles["total"]]
    for paid, withheld, prior in product(
        (*roles["paid"], None), (*roles["withheld"], None), (*roles["prior"], *roles["balance"], None)
    ):
        left = total.value - amount_of(paid) - abs(amount_of(withheld)) + amount_of(prior)
        moved = [option for option in (paid, withheld, prior) if option is not None and option.value]
        for due in dues if moved else ():
            if due.value == left and not any(same_place(option, due) for option in moved):
                return paid, due
    left_over = (
        _plain(roles["balance"], total, 0.6)
        or _after_deduction(found, total, dues)
        or _repeated(found, total)
    )
    return _plain(roles["paid"], total, 0.8), left_over


def _after_deduction(found: Options, total: Choice[Decimal], dues: Sequence[Choice[Decimal]]) -> Option:
    """What is due below the total, less an amount printed between them under whatever name."""
    others = [(c.value.value, c.span) for c in found.loose]
    others += [(option.value, option.spans[0]) for role in _DEDUCTED for option in found.roles[role]]
    between = {abs(value) for value, span in others if _below(span, total.spans[0])}
    for due in dues:
        below = _below(due.spans[0], total.spans[0]) and not same_place(due, total)
        if below and 0 <= due.value < total.value and total.value - due.value in between:
            return due
    return None


def _repeated(found: Options, total: Choice[Decimal]) -> Option:
    """The total said again under another name right below it: all of it is due."""
    page, line = total.spans[0].page, total.spans[0].segment.line
    near = [
        option
        for option in found.roles["total"]
        if option.value == total.value and option.spans[0].page == page and option.label
        if abs(option.spans[0].segment.line - line) <= AGAIN
    ]
    names = {(option.label or "").casefold() for option in near}
    last = max(near, key=lambda option: (option.spans[0].segment.line, option.spans[0].box.x0), default=None)
    return last if len(names) > 1 else None


def _plain(options: Sequence[Choice[Decimal]], total: Choice[Decimal], least: float) -> Option:
    values = {option.value for option in options}
    fitting = [
        option
        for option in options
        if option.value <= total.value and option.score >= least and option.value + total.value not in values
    ]
    return fitting[0] if fitting else None


def tax_rate(sheet: Sheet, table: TaxTable, chosen: Sums) -> Choice[Decimal] | None:
    """The rate, where one alone applies and is printed."""
    rows = table.applying or table.rows
    rates = {row.rate: row for row in rows}
    if len(rates) > 1:
        return None
    if not rates:
        return _rate_elsewhere(sheet, chosen)
    rate, row = next(iter(rates.items()))
    together = rate * len(rows)
    if len(rows) > 1 and _explains(together, chosen):
        return Choice(together, tuple(row.rate_span for row in rows), 0.9, source=Source.DERIVED)
    sure = row.whole or _explains(rate, chosen)
    return Choice(rate, (row.rate_span,), 0.95 if sure else 0.6)


def _rate_elsewhere(sheet: Sheet, chosen: Sums) -> Choice[Decimal] | None:
    """A rate printed in the lines or the small print that the sums prove."""
    printed: dict[Decimal, Span] = {}
    for candidate in sheet.rates:
        if not candidate.strength("totals.discount", "columns.discount"):
            printed.setdefault(candidate.value.fraction, candidate.span)
    for number in sheet.amounts:
        fraction = rates.of(number.value.text) if number.strength(*_RATE_HEADS) > 0.5 else None
        if fraction is not None and 0 <= fraction < tax_lines.HIGHEST:
            printed.setdefault(fraction, number.span)
    sums = {span for part in (chosen.tax, chosen.subtotal, chosen.total) if part for span in part.spans}
    proven = [rate for rate, span in printed.items() if span not in sums and _explains(rate, chosen)]
    if len(proven) != 1:
        return None
    return Choice(proven[0], (printed[proven[0]],), 0.8)


def _explains(rate: Decimal, chosen: Sums) -> bool:
    if chosen.tax is None:
        return False
    nets = [known(chosen.subtotal)]
    if chosen.total is not None:
        nets.append(chosen.total.value - chosen.tax.value)
    slack = TOLERANCE + abs(chosen.tax.value) / 500
    return any(
        net is not None and net and abs(tax_rows.of(net, rate) - chosen.tax.value) <= slack for net in nets
    )
