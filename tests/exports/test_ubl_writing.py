"""The file itself: its elements in the order of UBL's schemas, and nothing in it that breaks XML."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.engine import e_invoice
from extraction.engine.document import Attachment
from extraction.engine.invoice import Payment
from extraction.exports import ubl
from tests.exports import drawn

# From the schemas of UBL 2.1, for the elements used here: what may stand in each, in this order.
ORDER = {
    "Invoice": "CustomizationID ID IssueDate DueDate InvoiceTypeCode DocumentCurrencyCode InvoicePeriod "
    "OrderReference AccountingSupplierParty AccountingCustomerParty PaymentMeans PaymentTerms "
    "AllowanceCharge TaxTotal LegalMonetaryTotal InvoiceLine",
    "CreditNote": "CustomizationID ID IssueDate CreditNoteTypeCode DocumentCurrencyCode InvoicePeriod "
    "OrderReference AccountingSupplierParty AccountingCustomerParty PaymentMeans PaymentTerms "
    "AllowanceCharge TaxTotal LegalMonetaryTotal CreditNoteLine",
    "InvoicePeriod": "StartDate EndDate",
    "OrderReference": "ID",
    "AccountingSupplierParty": "Party",
    "AccountingCustomerParty": "Party",
    "Party": "PostalAddress PartyTaxScheme PartyLegalEntity",
    "PostalAddress": "StreetName AdditionalStreetName CityName PostalZone CountrySubentity AddressLine "
    "Country",
    "AddressLine": "Line",
    "Country": "IdentificationCode",
    "PartyTaxScheme": "CompanyID TaxScheme",
    "TaxScheme": "ID",
    "PartyLegalEntity": "RegistrationName",
    "PaymentMeans": "PaymentMeansCode PaymentDueDate PaymentID PayeeFinancialAccount",
    "PayeeFinancialAccount": "ID FinancialInstitutionBranch",
    "FinancialInstitutionBranch": "ID",
    "PaymentTerms": "Note",
    "AllowanceCharge": "ChargeIndicator AllowanceChargeReasonCode AllowanceChargeReason Amount TaxCategory",
    "TaxCategory": "ID Percent TaxScheme",
    "TaxTotal": "TaxAmount TaxSubtotal",
    "TaxSubtotal": "TaxableAmount TaxAmount TaxCategory",
    "LegalMonetaryTotal": "LineExtensionAmount TaxExclusiveAmount TaxInclusiveAmount AllowanceTotalAmount "
    "ChargeTotalAmount PrepaidAmount PayableRoundingAmount PayableAmount",
    "InvoiceLine": "ID InvoicedQuantity LineExtensionAmount AllowanceCharge Item Price",
    "CreditNoteLine": "ID CreditedQuantity LineExtensionAmount AllowanceCharge Item Price",
    "Item": "Name SellersItemIdentification ClassifiedTaxCategory",
    "SellersItemIdentification": "ID",
    "ClassifiedTaxCategory": "ID Percent TaxScheme",
    "Price": "PriceAmount",
}
REPEATED = {"AllowanceCharge", "TaxSubtotal", "InvoiceLine", "CreditNoteLine"}
SCHEMA = "urn:oasis:names:specification:ubl:schema:xsd:"


@pytest.mark.parametrize("land", drawn.LANDS)
@pytest.mark.parametrize("case", drawn.CASES)
def test_elements_come_in_the_schemas_order_each_once(land: str, case: str):
    found = drawn.CASES[case](1, land)
    banked = replace(found, payment=Payment("DE89370400440532013000", "COBADEFFXXX", "RF18"))
    for xml in (ubl.to_ubl(drawn.result(found)), ubl.to_ubl(drawn.result(banked))):
        for element in ET.fromstring(xml).iter():  # noqa: S314 - written here
            names = [name_of(child) for child in element]
            if names:
                allowed = ORDER[name_of(element)].split()
                places = [allowed.index(name) for name in names]
                assert places == sorted(places), name_of(element)
                once = [name for name in names if name not in REPEATED]
                assert len(once) == len(set(once))


def test_parts_and_values_are_in_their_namespaces():
    root = ET.fromstring(ubl.to_ubl(drawn.result(drawn.invoice(1, "DE"))))  # noqa: S314 - written here
    assert root.tag == f"{{{SCHEMA}Invoice-2}}Invoice"
    for element in root.iter():
        kind = "CommonAggregateComponents" if len(element) else "CommonBasicComponents"
        assert element is root or element.tag.startswith(f"{{{SCHEMA}{kind}-2}}")
    currencies = {each.get("currencyID") for each in root.iter() if name_of(each).endswith("Amount")}
    assert currencies == {"EUR"}


def test_markup_in_a_text_stays_text():
    found = replace(drawn.invoice(1, "DE"), invoice_number='1</cbc:ID><x a="&amp;">', payment_terms="]]>&<")
    root = ET.fromstring(ubl.to_ubl(drawn.result(found)))  # noqa: S314 - written here
    assert root.findtext("{*}ID") == '1</cbc:ID><x a="&amp;">'
    assert root.findtext("{*}PaymentTerms/{*}Note") == "]]>&<"


def test_characters_that_xml_does_not_have_are_left_out():
    found = replace(drawn.invoice(1, "DE"), payment_terms="\x00 30 \x1b Tage\ud800\uffff netto\n")
    root = ET.fromstring(ubl.to_ubl(drawn.result(found)))  # noqa: S314 - written here
    assert root.findtext("{*}PaymentTerms/{*}Note") == "30 Tage netto"


def test_numbers_longer_than_any_invoice_s_are_not_rounded():
    many = Decimal("9" * 30 + ".99")
    plain = drawn.invoice(1, "DE")
    item = replace(plain.line_items[0], quantity=Decimal(1), unit_price=many, amount=many, unit=None)
    huge = replace(plain, line_items=(item,), taxes=(), subtotal=many, tax=None, total=many)
    with pytest.raises(ubl.MissingTerms) as missing:
        ubl.to_ubl(drawn.result(huge))
    assert [gap.rule for gap in missing.value.gaps] == ["BR-CO-15"]


amounts = st.none() | st.decimals(
    allow_nan=False, allow_infinity=False, places=2, min_value=-9999, max_value=9999
)
texts = st.none() | st.text(max_size=30)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_result_is_written_or_refused_and_what_is_written_is_read(data: st.DataObject):
    result = drawn.result(drawn.CASES[data.draw(st.sampled_from(list(drawn.CASES)))](1, "DE"))
    for name in data.draw(st.sets(st.sampled_from(("total", "tax", "subtotal", "discount", "amount_paid")))):
        result[name] = data.draw(amounts)
    for name in data.draw(st.sets(st.sampled_from(("invoice_number", "payment_terms", "purchase_order")))):
        result[name] = data.draw(texts)
    for item in result["line_items"]:
        for name in data.draw(
            st.sets(st.sampled_from(("quantity", "unit_price", "amount", "discount")), max_size=1)
        ):
            item[name] = data.draw(amounts)
        if data.draw(st.booleans()):
            item["description"] = data.draw(texts)
    xml, gaps = tried(result)
    assert gaps or e_invoice.find([Attachment("invoice.xml", xml)]).stated is not None


def tried(result: dict[str, Any]) -> tuple[bytes, tuple[ubl.Gap, ...]]:
    """The file, or else what is missing."""
    try:
        return ubl.to_ubl(result), ()
    except ubl.MissingTerms as missing:
        return b"", missing.gaps


def name_of(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
