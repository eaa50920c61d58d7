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
from extraction.exports.ubl.core import Adjustment, VatRow
from extraction.exports.ubl.lines import CENT, ZERO, Row
from extraction.exports.ubl.results import Stated
from extraction.exports.ubl.terms import Gaps


@dataclass(frozen=True, slots=True)
class Split:
    """Lines in their order with a rate each, adjustments by rate, and what comes of them."""

    rates: tuple[Decimal, ...]
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
    rates = _rates(rows, printed, gaps)
    if rates is None:
        return None
    adjustments = _adjustments(found, rows, rates, printed, gaps)
    if adjustments is None:
        return None
    vat = tuple(_vat(tax, rows, rates, adjustments, found, gaps) for tax in printed)
    return Split(rates, adjustments, vat) if len(gaps.found) == before else None


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


def _rates(rows: tuple[Row, ...], printed: list[Tax], gaps: Gaps) -> tuple[Decimal, ...] | None:
    """The rate of each line: its own, or that of the whole invoice where it has only one."""
    known = {tax.rate for tax in printed}
    only = printed[0].rate if len(printed) == 1 else None
    rates = []
    for number, row in enumerate(rows, 1):
        rate = only if row.rate is None else row.rate
        if rate is None:
            why = f"Line {number} does not say which of the rates is its own."
            gaps.note("BT-151", why, at=f"{row.at}.tax_rate")
        elif rate not in known:
            why = f"Line {number} is taxed at {_percent(rate)}, which is not in the VAT breakdown."
            gaps.note("BT-151", why, at=f"{row.at}.tax_rate", rule="BR-S-1")
        else:
            rates.append(rate)
    return tuple(rates) if len(rates) == len(rows) else None


def _adjustments(
    found: Stated, rows: tuple[Row, ...], rates: tuple[Decimal, ...], printed: list[Tax], gaps: Gaps
) -> tuple[Adjustment, ...] | None:
    """Discount and shipping by rate: of one rate all of it, of several what the taxed sums leave open."""
    discount, shipping = found.discount or ZERO, found.shipping or ZERO
    if not discount and not shipping:
        return ()
    if len(printed) == 1:
        rate = printed[0].rate or ZERO
        both = (Adjustment(discount, rate, is_charge=False), Adjustment(shipping, rate, is_charge=True))
        return tuple(each for each in both if each.amount)
    is_charge = not discount
    differences = [_difference(tax, rows, rates, is_charge=is_charge) for tax in printed]
    if (discount and shipping) or None in differences or not _is_parted(differences, discount or shipping):
        _note_open(discount, shipping, gaps)
        return None
    return tuple(
        Adjustment(part, tax.rate or ZERO, is_charge=is_charge)
        for tax, part in zip(printed, differences, strict=True)
        if part
    )


def _difference(
    tax: Tax, rows: tuple[Row, ...], rates: tuple[Decimal, ...], *, is_charge: bool
) -> Decimal | None:
    """What lies between the lines of a rate and the sum that is taxed at it."""
    if tax.base is None:
        return None
    lines = _lines_at(tax.rate, rows, rates)
    return tax.base - lines if is_charge else lines - tax.base


def _is_parted(parts: list[Decimal | None], whole: Decimal) -> bool:
    known = [part for part in parts if part is not None]
    return min(known) >= 0 and sum(known, ZERO) == whole


def _note_open(discount: Decimal, shipping: Decimal, gaps: Gaps) -> None:
    why = "The document does not say at which rates it is taxed."
    if discount:
        gaps.note("BT-95", why, at="discount")
    if shipping:
        gaps.note("BT-102", why, at="shipping")


def _vat(
    tax: Tax,
    rows: tuple[Row, ...],
    rates: tuple[Decimal, ...],
    adjustments: tuple[Adjustment, ...],
    found: Stated,
    gaps: Gaps,
) -> VatRow:
    """A row of the breakdown; what is not printed of it follows from its lines and its rate."""
    rate = tax.rate or ZERO
    base = _lines_at(rate, rows, rates)
    base += sum(
        (each.amount if each.is_charge else -each.amount for each in adjustments if each.rate == rate), ZERO
    )
    if tax.base is not None and tax.base != base:
        why = (
            f"{_percent(rate)} is applied to {tax.base}, but its lines, discounts and charges come to {base}."
        )
        gaps.note("BT-116", why, at="taxes", rule="BR-S-8")
    exact = base * rate
    amount = exact.quantize(CENT, ROUND_HALF_UP) if tax.amount is None else tax.amount
    if abs(exact - amount) > _slack(amount, len(rows)):
        why = f"{_percent(rate)} of {base} is {exact.quantize(CENT, ROUND_HALF_UP)}, printed {amount}."
        gaps.note("BT-117", why, at="taxes" if found.taxes else "tax", rule="BR-CO-17")
    return VatRow(rate, base, amount)


def _slack(amount: Decimal, lines: int) -> Decimal:
    """VAT may be rounded line by line, or to the last decimal; the standard lets it miss by less than one."""
    exponent = amount.as_tuple().exponent
    step = Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else CENT
    return min(max(TOLERANCE, step / 2, lines * CENT / 2), 1 - CENT)


def _lines_at(rate: Decimal | None, rows: tuple[Row, ...], rates: tuple[Decimal, ...]) -> Decimal:
    return sum((row.amount for row, own in zip(rows, rates, strict=True) if own == rate), ZERO)


def _percent(rate: Decimal) -> str:
    return f"{(rate * 100).normalize():f} %"
