"""What a document does not say is asked for by its term, and never made up; so is what contradicts itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from extraction.engine.invoice import Check, Invoice, LineItem, Party, Payment, Period, Tax
from extraction.exports import ubl
from tests.exports import drawn

DE = drawn.invoice(1, "DE")
SELLER, BUYER = DE.vendor, DE.customer
CENT = Decimal("0.01")


def gaps(found: Invoice) -> list[tuple[str, str]]:
    """The terms asked for, each with the field that they are about."""
    return [(gap.term, gap.field) for gap in refused(found).gaps]


def refused(found: Invoice) -> ubl.MissingTerms:
    with pytest.raises(ubl.MissingTerms) as missing:
        ubl.to_ubl(drawn.result(found))
    return missing.value


def plus(amount: Decimal | None) -> Decimal:
    return (amount or Decimal(0)) + CENT


def lines(**changes: Any) -> Invoice:
    """With something else in the second line."""
    first, second, *others = DE.line_items
    return replace(DE, line_items=(first, replace(second, **changes), *others))


MISSING = {
    "no number": (replace(DE, invoice_number=None), "BT-1", "invoice_number"),
    "a number of blanks": (replace(DE, invoice_number=" \x00 "), "BT-1", "invoice_number"),
    "no date": (replace(DE, date=None), "BT-2", "date"),
    "no type": (replace(DE, document_type=None), "BT-3", "document_type"),
    "a receipt": (replace(DE, document_type="receipt"), "BT-3", "document_type"),
    "no currency": (replace(DE, currency=None), "BT-5", "currency"),
    "no such currency": (replace(DE, currency="EUX"), "BT-5", "currency"),
    "neither due date nor terms": (replace(DE, due_date=None, payment_terms=None), "BT-9/BT-20", "due_date"),
    "no seller": (replace(DE, vendor=replace(SELLER, name=None)), "BT-27", "vendor.name"),
    "no seller's address": (replace(DE, vendor=replace(SELLER, address=None)), "BG-5", "vendor.address"),
    "no VAT number": (replace(DE, vendor=replace(SELLER, tax_id=None)), "BT-31", "vendor.tax_id"),
    "a tax number": (replace(DE, vendor=replace(SELLER, tax_id="201/113/40209")), "BT-31", "vendor.tax_id"),
    "bad check digits": (replace(DE, vendor=replace(SELLER, tax_id="DE136695977")), "BT-31", "vendor.tax_id"),
    "no buyer": (replace(DE, customer=replace(BUYER, name=None)), "BT-44", "customer.name"),
    "no buyer's address": (replace(DE, customer=replace(BUYER, address=None)), "BG-8", "customer.address"),
    "the buyer's bad number": (
        replace(DE, customer=replace(BUYER, tax_id="DE136695977")), "BT-48", "customer.tax_id",
    ),
    "a wrong account": (replace(DE, payment=Payment("DE88370400440532013000")), "BT-84", "payment.iban"),
    "a wrong bank": (replace(DE, payment=Payment(None, "NOBANK")), "BT-86", "payment.bic"),
    "a period backwards": (
        replace(DE, service_period=Period(dt.date(2026, 2, 1), dt.date(2026, 1, 1))),
        "BG-14", "service_period",
    ),
    "no lines": (replace(DE, line_items=()), "BG-25", "line_items"),
    "an unnamed line": (lines(description=None), "BT-153", "line_items.1.description"),
    "an unknown unit": (lines(unit="Gebinde"), "BT-130", "line_items.1.unit"),
    "no rate at all": (
        replace(
            DE, taxes=(), tax_rate=None,
            line_items=tuple(replace(each, tax_rate=None) for each in DE.line_items),
        ),
        "BG-23", "taxes",
    ),
    "tax without its rate": (replace(DE, taxes=(Tax(None, DE.subtotal, DE.tax),), tax_rate=None), "BT-119",
                             "taxes.0.rate"),
    "a line's rate of its own": (lines(tax_rate=Decimal("0.16")), "BT-151", "line_items.1.tax_rate"),
    "no total": (replace(DE, total=None), "BT-112", "total"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISSING)
def test_what_is_missing_is_named_by_its_term_and_its_field(name: str):
    found, term, field = MISSING[name]
    assert gaps(found) == [(term, field)]


def test_a_line_without_quantity_and_price_lacks_both():
    assert gaps(lines(quantity=None, unit_price=None)) == [
        ("BT-129", "line_items.1.quantity"),
        ("BT-146", "line_items.1.unit_price"),
    ]


def test_a_quotient_that_does_not_come_out_even_is_not_rounded_into_a_price():
    third = LineItem("Dritteln", Decimal(3), None, Decimal("100.00"), tax_rate=DE.tax_rate)
    found = drawn.summed(replace(DE, line_items=(third,)))
    assert gaps(found) == [("BT-146", "line_items.0.unit_price")]


def test_everything_is_named_at_once():
    empty = replace(
        DE, invoice_number=None, date=None, currency=None, vendor=Party(), customer=Party(), line_items=()
    )
    terms = [term for term, _field in gaps(replace(empty, total=None))]
    assert terms == ["BT-1", "BT-2", "BT-5", "BG-5", "BT-31", "BT-27", "BG-8", "BT-44", "BG-25", "BT-112"]


CONTRADICTIONS = {
    "BR-CO-10": (replace(DE, subtotal=plus(DE.subtotal)), "BT-109", "subtotal"),
    "BR-CO-13": (
        replace(drawn.with_allowances(1, "DE"), subtotal=Decimal("1.00")), "BT-109", "subtotal",
    ),
    "BR-CO-14": (replace(DE, tax=plus(DE.tax)), "BT-110", "tax"),
    "BR-CO-15": (replace(DE, total=plus(DE.total)), "BT-112", "total"),
    "BR-CO-16": (replace(DE, amount_due=plus(DE.total)), "BT-115", "amount_due"),
    "BR-CO-17": (
        replace(DE, taxes=(Tax(DE.tax_rate, DE.subtotal, DE.tax and DE.tax + 1),), tax=DE.tax and DE.tax + 1,
                total=DE.total and DE.total + 1), "BT-117", "taxes",
    ),
    "BR-S-8": (
        replace(DE, taxes=(Tax(DE.tax_rate, plus(DE.subtotal), DE.tax),)), "BT-116", "taxes",
    ),
}  # fmt: skip


@pytest.mark.parametrize("rule", CONTRADICTIONS)
def test_what_contradicts_itself_is_named_by_the_rule(rule: str):
    found, term, field = CONTRADICTIONS[rule]
    [gap] = refused(found).gaps
    assert (gap.rule, gap.term, gap.field) == (rule, term, field)


def test_a_paid_amount_that_explains_what_is_due_has_to_be_printed():
    assert DE.total is not None
    assert gaps(replace(DE, amount_due=DE.total - 5)) == [("BT-115", "amount_due")]


def test_lines_that_have_their_tax_in_them_are_not_net():
    rate, net = Decimal("0.19"), Decimal("100.00")
    line = LineItem("Lampe", Decimal(1), Decimal("119.00"), Decimal("119.00"), tax_rate=rate)
    taxes = (Tax(rate, None, Decimal("19.00")),)
    found = replace(
        DE, line_items=(line,), subtotal=net, tax=Decimal("19.00"), total=Decimal("119.00"), taxes=taxes,
        tax_rate=rate,
    )  # fmt: skip
    assert gaps(found) == [("BT-131", "line_items")]


def test_a_line_whose_product_is_another_is_refused():
    amount = DE.line_items[1].amount
    assert ("BT-131", "line_items.1.amount") in gaps(lines(amount=(amount or 0) + 1))


MILL = Decimal("0.001")
IN_MILLS = {
    "BT-107": (replace(DE, discount=MILL), "discount"),
    "BT-108": (replace(DE, shipping=MILL), "shipping"),
    "BT-109": (replace(DE, subtotal=MILL), "subtotal"),
    "BT-110": (replace(DE, tax=MILL), "tax"),
    "BT-112": (replace(DE, total=MILL), "total"),
    "BT-113": (replace(DE, amount_paid=MILL), "amount_paid"),
    "BT-115": (replace(DE, amount_due=MILL), "amount_due"),
    "BT-117": (replace(DE, taxes=(Tax(DE.tax_rate, DE.subtotal, (DE.tax or 0) + MILL),)), "taxes"),
    "BT-131": (lines(amount=(DE.line_items[1].amount or 0) + MILL), "line_items.1.amount"),
    "BT-136": (lines(discount=MILL), "line_items.1.discount"),
}


@pytest.mark.parametrize("term", IN_MILLS)
def test_amounts_with_parts_of_a_cent_are_refused(term: str):
    found, field = IN_MILLS[term]
    assert (term, field) in gaps(found)


def test_zeros_behind_the_cents_are_none_and_are_not_written():
    xml = ubl.to_ubl(drawn.result(replace(DE, amount_paid=Decimal("0.000"))))
    assert b'<cbc:PrepaidAmount currencyID="EUR">0.00</cbc:PrepaidAmount>' in xml


def zero_rated() -> Invoice:
    rates = tuple(replace(each, tax_rate=Decimal(0)) for each in DE.line_items)
    return drawn.summed(replace(DE, line_items=rates))


def test_a_rate_of_zero_may_be_zero_rated_or_exempt_and_the_document_has_to_say():
    [gap] = refused(zero_rated()).gaps
    assert (gap.term, gap.field) == ("BT-118", "taxes.0.rate")
    assert "exempt" in gap.message


def test_a_row_of_the_tax_table_with_nothing_in_it_is_no_row():
    empty = Tax(Decimal(0), Decimal("0.00"), Decimal("0.00"))
    assert ubl.to_ubl(drawn.result(replace(DE, taxes=(*DE.taxes, empty)))) == ubl.to_ubl(drawn.result(DE))


def test_the_tax_of_a_seller_outside_of_europe_is_not_called_vat():
    seller = Party("Acme Supply Co.", "123 Industrial Blvd, Austin, TX 78701", "74-2853621")
    assert gaps(replace(DE, vendor=seller)) == [("BT-31", "vendor.tax_id"), ("BT-118", "taxes")]


def test_with_several_rates_a_line_has_to_name_its_own():
    found = drawn.several_rates(1, "DE")
    first, *others = found.line_items
    blank = replace(found, line_items=(replace(first, tax_rate=None), *others))
    assert gaps(blank) == [("BT-151", "line_items.0.tax_rate")]


def test_with_several_rates_discount_and_shipping_have_to_be_told_apart():
    both = drawn.summed(replace(drawn.several_rates(1, "DE"), discount=Decimal(9), shipping=Decimal(2)))
    assert gaps(both) == [("BT-95", "discount"), ("BT-102", "shipping")]


def test_rounding_counts_only_where_a_check_names_it():
    found = drawn.rounded(1, "DE")
    assert found.checks
    assert ubl.to_ubl(drawn.result(found))
    assert ("BT-112", "total") in gaps(replace(found, checks=()))
    other = Check("subtotal_plus_tax_is_total", passed=True, difference=None, operands={})
    assert ("BT-112", "total") in gaps(replace(found, checks=(other,)))


COUNTRIES: dict[str, tuple[str, str | None, str | None]] = {
    "named in English": ("Lindenallee 14, 20095 Hamburg, Germany", None, "DE"),
    "named by its code": ("Lindenallee 14, 20095 Hamburg, DE", None, "DE"),
    "before the postcode": ("Ringstraße 3, A-1010 Wien", None, "AT"),
    "by VAT number and postcode": ("Ringstraße 3, 1010 Wien", "ATU13585627", "AT"),
    "Dutch by its postcode": ("Kade 1, 1012 AB Amsterdam", None, "NL"),
    "British by its postcode": ("4 Mill Lane, Leeds LS1 4AP", None, "GB"),
    "Irish by its postcode": ("14 Mill Lane, Cork T12 XX00", None, "IE"),
    "American by state and zip": ("1 Elm St, Portland, ME 04101", None, "US"),
    "five figures alone": ("Lindenallee 14, 20095 Hamburg", None, None),
    "a VAT number of elsewhere": ("1 rue Basse, L-1855 Luxembourg", "DE136695976", "LU"),
    "a VAT number against the postcode": ("Kerkstraat 2, 1000 Brussel", "DE136695976", None),
    "a house number like a Polish postcode": ("10-123 Main St, Toronto", None, None),
}


@pytest.mark.parametrize("name", COUNTRIES)
def test_a_country_is_read_from_what_is_printed_and_else_asked_for(name: str):
    address, number, country = COUNTRIES[name]
    found = replace(DE, customer=Party("Somebody", address, number))
    if country is None:
        assert gaps(found) == [("BT-55", "customer.address")]
    else:
        xml = ubl.to_ubl(drawn.result(found)).decode()
        buyer = xml.partition("<cac:AccountingCustomerParty>")[2]
        assert f"<cbc:IdentificationCode>{country}<" in buyer


UNITS: dict[str, tuple[str | None, str, str | None]] = {
    "hours": ("Std.", "2.5", "HUR"),
    "accents": ("Stück", "2", "C62"),
    "square metres": ("m²", "2.5", "MTK"),
    "pieces without a word": (None, "3", "C62"),
    "a part of nobody knows what": (None, "2.5", None),
    "a word of two meanings": ("t", "2", None),
}


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_is_coded_where_it_is_known(name: str):
    unit, quantity, code = UNITS[name]
    price = Decimal("10.00")
    line = LineItem(
        "Ware", Decimal(quantity), price, Decimal(quantity) * price, unit=unit, tax_rate=DE.tax_rate
    )
    found = drawn.summed(replace(DE, line_items=(line,)))
    if code is None:
        assert gaps(found) == [("BT-130", "line_items.0.unit")]
    else:
        assert f'unitCode="{code}"' in ubl.to_ubl(drawn.result(found)).decode()


OLDER: dict[str, Callable[[dict[str, Any]], object]] = {
    "without keys": lambda result: [result.pop(name) for name in ("taxes", "payment", "checks", "discount")],
    "with nulls": lambda result: result.update(taxes=None, payment=None, checks=None, service_period=None),
}


@pytest.mark.parametrize("name", OLDER)
def test_results_of_earlier_releases_may_lack_keys(name: str):
    result = drawn.result(DE)
    OLDER[name](result)
    assert ubl.to_ubl(result)
    bare = dict.fromkeys(result)
    with pytest.raises(ubl.MissingTerms):
        ubl.to_ubl(bare)
