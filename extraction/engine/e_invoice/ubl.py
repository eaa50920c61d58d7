"""The Universal Business Language 2.1: Invoice and CreditNote, as XRechnung and Peppol write them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extraction.engine.e_invoice import texts
from extraction.engine.e_invoice.stated import Line, Stated
from extraction.engine.e_invoice.xml import Element
from extraction.engine.invoice import LineItem, Party, Payment, Period, Tax

FAMILIES = ("urn:oasis:names:specification:ubl:schema:xsd:",)
ROOTS = ("Invoice", "CreditNote")
_NO_ORDER = "NA"  # what XRechnung writes where only the seller's order is known
_FREIGHT = ("FC", "DL", "ABK", "SH")
_NOTHING = Element("")


def read(root: Element) -> Stated:
    sums = root.first("LegalMonetaryTotal") or _NOTHING
    currency = texts.currency(root.said("DocumentCurrencyCode"))
    tax = _tax_total(root, currency)
    order = root.said("OrderReference/ID")
    return Stated(
        document_type=_type(root),
        vendor=_party(root.first("AccountingSupplierParty/Party")),
        customer=_party(root.first("AccountingCustomerParty/Party")),
        invoice_number=root.said("ID"),
        date=texts.date(root.said("IssueDate")),
        due_date=texts.date(root.said("DueDate", "PaymentMeans/PaymentDueDate")),
        currency=currency,
        lines=tuple(_line(row) for name in _LINES for row in root.all(name)),
        subtotal=texts.amount(sums.said("TaxExclusiveAmount")),
        tax=texts.amount(tax.said("TaxAmount")),
        total=texts.amount(sums.said("TaxInclusiveAmount")),
        taxes=tuple(map(_tax, tax.all("TaxSubtotal"))),
        discount=texts.amount(sums.said("AllowanceTotalAmount")),
        charges=texts.amount(sums.said("ChargeTotalAmount")),
        shipping=texts.total(_freight(root)),
        rounding=texts.amount(sums.said("PayableRoundingAmount")),
        amount_paid=texts.amount(sums.said("PrepaidAmount")),
        amount_due=texts.amount(sums.said("PayableAmount")),
        payment_terms=texts.terms(root.all("PaymentTerms/Note")),
        purchase_order=None if order == _NO_ORDER else order,
        payment=_payment(root),
        service_period=_period(root),
    )


_LINES = ("InvoiceLine", "CreditNoteLine")


def _type(root: Element) -> str:
    if root.name == "CreditNote":
        return "credit_note"
    return texts.document_type(root.said("InvoiceTypeCode"))


def _tax_total(root: Element, currency: str | None) -> Element:
    """The tax in the invoice's own currency; a second one may be stated for the accounts."""
    found = list(root.all("TaxTotal"))
    own = [each for each in found if _currency_of(each) == currency]
    return next(iter([*own, *found]), _NOTHING)


def _currency_of(tax: Element) -> str | None:
    amount = tax.first("TaxAmount")
    return amount.attributes.get("currencyID") if amount else None


def _party(party: Element | None) -> Party:
    if party is None:
        return Party()
    return Party(
        name=party.said("PartyLegalEntity/RegistrationName", "PartyName/Name"),
        address=_address(party.first("PostalAddress")),
        tax_id=_tax_id(party),
    )


def _tax_id(party: Element) -> str | None:
    """The number for value added tax, else the one for other taxes."""
    schemes = list(party.all("PartyTaxScheme"))
    by_tax = sorted(schemes, key=lambda scheme: scheme.said("TaxScheme/ID") != "VAT")
    return next((number for scheme in by_tax if (number := scheme.said("CompanyID"))), None)


def _address(place: Element | None) -> str | None:
    if place is None:
        return None
    return texts.address(
        (place.said(name) for name in ("StreetName", "AdditionalStreetName", "AddressLine/Line")),
        postcode=place.said("PostalZone"),
        city=place.said("CityName"),
        region=place.said("CountrySubentity"),
        country=place.said("Country/IdentificationCode"),
    )


def _tax(row: Element) -> Tax:
    return Tax(
        rate=texts.rate(row.said("TaxCategory/Percent")),
        base=texts.amount(row.said("TaxableAmount")),
        amount=texts.amount(row.said("TaxAmount")),
    )


def _freight(root: Element) -> Iterator[Decimal | None]:
    for each in root.all("AllowanceCharge"):
        if _is_charge(each) and each.said("AllowanceChargeReasonCode") in _FREIGHT:
            yield texts.amount(each.said("Amount"))


def _is_charge(each: Element) -> bool:
    return each.said("ChargeIndicator") in ("true", "1")


def _payment(root: Element) -> Payment:
    account = "PaymentMeans/PayeeFinancialAccount"
    return texts.payment(
        (each.text for each in root.all(f"{account}/ID")),
        (each.text for each in root.all(f"{account}/FinancialInstitutionBranch/ID")),
        root.said("PaymentMeans/PaymentID"),
    )


def _period(root: Element) -> Period:
    period = root.first("InvoicePeriod") or _NOTHING
    return Period(texts.date(period.said("StartDate")), texts.date(period.said("EndDate")))


def _line(row: Element) -> Line:
    count = row.first("InvoicedQuantity", "CreditedQuantity") or _NOTHING
    price = row.first("Price")
    item = LineItem(
        description=row.said("Item/Name", "Item/Description"),
        quantity=texts.quantity(count.text.strip()),
        unit_price=_price(price, "PriceAmount"),
        amount=texts.amount(row.said("LineExtensionAmount")),
        product_code=row.said(
            *(f"Item/{name}/ID" for name in _CODES),
        ),
        unit=texts.unit(count.attributes.get("unitCode")),
        tax_rate=texts.rate(row.said("Item/ClassifiedTaxCategory/Percent")),
        discount=_reduction(row),
    )
    return Line(item, list_price=_price(price, "AllowanceCharge/BaseAmount"))


def _price(element: Element | None, amount_at: str) -> Decimal | None:
    return texts.price(element, amount_at=amount_at, base_at="BaseQuantity")


_CODES = ("SellersItemIdentification", "BuyersItemIdentification", "StandardItemIdentification")


def _reduction(row: Element) -> Decimal | None:
    """Allowances less charges."""
    parts = [
        (-1 if _is_charge(each) else 1) * (texts.amount(each.said("Amount")) or Decimal(0))
        for each in row.all("AllowanceCharge")
    ]
    return texts.total(parts) or None
