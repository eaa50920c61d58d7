"""The VAT of an invoice by rate, and which rate each line, discount and charge belongs to.

A rate above zero is category S by the definition of that category. A rate of zero is one of several (zero
rated, exempt, reverse charge, export and more), and which of them a result does not say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from extraction.engine.invoice import Tax
from extraction.engine.reconcile import TOLERANCE
from extraction.exports.ubl import vat_numbers
from extraction.exports.ubl.core import Adjustment, Line, VatRow
from extraction.exports.ubl.lines import CENT, ZERO, Row, in_cents
from extraction.exports.ubl.results import Stated
from extraction.exports.ubl.terms import Gaps


@dataclass(frozen=True, slots=True)
class Split:
    """An invoice by its rates: lines in their order, discount and shipping, and what comes of them."""

    lines: tuple[Line, ...]
    adjustments: tuple[Adjustment, ...]
    vat: tuple[VatRow, ...]


def split(found: Stated, rows: tuple[Row, ...] | None, country: str | None, gaps: Gaps) -> Split | None:
    """None when the rates do not say it. `country` is the seller's."""
    before = len(gaps.found)
    if country is not None and country not in vat_numbers.LEVYING:
        gaps.note("BT-118", f"The tax of a seller in {country} is not known to be VAT.", at="taxes")
    printed = _printed(found, rows, gaps)
    if not printed or rows is None or len(gaps.found) > before:
        return None
    lines = _rated(rows, printed, gaps)
    if lines is None:
        return None
    adjustments = _adjustments(found, lines, printed, gaps)
    if adjustments is None:
        return None
    vat = tuple(_vat(tax, lines, adjustments, gaps) for tax in printed)
    return Split(lines, adjustments, vat) if len(gaps.found) == before else None


def _printed(found: Stated, rows: Iterable[Row] | None, gaps: Gaps) -> list[Tax]:
    """The rows of the tax table, one for each rate; of one rate alone, the row that it makes."""
    used = {row.rate for row in rows or ()}
    taxes = [tax for tax in found.taxes if not _is_empty(tax, used)]
    if not taxes and found.tax_rate is not None:
        taxes = [Tax(found.tax_rate, None, found.tax)]
    if len(taxes) == 1 and taxes[0].rate is None and found.tax_rate is not None:
        taxes = [Tax(found.tax_rate, taxes[0].base, taxes[0].amount)]
    if not taxes:
        gaps.note("BG-23", "The document names no rate of VAT.", at="taxes", rule="BR-CO-18")
    for number, tax in enumerate(taxes):
        _check_rate(tax.rate, f"taxes.{number}.rate" if found.taxes else "tax_rate", gaps)
    return _grouped(taxes)


def _is_empty(tax: Tax, used: set[Decimal | None]) -> bool:
    """A row that some papers print for each rate there is, with nothing taxed at it."""
    return (
        not tax.base and not tax.amount and (tax.rate is None or (tax.rate not in used and None not in used))
    )


def _check_rate(rate: Decimal | None, at: str, gaps: Gaps) -> None:
    if rate is None:
        gaps.note("BT-119", "An amount of VAT is named without its rate.", at=at)
    elif rate == 0:
        why = "The rate is 0 %: whether as zero rated, exempt or reverse charge the result does not say."
        gaps.note("BT-118", why, at=at)
    elif not 0 < rate < 1:
        gaps.note("BT-119", f"{_percent(rate)} is no rate of VAT.", at=at)


def _grouped(taxes: list[Tax]) -> list[Tax]:
    by_rate: dict[Decimal | None, Tax] = {}
    for tax in taxes:
        other = by_rate.get(tax.rate)
        by_rate[tax.rate] = (
            tax
            if other is None
            else Tax(tax.rate, _sum(other.base, tax.base), _sum(other.amount, tax.amount))
        )
    return list(by_rate.values())


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other


def _rated(rows: tuple[Row, ...], printed: list[Tax], gaps: Gaps) -> tuple[Line, ...] | None:
    """The lines, each with its rate: its own, or that of the whole invoice where it has only one."""
    known = {tax.rate for tax in printed}
    only = printed[0].rate if len(printed) == 1 else None
    lines = []
    for number, row in enumerate(rows, 1):
        rate = only if row.rate is None else row.rate
        if rate is None:
            why = f"Line {number} does not say which of the rates is its own."
            gaps.note("BT-151", why, at=f"{row.at}.tax_rate")
        elif rate not in known:
            why = f"Line {number} is taxed at {_percent(rate)}, which is not in the VAT breakdown."
            gaps.note("BT-151", why, at=f"{row.at}.tax_rate", rule="BR-S-1")
        else:
            lines.append(row.at_rate(rate))
    return tuple(lines) if len(lines) == len(rows) else None


def _adjustments(
    found: Stated, lines: tuple[Line, ...], printed: list[Tax], gaps: Gaps
) -> tuple[Adjustment, ...] | None:
    """Discount and shipping by rate: of one rate all of it, of several what the taxed sums leave open."""
    discount, shipping = found.discount or ZERO, found.shipping or ZERO
    if len(printed) == 1 or not (discount or shipping):
        rate = printed[0].rate or ZERO
        both = (Adjustment(discount, rate, is_charge=False), Adjustment(shipping, rate, is_charge=True))
        return tuple(each for each in both if each.amount)
    is_charge = not discount
    parts = [_part_at(tax, lines, is_charge=is_charge) for tax in printed]
    if (discount and shipping) or not _is_parted(parts, discount or shipping):
        _note_open(discount, shipping, gaps)
        return None
    pairs = zip(parts, printed, strict=True)
    return tuple(Adjustment(part, tax.rate or ZERO, is_charge=is_charge) for part, tax in pairs if part)


def _part_at(tax: Tax, lines: tuple[Line, ...], *, is_charge: bool) -> Decimal | None:
    """What lies between the lines of a rate and the sum that is taxed at it."""
    if tax.base is None:
        return None
    difference = tax.base - _sum_at(tax.rate, lines)
    return difference if is_charge else -difference


def _is_parted(parts: list[Decimal | None], whole: Decimal) -> bool:
    known = [part for part in parts if part is not None and part >= 0]
    return len(known) == len(parts) and sum(known, ZERO) == whole


def _note_open(discount: Decimal, shipping: Decimal, gaps: Gaps) -> None:
    why = "The document does not say at which rates it is taxed."
    if discount:
        gaps.note("BT-95", why, at="discount")
    if shipping:
        gaps.note("BT-102", why, at="shipping")


def _vat(tax: Tax, lines: tuple[Line, ...], adjustments: tuple[Adjustment, ...], gaps: Gaps) -> VatRow:
    """A row of the breakdown; what is not printed of it follows from its lines and its rate."""
    rate = tax.rate or ZERO
    own = (each for each in adjustments if each.rate == rate)
    base = _sum_at(rate, lines) + sum((each.amount if each.is_charge else -each.amount for each in own), ZERO)
    if tax.base is not None and tax.base != base:
        why = (
            f"{_percent(rate)} is applied to {tax.base}, but its lines, discounts and charges come to {base}."
        )
        gaps.note("BT-116", why, at="taxes", rule="BR-S-8")
    exact = (base * rate).quantize(CENT, ROUND_HALF_UP)
    amount = exact if tax.amount is None else tax.amount
    if abs(base * rate - amount) > _slack(amount, len(lines)):
        why = f"{_percent(rate)} of {base} is {exact}, printed {amount}."
        gaps.note("BT-117", why, at="taxes", rule="BR-CO-17")
    if not in_cents(amount):
        gaps.note("BT-117", f"{amount} has parts of a cent.", at="taxes")
    return VatRow(rate, base, amount)


def _slack(amount: Decimal, lines: int) -> Decimal:
    """VAT may be rounded line by line, or to the last decimal; the standard lets it miss by less than one."""
    exponent = amount.as_tuple().exponent
    step = Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else CENT
    return min(max(TOLERANCE, step / 2, lines * CENT / 2), 1 - CENT)


def _sum_at(rate: Decimal | None, lines: tuple[Line, ...]) -> Decimal:
    return sum((line.amount for line in lines if line.rate == rate), ZERO)


def _percent(rate: Decimal) -> str:
    return f"{(rate * 100).normalize():f} %"
