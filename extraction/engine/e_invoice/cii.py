"""The Cross Industry Invoice: Factur-X, ZUGFeRD 2.x and XRechnung, and ZUGFeRD 1.0 with its older names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from extraction.engine.e_invoice import texts
from extraction.engine.e_invoice.stated import Line, Stated
from extraction.engine.e_invoice.xml import Element
from extraction.engine.invoice import LineItem, Party, Payment, Period, Tax

FAMILIES = ("urn:un:unece:uncefact:data:standard:", "urn:ferd:")
ROOTS = ("CrossIndustryInvoice", "CrossIndustryDocument")
_NOT_COUNTED = ("INFORMATION", "GROUP")
_FREIGHT = ("FC", "DL", "ABK", "SH")
_NOTHING = Element("")


def read(root: Element) -> Stated:
    head = root.first("ExchangedDocument", "HeaderExchangedDocument") or _NOTHING
    trade = root.first("SupplyChainTradeTransaction", "SpecifiedSupplyChainTradeTransaction") or _NOTHING
    agreement = _part(trade, "HeaderTradeAgreement", "SupplyChainTradeAgreement")
    settlement = _part(trade, "HeaderTradeSettlement", "SupplyChainTradeSettlement")
    sums = (
        settlement.first(
            "SpecifiedTradeSettlementHeaderMonetarySummation", "SpecifiedTradeSettlementMonetarySummation"
        )
        or _NOTHING
    )
    currency = texts.currency(settlement.said("InvoiceCurrencyCode"))
    return Stated(
        document_type=texts.document_type(head.said("TypeCode")),
        vendor=_party(agreement.first("SellerTradeParty")),
        customer=_party(agreement.first("BuyerTradeParty")),
        invoice_number=head.said("ID"),
        date=texts.date(head.said("IssueDateTime/DateTimeString", "IssueDateTime")),
        due_date=_due(settlement),
        currency=currency,
        lines=tuple(_lines(trade)),
        subtotal=_sum(sums, "TaxBasisTotalAmount", currency),
        tax=_sum(sums, "TaxTotalAmount", currency),
        total=_sum(sums, "GrandTotalAmount", currency),
        taxes=tuple(map(_tax, settlement.all("ApplicableTradeTax"))),
        discount=_sum(sums, "AllowanceTotalAmount", currency),
        charges=_sum(sums, "ChargeTotalAmount", currency),
        shipping=_shipping(settlement),
        rounding=_sum(sums, "RoundingAmount", currency),
        amount_paid=_sum(sums, "TotalPrepaidAmount", currency),
        amount_due=_sum(sums, "DuePayableAmount", currency),
        payment_terms=texts.terms(settlement.all("SpecifiedTradePaymentTerms/Description")),
        purchase_order=agreement.said(
            "BuyerOrderReferencedDocument/IssuerAssignedID", "BuyerOrderReferencedDocument/ID"
        ),
        payment=_payment(settlement),
        service_period=_period(settlement),
    )


def _part(trade: Element, *names: str) -> Element:
    return trade.first(*(f"Applicable{name}" for name in names)) or _NOTHING


def _party(party: Element | None) -> Party:
    if party is None:
        return Party()
    ids = {each.attributes.get("schemeID"): each.text.strip() or None
           for each in reversed(list(party.all("SpecifiedTaxRegistration/ID")))}  # fmt: skip
    return Party(
        name=party.said("Name", "SpecifiedLegalOrganization/TradingBusinessName"),
        address=_address(party.first("PostalTradeAddress")),
        tax_id=ids.get("VA") or ids.get("FC"),
    )


def _address(place: Element | None) -> str | None:
    if place is None:
        return None
    return texts.address(
        (place.said(name) for name in ("LineOne", "LineTwo", "LineThree")),
        postcode=place.said("PostcodeCode"),
        city=place.said("CityName"),
        region=place.said("CountrySubDivisionName"),
        country=place.said("CountryID"),
    )


def _due(settlement: Element) -> dt.date | None:
    path = "SpecifiedTradePaymentTerms/DueDateDateTime"
    dates = {texts.date(each.said("DateTimeString")) for each in settlement.all(path)}
    return dates.pop() if len(dates) == 1 else None


def _sum(sums: Element, name: str, currency: str | None) -> Decimal | None:
    """An amount in the invoice's own currency; the tax may be stated in a second one."""
    found = list(sums.all(name))
    own = [each for each in found if each.attributes.get("currencyID", currency) == currency]
    return texts.amount((own or found)[0].text.strip()) if found else None


def _tax(row: Element) -> Tax:
    return Tax(
        rate=texts.rate(row.said("RateApplicablePercent", "ApplicablePercent")),
        base=texts.amount(row.said("BasisAmount")),
        amount=texts.amount(row.said("CalculatedAmount")),
    )


def _shipping(settlement: Element) -> Decimal | None:
    carried = [each.said("AppliedAmount") for each in settlement.all("SpecifiedLogisticsServiceCharge")]
    carried += [
        each.said("ActualAmount")
        for each in settlement.all("SpecifiedTradeAllowanceCharge")
        if _is_charge(each) and each.said("ReasonCode") in _FREIGHT
    ]
    return texts.total(map(texts.amount, carried))


def _is_charge(each: Element) -> bool:
    return each.said("ChargeIndicator/Indicator", "ChargeIndicator") in ("true", "1")


def _payment(settlement: Element) -> Payment:
    means = "SpecifiedTradeSettlementPaymentMeans"
    banks = f"{means}/PayeeSpecifiedCreditorFinancialInstitution/BICID"
    return texts.payment(
        (each.text for each in settlement.all(f"{means}/PayeePartyCreditorFinancialAccount/IBANID")),
        (each.text for each in settlement.all(banks)),
        settlement.said("PaymentReference"),
    )


def _period(settlement: Element) -> Period:
    period = settlement.first("BillingSpecifiedPeriod") or _NOTHING
    return Period(
        texts.date(period.said("StartDateTime/DateTimeString")),
        texts.date(period.said("EndDateTime/DateTimeString")),
    )


def _lines(trade: Element) -> Iterator[Line]:
    """The rows with something to pay; notes between them and the parts of a group are none."""
    for row in trade.all("IncludedSupplyChainTradeLineItem"):
        status = row.said("AssociatedDocumentLineDocument/LineStatusReasonCode")
        line = _line(row)
        if status not in _NOT_COUNTED and (line.item.amount is not None or line.item.quantity is not None):
            yield line


def _line(row: Element) -> Line:
    product = row.first("SpecifiedTradeProduct") or _NOTHING
    agreement = _on_line(row, "TradeAgreement")
    settlement = _on_line(row, "TradeSettlement")
    billed = _on_line(row, "TradeDelivery").first("BilledQuantity") or _NOTHING
    listed = _price(agreement.first("GrossPriceProductTradePrice"))
    item = LineItem(
        description=product.said("Name", "Description"),
        quantity=texts.quantity(billed.text.strip()),
        unit_price=_price(agreement.first("NetPriceProductTradePrice", "GrossPriceProductTradePrice")),
        amount=texts.amount(
            settlement.said(
                "SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount",
                "SpecifiedTradeSettlementMonetarySummation/LineTotalAmount",
            )
        ),
        product_code=product.said("SellerAssignedID", "BuyerAssignedID", "GlobalID"),
        unit=texts.unit(billed.attributes.get("unitCode")),
        tax_rate=texts.rate(
            settlement.said(
                "ApplicableTradeTax/RateApplicablePercent", "ApplicableTradeTax/ApplicablePercent"
            )
        ),
        discount=_reduction(settlement),
    )
    return Line(item, list_price=listed)


def _price(element: Element | None) -> Decimal | None:
    return texts.price(element, amount_at="ChargeAmount", base_at="BasisQuantity")


def _on_line(row: Element, name: str) -> Element:
    return row.first(f"SpecifiedLine{name}", f"SpecifiedSupplyChain{name}") or _NOTHING


def _reduction(settlement: Element) -> Decimal | None:
    """Allowances less charges."""
    parts = [
        (-1 if _is_charge(each) else 1) * (texts.amount(each.said("ActualAmount")) or Decimal(0))
        for each in settlement.all("SpecifiedTradeAllowanceCharge")
    ]
    return texts.total(parts) or None
