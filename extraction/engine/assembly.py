"""Findings put together as an `Invoice`, with its checks, warnings, evidence and confidence."""

from __future__ import annotations

from typing import TypeVar

from extraction.engine import doubts, evidence, reconcile
from extraction.engine.candidates import Sheet
from extraction.engine.choice import Choice
from extraction.engine.invoice import Invoice, Party, Payment, Period, Tax
from extraction.engine.parties.roles import PartyChoice
from extraction.engine.totals import Totals
from extraction.engine.understanding import Findings

Value = TypeVar("Value")


def invoice(found: Findings) -> Invoice:
    """The result for a document."""
    sums = found.totals
    taxes = _taxes(sums)
    figures = {name: _value(getattr(sums, name)) for name in evidence.SUMS}
    checks = reconcile.checks(
        **figures,
        rounding=_value(sums.rounding),
        charges=_value(sums.charge),
        taxes=taxes,
        line_items=found.items.line_items,
    )
    reasons = evidence.of(found)
    return Invoice(
        confidence=evidence.overall(reasons),
        vendor=_party(found.parties.seller),
        customer=_party(found.parties.buyer),
        invoice_number=_value(found.number),
        date=_value(found.dates.issued),
        due_date=_value(found.dates.due),
        currency=_value(found.currency),
        line_items=found.items.line_items,
        payment_terms=_value(found.terms),
        pages_processed=len(found.sheet.layout.pages),
        document_type=found.document_type,
        language=found.language,
        purchase_order=_value(found.purchase_order),
        taxes=taxes,
        payment=_payment(found.sheet, found.reference),
        service_period=Period(found.dates.start, found.dates.end),
        checks=checks,
        warnings=doubts.warnings(found, checks),
        evidence=reasons,
        **figures,
    )


def _value(choice: Choice[Value] | None) -> Value | None:
    return choice.value if choice is not None else None


def _party(choice: PartyChoice) -> Party:
    return Party(_value(choice.name), _value(choice.address), _value(choice.tax_id))


def _taxes(sums: Totals) -> tuple[Tax, ...]:
    """The rows of the tax table; a single rate takes base and amount from the sums it explains."""
    if len(sums.taxes) == 1 and not sums.taxes[0].whole:
        return (Tax(sums.taxes[0].rate, None, _value(sums.tax)),)
    if not sums.taxes and sums.tax is not None and sums.tax_rate is not None:
        return (Tax(sums.tax_rate.value, None, sums.tax.value),)
    return tuple(Tax(row.rate, row.base, row.amount) for row in sums.taxes)


def _payment(sheet: Sheet, reference: Choice[str] | None) -> Payment:
    accounts = [account.value for account in sheet.accounts if account.value.valid]
    iban = accounts[0].value if accounts else None
    bics = [bic for bic in sheet.bics if bic.strength("party.bank")] or list(sheet.bics) * bool(iban)
    return Payment(iban, bics[0].value.value if bics else None, _value(reference))
