"""Whether what an invoice says can be true: its sums, dates and terms, and numbers that prove themselves.

Sums and dates differ by a number, the dates by days. What is right or wrong as a whole has no difference.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from stdnum import bic as bic_number
from stdnum import iban as iban_number

from extraction.engine import paying, restating
from extraction.engine.invoice import Check, Invoice
from extraction.engine.values import identifiers, iso_4217

AHEAD = 31  # days that the date of an invoice may lie in the future
ROUND_A_WEEKEND = range(-1, 4)  # days by which a due date may miss its terms
IS_VALID = "_is_valid"
_NO_CHECK_DIGIT = "stnr"


def checks(invoice: Invoice, *, today: date) -> tuple[Check, ...]:
    """Everything that can be tested of an invoice, complete or not.

    Checks that it has already say which amounts its sums are made of, such as charges, which have no field.
    """
    return (
        *restating.sums(invoice),
        *of_dates(issued=invoice.date, due=invoice.due_date, payment_terms=invoice.payment_terms),
        *_calendar(invoice, today),
        *_rates(invoice),
        *of_identifiers(invoice),
        *_currency(invoice),
    )


def of_dates(*, issued: date | None, due: date | None, payment_terms: str | None) -> Iterator[Check]:
    """A due date against the date of the invoice, and against the terms where they are a number of days."""
    if issued is None or due is None:
        return
    yield _in_order("due_date_is_not_before_date", date=issued, due_date=due)
    days = paying.days(payment_terms) if payment_terms else None
    if days is not None:
        off = (due - issued).days - days
        operands: dict[str, Decimal | str] = {
            "date": issued.isoformat(),
            "days": Decimal(days),
            "due_date": due.isoformat(),
        }
        yield Check("date_plus_terms_is_due_date", _fits(due, off), Decimal(off), operands)


def _fits(due: date, off: int) -> bool:
    """To the day, moved by a weekend, or to the end of the month, as many terms are meant."""
    ends_month = due.day == calendar.monthrange(due.year, due.month)[1]
    return off in ROUND_A_WEEKEND or (ends_month and 0 <= off < due.day)


def _in_order(name: str, **days: date) -> Check:
    first, last = days.values()
    operands = {operand: day.isoformat() for operand, day in days.items()}
    return Check(name, first <= last, Decimal((last - first).days), operands)


def _calendar(invoice: Invoice, today: date) -> Iterator[Check]:
    period = invoice.service_period
    if period.start is not None and period.end is not None:
        yield _in_order("service_period_ends_after_it_starts", start=period.start, end=period.end)
    if invoice.date is not None:
        ahead = (invoice.date - today).days
        operands = {"date": invoice.date.isoformat(), "today": today.isoformat()}
        yield Check("date_is_not_far_ahead", ahead <= AHEAD, Decimal(ahead), operands)


def _rates(invoice: Invoice) -> Iterator[Check]:
    """That a rate is a fraction, 0.19, and not the number of per cent."""
    rates = {"tax_rate": invoice.tax_rate}
    rates |= {f"taxes.{number}.rate": row.rate for number, row in enumerate(invoice.taxes)}
    rates |= {f"line_items.{number}.tax_rate": row.tax_rate for number, row in enumerate(invoice.line_items)}
    for path, rate in rates.items():
        if rate is not None:
            yield Check(f"{path}_is_a_fraction", 0 <= rate < 1, None, {path.rpartition(".")[2]: rate})


def of_identifiers(invoice: Invoice) -> Iterator[Check]:
    """The check digits of accounts and tax numbers; each check is named after the path of its value."""
    iban, bic = invoice.payment.iban, invoice.payment.bic
    if iban is not None:
        yield _whole("payment.iban", bool(iban_number.is_valid(iban)), iban)
    if bic is not None:
        yield _whole("payment.bic", bool(bic_number.is_valid(bic)), bic)
    for path, tax_id in (
        ("vendor.tax_id", invoice.vendor.tax_id),
        ("customer.tax_id", invoice.customer.tax_id),
    ):
        valid = _proves_itself(tax_id) if tax_id else None
        if tax_id is not None and valid is not None:
            yield _whole(path, valid, tax_id)


def _proves_itself(tax_id: str) -> bool | None:
    """Whether the check digits of a tax number hold; None where its form does not tell which it has."""
    found = [each for each in identifiers.find(tax_id.upper()) if each.kind != _NO_CHECK_DIGIT]
    if any(each.valid for each in found):
        return True
    return False if any(each.distinctive for each in found) else None


def _currency(invoice: Invoice) -> Iterator[Check]:
    if invoice.currency is not None:
        yield Check(
            "currency_is_iso_4217",
            invoice.currency in iso_4217.CODES,
            None,
            {"currency": invoice.currency},
        )


def _whole(path: str, passed: bool, value: str) -> Check:
    return Check(f"{path}{IS_VALID}", passed, None, {path.rpartition(".")[2]: value})
