"""The sums of an invoice as rules BR-CO-10 to BR-CO-16 add them up, held against those that are printed."""

from __future__ import annotations

from decimal import Decimal

from extraction.exports.ubl import lines
from extraction.exports.ubl.core import Sums, VatRow
from extraction.exports.ubl.lines import ZERO, Row
from extraction.exports.ubl.results import Stated
from extraction.exports.ubl.terms import Gaps

_PRINTED = {
    "BT-107": "discount",
    "BT-108": "shipping",
    "BT-109": "subtotal",
    "BT-110": "tax",
    "BT-112": "total",
    "BT-113": "amount_paid",
    "BT-114": "rounding",
    "BT-115": "amount_due",
}


def net(found: Stated, rows: tuple[Row, ...] | None, gaps: Gaps) -> tuple[Row, ...] | None:
    """The rows, unless they come to the total and have their tax in them already."""
    of_lines = sum((row.amount for row in rows or ()), ZERO)
    taxed = found.tax or any(row.amount for row in found.taxes)
    if rows is None or not taxed or found.total is None or of_lines != found.total:
        return rows
    why = f"The lines come to {of_lines}, which is the total with VAT: their amounts are not net."
    gaps.note("BT-131", why, at="line_items", rule="BR-CO-10")
    return None


def add_up(
    found: Stated, rows: tuple[Row, ...] | None, vat: tuple[VatRow, ...] | None, gaps: Gaps
) -> Sums | None:
    """None when a sum is missing, or what is printed is not what comes of the lines."""
    before = len(gaps.found)
    _check_amounts(found, gaps)
    if found.total is None:
        gaps.note("BT-112", "The document names no total.", at="total", rule="BR-14")
    if found.total is None or rows is None:
        return None
    of_lines = sum((row.amount for row in rows), ZERO)
    discounts, charges = found.discount or ZERO, found.shipping or ZERO
    taxable = of_lines - discounts + charges
    _check_net(found, of_lines, taxable, gaps)
    tax = _tax(found, vat, gaps)
    total = found.total - (found.rounding or ZERO) if found.rounds_total else found.total
    due = _due(found, total, gaps)
    if tax is not None and taxable + tax != total:
        why = f"{taxable} and {tax} VAT come to {taxable + tax}, printed {total}."
        gaps.note("BT-112", why, at="total", rule="BR-CO-15")
    if tax is None or len(gaps.found) > before:
        return None
    return Sums(of_lines, discounts, charges, taxable, tax, total, found.amount_paid, found.rounding, due)


def _due(found: Stated, total: Decimal, gaps: Gaps) -> Decimal:
    """What is left to pay; where it is printed it has to be the same."""
    due = total - (found.amount_paid or ZERO) + (found.rounding or ZERO)
    if found.amount_due is not None and found.amount_due != due:
        less = f" less {found.amount_paid} paid" if found.amount_paid else ""
        why = f"The total{less} leaves {due} to pay, printed {found.amount_due}."
        gaps.note("BT-115", why, at="amount_due", rule="BR-CO-16")
    return due


def _check_amounts(found: Stated, gaps: Gaps) -> None:
    for term, name in _PRINTED.items():
        amount = getattr(found, name)
        if amount is not None and not lines.in_cents(amount):
            gaps.note(term, f"{amount} has parts of a cent.", at=name)
    for term, name in (("BT-107", "discount"), ("BT-108", "shipping")):
        if (getattr(found, name) or ZERO) < 0:
            gaps.note(term, f"{getattr(found, name)} is less than nothing.", at=name)


def _check_net(found: Stated, of_lines: Decimal, taxable: Decimal, gaps: Gaps) -> None:
    """The printed subtotal may be that of the lines, or stand behind discount, shipping or both."""
    discounts, charges = found.discount or ZERO, found.shipping or ZERO
    stands_for = (of_lines, of_lines - discounts, of_lines + charges, taxable)
    if found.subtotal is None or found.subtotal in stands_for:
        return
    parts = f"The lines come to {of_lines}"
    if taxable != of_lines:
        parts += f", with discount and shipping to {taxable}"
    rule = "BR-CO-10" if taxable == of_lines else "BR-CO-13"
    gaps.note("BT-109", f"{parts}, printed {found.subtotal}.", at="subtotal", rule=rule)


def _tax(found: Stated, vat: tuple[VatRow, ...] | None, gaps: Gaps) -> Decimal | None:
    if vat is None:
        return None
    tax = sum((row.amount for row in vat), ZERO)
    if found.tax is not None and found.tax != tax:
        gaps.note("BT-110", f"The VAT of all rates is {tax}, printed {found.tax}.", at="tax", rule="BR-CO-14")
    return tax
