"""What an e-invoice states is read as it is written, whichever syntax it is written in."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

from extraction.engine import e_invoice
from extraction.engine.document import Attachment
from extraction.engine.e_invoice.stated import Stated
from extraction.engine.invoice import LineItem, Party, Tax
from tests import invoices
from tests.invoices import e_invoice as written

SPEC = dataclasses.replace(invoices.example(3, language="de", items=2), purchase_order="PO-7")
SYNTAXES = {"cii": written.cii, "zugferd_1": written.zugferd_1, "ubl": written.ubl}


def stated_in(xml: str, *, name: str = "factur-x.xml") -> Stated:
    found = e_invoice.find([Attachment(name, xml.encode())])
    assert found.fault is None
    assert found.stated is not None
    return found.stated


@pytest.fixture(params=SYNTAXES)
def stated(request: pytest.FixtureRequest) -> Stated:
    return stated_in(SYNTAXES[request.param](SPEC))


def test_the_parties_are_read(stated: Stated):
    assert stated.vendor == Party(SPEC.vendor.name, SPEC.vendor.address, SPEC.vendor.tax_id)
    assert stated.customer == Party(SPEC.customer.name, SPEC.customer.address, None)


def test_number_dates_currency_and_terms_are_read(stated: Stated):
    assert (stated.invoice_number, stated.date, stated.due_date) == (
        SPEC.invoice_number,
        SPEC.date,
        SPEC.due_date,
    )
    assert (stated.currency, stated.payment_terms) == ("EUR", SPEC.terms)
    assert stated.document_type == "invoice"
    assert stated.payment.iban == "DE89370400440532013000"


def test_the_sums_and_the_tax_are_read(stated: Stated):
    assert (stated.subtotal, stated.tax, stated.total) == (SPEC.subtotal, SPEC.tax, SPEC.total)
    assert stated.taxes == (Tax(SPEC.tax_rate, SPEC.subtotal, SPEC.tax),)
    assert stated.tax_rate == SPEC.tax_rate


def test_the_lines_are_read(stated: Stated):
    assert [dataclasses.replace(item, unit=None) for item in stated.items] == [
        LineItem(item.description, item.quantity, item.unit_price, item.amount, tax_rate=SPEC.tax_rate)
        for item in SPEC.items
    ]


def test_units_are_written_as_people_write_them():
    assert {item.unit for item in stated_in(written.cii(SPEC)).items} == {"pcs"}
    assert {item.unit for item in stated_in(written.ubl(SPEC)).items} == {"h"}


@pytest.mark.parametrize(
    ("code", "kind"), [("380", "invoice"), ("381", "credit_note"), ("384", "invoice"), ("261", "credit_note")]
)
def test_the_type_code_says_what_it_is(code: str, kind: str):
    assert stated_in(written.cii(SPEC, code=code)).document_type == kind


def test_a_credit_note_of_ubl_is_one_by_its_root():
    stated = stated_in(written.ubl(SPEC, root="CreditNote"))
    assert stated.document_type == "credit_note"
    assert len(stated.lines) == 2


def test_the_name_is_the_legal_one_and_not_the_trading_name():
    assert stated_in(written.ubl(SPEC)).vendor.name == SPEC.vendor.name


def test_the_tax_number_is_the_one_for_value_added_tax():
    both = '<ram:ID schemeID="FC">201/113/40209</ram:ID><ram:ID schemeID="VA">'
    xml = written.cii(SPEC).replace('<ram:ID schemeID="VA">', both, 1)
    assert stated_in(xml).vendor.tax_id == SPEC.vendor.tax_id


def test_a_second_tax_total_in_another_currency_does_not_count():
    other = '<ram:TaxTotalAmount currencyID="CHF">1.00</ram:TaxTotalAmount>'
    xml = written.cii(SPEC).replace("<ram:TaxTotalAmount", other + "<ram:TaxTotalAmount")
    assert stated_in(xml).tax == SPEC.tax


def test_a_price_for_several_is_turned_into_the_price_of_one():
    basis = '</ram:ChargeAmount><ram:BasisQuantity unitCode="H87">100</ram:BasisQuantity>'
    xml = written.cii(SPEC, ChargeAmount="250.00").replace("</ram:ChargeAmount>", basis)
    assert stated_in(xml).items[-1].unit_price == Decimal("2.50")


def test_allowances_of_a_line_are_its_discount():
    allowance = (
        "</ram:ApplicableTradeTax><ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>{}"
        "</udt:Indicator></ram:ChargeIndicator><ram:ActualAmount>{}</ram:ActualAmount>"
        "</ram:SpecifiedTradeAllowanceCharge>"
    )
    less = allowance.format("false", "2.00").replace("</ram:ApplicableTradeTax>", "", 1)
    more = allowance.format("true", "0.50")
    xml = written.cii(SPEC).replace("</ram:ApplicableTradeTax>", more + less, 1)
    assert [item.discount for item in stated_in(xml).items] == [Decimal("1.50"), None]


def test_several_rates_leave_no_single_one():
    rate = "<ram:RateApplicablePercent>0</ram:RateApplicablePercent>"
    second = f"<ram:ApplicableTradeTax>{rate}</ram:ApplicableTradeTax><ram:SpecifiedTradePaymentTerms>"
    xml = written.cii(SPEC).replace("<ram:SpecifiedTradePaymentTerms>", second)
    assert stated_in(xml).tax_rate is None
    assert [tax.rate for tax in stated_in(xml).taxes] == [SPEC.tax_rate, Decimal(0)]


def test_lines_for_information_are_no_lines():
    status = "</ram:LineID><ram:LineStatusReasonCode>INFORMATION</ram:LineStatusReasonCode>"
    assert len(stated_in(written.cii(SPEC).replace("</ram:LineID>", status, 1)).lines) == 1


def test_terms_for_machines_are_left_out():
    terms = "Zahlbar sofort\n#SKONTO#TAGE=14#PROZENT=2.00#\nohne Abzug"
    assert stated_in(written.ubl(SPEC, Note=terms)).payment_terms == "Zahlbar sofort, ohne Abzug"


def test_an_american_address_is_in_american_order():
    xml = written.cii(SPEC).replace(">DE<", ">US<")
    assert stated_in(xml).vendor.address == "Lindenallee 14, Hamburg, 20095"


@pytest.mark.parametrize("text", ["1e3", "12,50", "NaN", "Infinity", "1" * 40, "0x10", "", "-"])
def test_an_amount_that_is_none_is_left_to_the_page(text: str):
    assert stated_in(written.cii(SPEC, GrandTotalAmount=text)).total is None


@pytest.mark.parametrize("text", ["20261345", "yesterday", "2026", "99999999"])
def test_a_date_that_is_none_is_left_to_the_page(text: str):
    assert stated_in(written.cii(SPEC).replace(f"{SPEC.date:%Y%m%d}", text)).date is None


def test_a_date_may_have_dashes_a_time_and_a_zone():
    assert stated_in(written.ubl(SPEC, IssueDate="2026-05-14+02:00")).date == dt.date(2026, 5, 14)


@pytest.mark.parametrize(
    ("text", "value"),
    [("100", "100"), ("100.0000", "100.00"), ("99.5", "99.5"), ("0.125000", "0.125"), ("-5.00", "-5.00")],
)
def test_decimals_beyond_cents_stay_only_where_they_say_something(text: str, value: str):
    assert str(stated_in(written.cii(SPEC, GrandTotalAmount=text)).total) == value


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_any_usual_encoding_is_read(encoding: str):
    named = "utf-8" if encoding == "utf-8-sig" else encoding
    xml = written.cii(SPEC).replace("UTF-8", named).encode(encoding)
    found = e_invoice.find([Attachment("x.xml", xml)])
    assert found.stated is not None
    assert found.stated.vendor.name == "Nordwind Bürotechnik GmbH"


def test_the_usual_name_goes_before_others():
    other = Attachment("annex.xml", written.cii(invoices.example(9)).encode())
    own = Attachment("Factur-X.xml", written.cii(SPEC).encode())
    found = e_invoice.find([other, own])
    assert found.stated is not None
    assert found.stated.invoice_number == SPEC.invoice_number


@pytest.mark.parametrize(
    "attachment",
    [
        Attachment("photo.jpg", b"\xff\xd8\xff\xe0"),
        Attachment("order.xml", b"<Order xmlns='urn:example:order'/>"),
        Attachment("big.zip", None),
        Attachment("list.xml", b"<rows/>"),
    ],
)
def test_attachments_of_other_kinds_are_nobody_s_business(attachment: Attachment):
    assert e_invoice.find([attachment]) == e_invoice.Finding()
