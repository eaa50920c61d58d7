"""The identities of an e-invoice: its net is already less the discount and with the charges."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extraction.engine import reconcile
from extraction.engine.e_invoice.stated import Stated
from extraction.engine.invoice import Check, Invoice

ZERO = Decimal(0)


def checks(stated: Stated, invoice: Invoice) -> tuple[Check, ...]:
    """Every identity whose operands are known, in the order of those of a page."""
    return (
        *reconcile.checks(
            subtotal=invoice.subtotal,
            tax=invoice.tax,
            total=invoice.total,
            tax_rate=invoice.tax_rate,
            taxes=invoice.taxes,
        ),
        *_due(stated, invoice),
        *(_lines(stated, invoice) if stated.lines else ()),
        *reconcile.checks(line_items=invoice.line_items),
    )


def _due(stated: Stated, invoice: Invoice) -> Iterator[Check]:
    """What is left to pay; half a cent may have been rounded away for those who pay in coins."""
    if not stated.rounding:
        yield from reconcile.checks(
            total=invoice.total, amount_paid=invoice.amount_paid, amount_due=invoice.amount_due
        )
    elif invoice.total is not None and invoice.amount_due is not None:
        parts = {"total": invoice.total, "amount_paid": invoice.amount_paid, "rounding": stated.rounding}
        operands = {name: value for name, value in parts.items() if value is not None}
        left = invoice.total - (invoice.amount_paid or ZERO) + stated.rounding
        yield _check("total_less_paid_is_due", left, invoice.amount_due, operands, "amount_due")


def _lines(stated: Stated, invoice: Invoice) -> Iterator[Check]:
    amounts = [item.amount for item in invoice.line_items if item.amount is not None]
    if invoice.subtotal is None or len(amounts) != len(invoice.line_items):
        return
    parts = {"lines": sum(amounts, ZERO), "discount": stated.discount, "charges": stated.charges}
    operands = {name: value for name, value in parts.items() if value}
    left = sum(amounts, ZERO) - (stated.discount or ZERO) + (stated.charges or ZERO)
    yield _check("lines_add_up_to_subtotal", left, invoice.subtotal, operands, "subtotal")


def _check(name: str, left: Decimal, right: Decimal, operands: dict[str, Decimal], right_name: str) -> Check:
    difference = left - right
    return Check(name, abs(difference) <= reconcile.TOLERANCE, difference, {**operands, right_name: right})
