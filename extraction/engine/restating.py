"""The sums of an invoice that was changed since they were stated.

Earlier checks say which amounts a sum is made of: some have no field, such as charges, and some fields are no
part of it, such as the freight that the net sum of an e-invoice has in it already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from extraction.engine import reconcile
from extraction.engine.invoice import Check, Invoice

Operands = dict[str, Decimal]

TOTAL, DUE, LINES = "subtotal_plus_tax_is_total", "total_less_paid_is_due", "lines_add_up_to_subtotal"

# The sums that are linear, and which side of each its parts stand on.
SIGNS = {
    TOTAL: {
        **dict.fromkeys(("subtotal", "tax", "shipping", "rounding", "charges"), 1),
        **dict.fromkeys(("discount", "total"), -1),
    },
    DUE: {"total": 1, "rounding": 1, "amount_paid": -1, "amount_due": -1},
    LINES: {"lines": 1, "charges": 1, "discount": -1, "subtotal": -1},
}
NEEDED = {TOTAL: {"subtotal", "total"}, DUE: {"total", "amount_due"}, LINES: {"lines", "subtotal"}}
OF_LINES_ALONE = ("charges", "discount")  # what an e-invoice counts with its lines


def sums(invoice: Invoice, *, before: Invoice | None = None) -> Iterator[Check]:
    """The engine's sums, those that were stated with amounts of their own in their own way.

    `before` is the invoice as it was when its checks were stated, where that is known: then what is None now
    is no part any more, and what was None then may have become one. Else the invoice may be incomplete, and
    its own checks fill in what it leaves out.
    """
    stated = (before or invoice).checks
    restated = {check.name: check for each in stated for check in _restated(each, invoice, before)}
    for check in _plain(invoice):
        if not check.name.startswith("lines_add_up") or LINES not in restated:
            yield restated.pop(check.name, check)
    yield from restated.values()


def _plain(invoice: Invoice) -> tuple[Check, ...]:
    return reconcile.checks(
        subtotal=invoice.subtotal,
        tax=invoice.tax,
        total=invoice.total,
        discount=invoice.discount,
        shipping=invoice.shipping,
        amount_paid=invoice.amount_paid,
        amount_due=invoice.amount_due,
        tax_rate=invoice.tax_rate,
        taxes=invoice.taxes,
        line_items=invoice.line_items,
    )


def _restated(stated: Check, invoice: Invoice, before: Invoice | None) -> Iterator[Check]:
    """A stated sum with the amounts as they are now."""
    signs = SIGNS.get(stated.name)
    if signs is None or not signs.keys() >= stated.operands.keys():
        return
    amounts = {name: value for name, value in stated.operands.items() if isinstance(value, Decimal)}
    if before is None:
        operands = {name: _now(name, value, invoice) for name, value in amounts.items()}
        is_known = len(operands) > 1
    else:
        operands = _since(stated.name, amounts, before, invoice)
        is_known = operands.keys() >= NEEDED[stated.name] and _is_own(stated.name, operands, invoice)
    if is_known:
        difference = sum((signs[name] * value for name, value in operands.items()), reconcile.ZERO)
        yield Check(stated.name, abs(difference) <= reconcile.TOLERANCE, difference, operands)


def _now(name: str, stated: Decimal, invoice: Invoice) -> Decimal:
    """What has no field keeps the amount that was stated."""
    current = _field(invoice, name)
    return stated if current is None else current


def _since(name: str, stated: Mapping[str, Decimal], before: Invoice, invoice: Invoice) -> Operands:
    """The parts of a sum since an invoice was changed."""
    amounts: dict[str, Decimal | None] = {}
    for part in SIGNS[name]:
        was, current = _field(before, part), _field(invoice, part)
        if part in stated:
            amounts[part] = current if was == stated[part] else stated[part]
        elif was is None and not (name == LINES and part in OF_LINES_ALONE):
            amounts[part] = current
    return {part: amount for part, amount in amounts.items() if amount is not None}


def _is_own(name: str, operands: Operands, invoice: Invoice) -> bool:
    """Whether a sum has to be made in its own way: else the plain one says the same, or more."""
    if name == LINES:
        complete = all(item.amount is not None for item in invoice.line_items if not item.is_empty)
        return complete and not operands.keys().isdisjoint(OF_LINES_ALONE)
    return name == TOTAL or "rounding" in operands


def _field(invoice: Invoice, name: str) -> Decimal | None:
    if name == "lines":
        amounts = [item.amount for item in invoice.line_items if item.amount is not None]
        return sum(amounts, reconcile.ZERO) if amounts else None
    found: Decimal | None = getattr(invoice, name, None)
    return found
