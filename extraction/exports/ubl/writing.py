"""A core invoice in UBL 2.1, its elements in the order of UBL's schemas and its bytes always the same.

A credit note is the document CreditNote with the type code 381; its due date stands with the means of
payment, where UBL has it.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from extraction.exports.ubl.core import Address, Adjustment, CoreInvoice, Line, Party, VatRow

SPECIFICATION = "urn:cen.eu:en16931:2017"
_UBL = "urn:oasis:names:specification:ubl:schema:xsd"
_INVOICE, _CREDIT_NOTE = "380", "381"
_CREDIT_TRANSFER, _MEANS_NOT_DEFINED = "30", "1"  # UNCL 4461
_DISCOUNT, _FREIGHT = ("95", "Discount"), ("FC", "Freight service")  # UNCL 5189 and 7161
_STANDARD_RATED = "S"


def xml(invoice: CoreInvoice) -> bytes:
    kind = "CreditNote" if invoice.is_credit_note else "Invoice"
    namespaces = {
        "xmlns": f"{_UBL}:{kind}-2",
        "xmlns:cac": f"{_UBL}:CommonAggregateComponents-2",
        "xmlns:cbc": f"{_UBL}:CommonBasicComponents-2",
    }
    root = Element(kind, namespaces)
    _head(root, invoice, kind)
    for role, party in (("Supplier", invoice.seller), ("Customer", invoice.buyer)):
        _party(_part(root, f"Accounting{role}Party"), party)
    _payment(root, invoice)
    for adjustment in invoice.adjustments:
        _adjustment(root, adjustment, invoice.currency)
    _tax_total(root, invoice)
    _sums(root, invoice)
    for number, line in enumerate(invoice.lines, 1):
        _line(root, line, number, kind, invoice.currency)
    indent(root)
    text: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return text + b"\n"


def _head(root: Element, invoice: CoreInvoice, kind: str) -> None:
    _say(root, "CustomizationID", SPECIFICATION)
    _say(root, "ID", invoice.number)
    _say(root, "IssueDate", invoice.issued.isoformat())
    if not invoice.is_credit_note:
        _say(root, "DueDate", _day(invoice.due_date))
    _say(root, f"{kind}TypeCode", _CREDIT_NOTE if invoice.is_credit_note else _INVOICE)
    _say(root, "DocumentCurrencyCode", invoice.currency)
    if invoice.period:
        period = _part(root, "InvoicePeriod")
        _say(period, "StartDate", _day(invoice.period.start))
        _say(period, "EndDate", _day(invoice.period.end))
    if invoice.order:
        _say(_part(root, "OrderReference"), "ID", invoice.order)


def _party(role: Element, party: Party) -> None:
    inner = _part(role, "Party")
    _address(inner, party.address)
    if party.vat_number:
        scheme = _part(inner, "PartyTaxScheme")
        _say(scheme, "CompanyID", party.vat_number)
        _vat_scheme(scheme)
    _say(_part(inner, "PartyLegalEntity"), "RegistrationName", party.name)


def _address(party: Element, address: Address) -> None:
    place = _part(party, "PostalAddress")
    for name, line in zip(("StreetName", "AdditionalStreetName"), address.lines, strict=False):
        _say(place, name, line)
    _say(place, "CityName", address.town)
    _say(place, "PostalZone", address.postcode)
    _say(place, "CountrySubentity", address.region)
    if address.lines[2:]:
        _say(_part(place, "AddressLine"), "Line", ", ".join(address.lines[2:]))
    _say(_part(place, "Country"), "IdentificationCode", address.country)


def _payment(root: Element, invoice: CoreInvoice) -> None:
    """An account to pay to is a credit transfer; without one the means stays undefined."""
    account, reference = invoice.payment.iban, invoice.payment.reference
    due_date = invoice.due_date if invoice.is_credit_note else None
    if account or reference or due_date:
        means = _part(root, "PaymentMeans")
        _say(means, "PaymentMeansCode", _CREDIT_TRANSFER if account else _MEANS_NOT_DEFINED)
        _say(means, "PaymentDueDate", _day(due_date))
        _say(means, "PaymentID", reference)
        if account:
            payee = _part(means, "PayeeFinancialAccount")
            _say(payee, "ID", account)
            if invoice.payment.bic:
                _say(_part(payee, "FinancialInstitutionBranch"), "ID", invoice.payment.bic)
    if invoice.terms:
        _say(_part(root, "PaymentTerms"), "Note", invoice.terms)


def _adjustment(root: Element, each: Adjustment, currency: str) -> None:
    code, reason = _FREIGHT if each.is_charge else _DISCOUNT
    part = _allowance(root, each.amount, currency, is_charge=each.is_charge, code=code, reason=reason)
    _category(part, "TaxCategory", each.rate)


def _allowance(
    parent: Element, amount: Decimal, currency: str, *, is_charge: bool, code: str, reason: str
) -> Element:
    part = _part(parent, "AllowanceCharge")
    _say(part, "ChargeIndicator", "true" if is_charge else "false")
    _say(part, "AllowanceChargeReasonCode", code)
    _say(part, "AllowanceChargeReason", reason)
    _money(part, "Amount", amount, currency)
    return part


def _tax_total(root: Element, invoice: CoreInvoice) -> None:
    total = _part(root, "TaxTotal")
    _money(total, "TaxAmount", invoice.sums.tax, invoice.currency)
    for row in invoice.vat:
        _tax_subtotal(total, row, invoice.currency)


def _tax_subtotal(total: Element, row: VatRow, currency: str) -> None:
    part = _part(total, "TaxSubtotal")
    _money(part, "TaxableAmount", row.base, currency)
    _money(part, "TaxAmount", row.amount, currency)
    _category(part, "TaxCategory", row.rate)


def _sums(root: Element, invoice: CoreInvoice) -> None:
    total, sums = _part(root, "LegalMonetaryTotal"), invoice.sums
    for name, amount in (
        ("LineExtensionAmount", sums.lines),
        ("TaxExclusiveAmount", sums.net),
        ("TaxInclusiveAmount", sums.total),
        ("AllowanceTotalAmount", sums.discounts or None),
        ("ChargeTotalAmount", sums.charges or None),
        ("PrepaidAmount", sums.paid),
        ("PayableRoundingAmount", sums.rounding),
        ("PayableAmount", sums.due),
    ):
        _money(total, name, amount, invoice.currency)


def _line(root: Element, line: Line, number: int, kind: str, currency: str) -> None:
    part = _part(root, f"{kind}Line")
    _say(part, "ID", str(number))
    quantity = "CreditedQuantity" if kind == "CreditNote" else "InvoicedQuantity"
    _say(part, quantity, _plain(line.quantity), unitCode=line.unit)
    _money(part, "LineExtensionAmount", line.amount, currency)
    if line.discount:
        code, reason = _DISCOUNT
        _allowance(part, line.discount, currency, is_charge=False, code=code, reason=reason)
    item = _part(part, "Item")
    _say(item, "Name", line.name)
    if line.product_code:
        _say(_part(item, "SellersItemIdentification"), "ID", line.product_code)
    _category(item, "ClassifiedTaxCategory", line.rate)
    _say(_part(part, "Price"), "PriceAmount", _plain(line.price), currencyID=currency)


def _category(parent: Element, name: str, rate: Decimal) -> None:
    category = _part(parent, name)
    _say(category, "ID", _STANDARD_RATED)
    _say(category, "Percent", _plain((rate * 100).normalize()))
    _vat_scheme(category)


def _vat_scheme(parent: Element) -> None:
    _say(_part(parent, "TaxScheme"), "ID", "VAT")


def _part(parent: Element, name: str) -> Element:
    return SubElement(parent, f"cac:{name}")


def _say(parent: Element, name: str, text: str | None, **attributes: str) -> None:
    if text is not None:
        SubElement(parent, f"cbc:{name}", attributes).text = text


def _money(parent: Element, name: str, amount: Decimal | None, currency: str) -> None:
    """With two decimals at most, as the standard wants every amount but the price of one."""
    if amount is not None:
        _say(parent, name, _plain(round(amount, 2) if _decimals(amount) > 2 else amount), currencyID=currency)


def _decimals(number: Decimal) -> int:
    return -int(number.as_tuple().exponent)


def _plain(number: Decimal) -> str:
    return f"{number:f}"


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
