"""Drawn invoices as electronic ones: their Specs written as CII or UBL, and XML put inside PDFs."""

from __future__ import annotations

import ctypes
import io
from decimal import Decimal
from xml.sax.saxutils import escape

import pypdfium2
import pypdfium2.raw as pdfium_c

from tests.invoices.spec import Company, Item, Spec

CII = "urn:un:unece:uncefact:data:standard"
FERD = "urn:ferd:CrossIndustryDocument:invoice:1p0"
UBL = "urn:oasis:names:specification:ubl:schema:xsd"


def embedded(pdf: bytes, xml: str | bytes, *, name: str = "factur-x.xml") -> bytes:
    """The same PDF with a file inside."""
    data = xml.encode() if isinstance(xml, str) else xml
    with pypdfium2.PdfDocument(pdf) as file:
        attachment = file.new_attachment(name)
        buffer = ctypes.create_string_buffer(data, len(data))
        assert pdfium_c.FPDFAttachment_SetFile(attachment, file, buffer, len(data))
        out = io.BytesIO()
        file.save(out)
        return out.getvalue()


def cii(spec: Spec, *, code: str = "380", **changes: str) -> str:
    """A Factur-X invoice; `changes` put other texts in the place of elements, by their names."""
    lines = "".join(_cii_line(number, item, spec) for number, item in enumerate(spec.items, 1))
    return _changed(
        f"""<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="{CII}:CrossIndustryInvoice:100"
  xmlns:ram="{CII}:ReusableAggregateBusinessInformationEntity:100" xmlns:udt="{CII}:UnqualifiedDataType:100">
<rsm:ExchangedDocument>
  <ram:ID>{escape(spec.invoice_number)}</ram:ID><ram:TypeCode>{code}</ram:TypeCode>
  <ram:IssueDateTime><udt:DateTimeString format="102">{spec.date:%Y%m%d}</udt:DateTimeString>
  </ram:IssueDateTime>
</rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction>{lines}
  <ram:ApplicableHeaderTradeAgreement>
    <ram:SellerTradeParty>{_cii_party(spec.vendor)}</ram:SellerTradeParty>
    <ram:BuyerTradeParty>{_cii_party(spec.customer)}</ram:BuyerTradeParty>
  </ram:ApplicableHeaderTradeAgreement>
  <ram:ApplicableHeaderTradeDelivery/>
  <ram:ApplicableHeaderTradeSettlement>
    <ram:PaymentReference>{escape(spec.invoice_number)}</ram:PaymentReference>
    <ram:InvoiceCurrencyCode>{spec.currency}</ram:InvoiceCurrencyCode>
    {_cii_account(spec)}
    <ram:ApplicableTradeTax><ram:CalculatedAmount>{spec.tax}</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode>
      <ram:BasisAmount>{spec.subtotal}</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode>
      <ram:RateApplicablePercent>{_percent(spec)}</ram:RateApplicablePercent></ram:ApplicableTradeTax>
    {_cii_terms(spec)}
    <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
      <ram:LineTotalAmount>{spec.subtotal}</ram:LineTotalAmount>
      <ram:TaxBasisTotalAmount>{spec.subtotal}</ram:TaxBasisTotalAmount>
      <ram:TaxTotalAmount currencyID="{spec.currency}">{spec.tax}</ram:TaxTotalAmount>
      <ram:GrandTotalAmount>{spec.total}</ram:GrandTotalAmount>
      <ram:DuePayableAmount>{spec.total}</ram:DuePayableAmount>
    </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
  </ram:ApplicableHeaderTradeSettlement>
</rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>
""",
        changes,
    )


def _cii_party(company: Company) -> str:
    postcode, city = _place(company)
    registration = f'<ram:ID schemeID="VA">{company.tax_id}</ram:ID>' if company.tax_id else ""
    return f"""<ram:Name>{escape(company.name)}</ram:Name>
      <ram:PostalTradeAddress><ram:PostcodeCode>{postcode}</ram:PostcodeCode>
        <ram:LineOne>{escape(company.street)}</ram:LineOne><ram:CityName>{escape(city)}</ram:CityName>
        <ram:CountryID>DE</ram:CountryID></ram:PostalTradeAddress>
      <ram:SpecifiedTaxRegistration>{registration}</ram:SpecifiedTaxRegistration>"""


def _cii_account(spec: Spec) -> str:
    if not spec.vendor.iban:
        return ""
    return f"""<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>58</ram:TypeCode>
      <ram:PayeePartyCreditorFinancialAccount><ram:IBANID>{spec.vendor.iban.replace(" ", "")}</ram:IBANID>
      </ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>"""


def _cii_terms(spec: Spec) -> str:
    due = (
        f'<udt:DateTimeString format="102">{spec.due_date:%Y%m%d}</udt:DateTimeString>'
        if spec.due_date
        else ""
    )
    return f"""<ram:SpecifiedTradePaymentTerms><ram:Description>{escape(spec.terms or "")}</ram:Description>
      <ram:DueDateDateTime>{due}</ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>"""


def _cii_line(number: int, item: Item, spec: Spec) -> str:
    return f"""
  <ram:IncludedSupplyChainTradeLineItem>
    <ram:AssociatedDocumentLineDocument><ram:LineID>{number}</ram:LineID></ram:AssociatedDocumentLineDocument>
    <ram:SpecifiedTradeProduct><ram:Name>{escape(item.description)}</ram:Name></ram:SpecifiedTradeProduct>
    <ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice>
      <ram:ChargeAmount>{item.unit_price}</ram:ChargeAmount></ram:NetPriceProductTradePrice>
    </ram:SpecifiedLineTradeAgreement>
    <ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="H87">{item.quantity}</ram:BilledQuantity>
    </ram:SpecifiedLineTradeDelivery>
    <ram:SpecifiedLineTradeSettlement>
      <ram:ApplicableTradeTax><ram:RateApplicablePercent>{_percent(spec)}</ram:RateApplicablePercent>
      </ram:ApplicableTradeTax>
      <ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>{item.amount}</ram:LineTotalAmount>
      </ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>
  </ram:IncludedSupplyChainTradeLineItem>"""


def zugferd_1(spec: Spec) -> str:
    """The same in the words of ZUGFeRD 1.0."""
    text = cii(spec)
    for old, new in (
        (f"{CII}:CrossIndustryInvoice:100", FERD),
        ("CrossIndustryInvoice", "CrossIndustryDocument"),
        ("rsm:ExchangedDocument", "rsm:HeaderExchangedDocument"),
        ("rsm:SupplyChainTradeTransaction", "rsm:SpecifiedSupplyChainTradeTransaction"),
        ("ApplicableHeaderTrade", "ApplicableSupplyChainTrade"),
        ("SpecifiedLineTrade", "SpecifiedSupplyChainTrade"),
        ("SettlementHeaderMonetarySummation", "SettlementMonetarySummation"),
        ("SettlementLineMonetarySummation", "SettlementMonetarySummation"),
        ("RateApplicablePercent", "ApplicablePercent"),
    ):
        text = text.replace(old, new)
    return text


def ubl(spec: Spec, *, root: str = "Invoice", **changes: str) -> str:
    """A UBL invoice or, as root="CreditNote", a credit note."""
    quantity = "InvoicedQuantity" if root == "Invoice" else "CreditedQuantity"
    lines = "".join(_ubl_line(n, item, spec, root, quantity) for n, item in enumerate(spec.items, 1))
    due = f"<cbc:DueDate>{spec.due_date}</cbc:DueDate>" if spec.due_date else ""
    return _changed(
        f"""<?xml version="1.0" encoding="UTF-8"?>
<{root} xmlns="{UBL}:{root}-2" xmlns:cac="{UBL}:CommonAggregateComponents-2"
  xmlns:cbc="{UBL}:CommonBasicComponents-2">
  <cbc:ID>{escape(spec.invoice_number)}</cbc:ID><cbc:IssueDate>{spec.date}</cbc:IssueDate>{due}
  <cbc:{root}TypeCode>{380 if root == "Invoice" else 381}</cbc:{root}TypeCode>
  <cbc:DocumentCurrencyCode>{spec.currency}</cbc:DocumentCurrencyCode>
  <cac:OrderReference><cbc:ID>{spec.purchase_order or "NA"}</cbc:ID></cac:OrderReference>
  <cac:AccountingSupplierParty><cac:Party>{_ubl_party(spec.vendor)}</cac:Party></cac:AccountingSupplierParty>
  <cac:AccountingCustomerParty><cac:Party>{_ubl_party(spec.customer)}</cac:Party></cac:AccountingCustomerParty>
  <cac:PaymentMeans><cac:PayeeFinancialAccount><cbc:ID>{spec.vendor.iban or ""}</cbc:ID>
    </cac:PayeeFinancialAccount></cac:PaymentMeans>
  <cac:PaymentTerms><cbc:Note>{escape(spec.terms or "")}</cbc:Note></cac:PaymentTerms>
  <cac:TaxTotal><cbc:TaxAmount currencyID="{spec.currency}">{spec.tax}</cbc:TaxAmount>
    <cac:TaxSubtotal><cbc:TaxableAmount>{spec.subtotal}</cbc:TaxableAmount><cbc:TaxAmount>{spec.tax}</cbc:TaxAmount>
      <cac:TaxCategory><cbc:Percent>{_percent(spec)}</cbc:Percent></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
  <cac:LegalMonetaryTotal><cbc:LineExtensionAmount>{spec.subtotal}</cbc:LineExtensionAmount>
    <cbc:TaxExclusiveAmount>{spec.subtotal}</cbc:TaxExclusiveAmount>
    <cbc:TaxInclusiveAmount>{spec.total}</cbc:TaxInclusiveAmount>
    <cbc:PayableAmount>{spec.total}</cbc:PayableAmount></cac:LegalMonetaryTotal>{lines}
</{root}>
""",
        changes,
    )


def _ubl_party(company: Company) -> str:
    postcode, city = _place(company)
    tax = f"<cbc:CompanyID>{company.tax_id}</cbc:CompanyID>" if company.tax_id else ""
    return f"""<cac:PartyName><cbc:Name>Trading name</cbc:Name></cac:PartyName>
    <cac:PostalAddress><cbc:StreetName>{escape(company.street)}</cbc:StreetName>
      <cbc:CityName>{escape(city)}</cbc:CityName><cbc:PostalZone>{postcode}</cbc:PostalZone></cac:PostalAddress>
    <cac:PartyTaxScheme>{tax}<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
    <cac:PartyLegalEntity><cbc:RegistrationName>{escape(company.name)}</cbc:RegistrationName></cac:PartyLegalEntity>"""


def _ubl_line(number: int, item: Item, spec: Spec, root: str, quantity: str) -> str:
    return f"""
  <cac:{root}Line><cbc:ID>{number}</cbc:ID><cbc:{quantity} unitCode="HUR">{item.quantity}</cbc:{quantity}>
    <cbc:LineExtensionAmount>{item.amount}</cbc:LineExtensionAmount>
    <cac:Item><cbc:Name>{escape(item.description)}</cbc:Name>
      <cac:ClassifiedTaxCategory><cbc:Percent>{_percent(spec)}</cbc:Percent></cac:ClassifiedTaxCategory></cac:Item>
    <cac:Price><cbc:PriceAmount>{item.unit_price}</cbc:PriceAmount></cac:Price></cac:{root}Line>"""


def _changed(text: str, changes: dict[str, str]) -> str:
    """The last element of each name gets another text."""
    for name, new in changes.items():
        before, mark, after = text.rpartition(f":{name}>")
        start = before.rindex(">", 0, before.rindex("</")) + 1
        text = before[:start] + new + before[before.rindex("</") :] + mark + after
    return text


def _percent(spec: Spec) -> Decimal:
    return (spec.tax_rate or Decimal(0)) * 100


def _place(company: Company) -> tuple[str, str]:
    """Postcode and city of "20095 Hamburg"."""
    postcode, _, city = company.city.partition(" ")
    return postcode, city
