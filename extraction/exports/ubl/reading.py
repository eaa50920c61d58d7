"""From a result document to an invoice of EN 16931's core, or to the list of what it lacks for one.

What a result does not say is never filled in. What follows from it by arithmetic or by definition is, and
each module says what that is.
"""

from __future__ import annotations

from typing import Any

from stdnum import bic as bic_number
from stdnum import iban as iban_number

from extraction.engine.invoice import Payment, Period
from extraction.engine.values import iso_4217
from extraction.exports.ubl import lines, parties, results, sums, taxes
from extraction.exports.ubl.core import CoreInvoice, Sums
from extraction.exports.ubl.results import Stated
from extraction.exports.ubl.terms import Gaps, MissingTerms


def core_invoice(result: dict[str, Any]) -> CoreInvoice:
    """Raises `MissingTerms`."""
    found, gaps = results.stated(result), Gaps()
    _check_head(found, gaps)
    seller = parties.seller(found.vendor, gaps)
    buyer = parties.buyer(found.customer, gaps)
    _check_payment(found.payment, gaps)
    rows = sums.net(found, lines.read(found.lines, gaps), gaps)
    split = taxes.split(found, rows, seller.address.country if seller else None, gaps)
    added = sums.add_up(found, rows, split.vat if split else None, gaps)
    _check_dates(found, added, gaps)
    if gaps.found or not (found.number and found.date and found.currency):
        raise MissingTerms(gaps.found)
    if seller is None or buyer is None or split is None or added is None:
        raise MissingTerms(gaps.found)
    return CoreInvoice(
        is_credit_note=found.is_credit_note,
        number=found.number,
        issued=found.date,
        due_date=found.due_date,
        currency=found.currency,
        terms=found.terms,
        order=found.order,
        period=found.period if found.period != Period() else None,
        seller=seller,
        buyer=buyer,
        payment=_compact(found.payment),
        lines=split.lines,
        adjustments=split.adjustments,
        vat=split.vat,
        sums=added,
    )


def _check_head(found: Stated, gaps: Gaps) -> None:
    if found.number is None:
        gaps.note("BT-1", "The document has no number.", at="invoice_number", rule="BR-2")
    if found.date is None:
        gaps.note("BT-2", "The document has no date.", at="date", rule="BR-3")
    if found.document_type not in ("invoice", "credit_note"):
        gaps.note("BT-3", "The document calls itself neither invoice nor credit note.", at="document_type")
    if found.currency is None:
        gaps.note("BT-5", "The document names no currency.", at="currency", rule="BR-5")
    elif found.currency not in iso_4217.CODES:
        gaps.note("BT-5", f"{found.currency} is no currency of ISO 4217.", at="currency")


def _check_payment(payment: Payment, gaps: Gaps) -> None:
    if payment.iban and not iban_number.is_valid(payment.iban):
        gaps.note("BT-84", f"The check digits of {payment.iban} do not hold.", at="payment.iban")
    if payment.bic and not bic_number.is_valid(payment.bic):
        gaps.note("BT-86", f"{payment.bic} is no BIC.", at="payment.bic")


def _check_dates(found: Stated, added: Sums | None, gaps: Gaps) -> None:
    period = found.period
    if period.start and period.end and period.end < period.start:
        gaps.note("BG-14", "The period ends before it begins.", at="service_period", rule="BR-29")
    is_due = added is None or added.due > 0
    if is_due and found.due_date is None and found.terms is None:
        why = "The document says neither when it is to be paid nor on which terms."
        gaps.note("BT-9/BT-20", why, at="due_date", rule="BR-CO-25")


def _compact(payment: Payment) -> Payment:
    """The bank is stated with its account, and with none not at all."""
    iban = iban_number.compact(payment.iban).upper() if payment.iban else None
    bic = bic_number.compact(payment.bic).upper() if payment.bic and iban else None
    return Payment(iban, bic, payment.reference)
