"""What is written as UBL is read back as the same invoice, by the reader that takes UBL out of PDFs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extraction.engine import e_invoice
from extraction.engine.document import Attachment
from extraction.engine.e_invoice.stated import Stated
from extraction.engine.invoice import Invoice, LineItem, Party
from extraction.exports import ubl
from tests.exports import drawn

SEEDS = range(3)
UNITS = {"Stk.": "pcs", "ud.": "pcs", "szt.": "pcs", "st": "pcs", None: "pcs", "Std": "h", "heures": "h"}
UNITS |= {"horas": "h", "tim": "h", "L": "l"}
VAT_NUMBERS = {"526-000-12-46": "PL5260001246", "B58378431": "ESB58378431"}


def written(found: Invoice) -> bytes:
    return ubl.to_ubl(drawn.result(found))


def read_back(xml: bytes) -> Stated:
    found = e_invoice.find([Attachment("invoice.xml", xml)])
    assert found.fault is None
    assert found.stated is not None
    return found.stated


@pytest.mark.parametrize("land", drawn.LANDS)
@pytest.mark.parametrize("case", drawn.CASES)
@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_written_is_read_back(land: str, case: str, seed: int):
    found = drawn.CASES[case](seed, land)
    stated = read_back(written(found))
    upright = stated.negated() if case == "with_minus_signs" else stated
    assert head(upright) == (
        found.document_type,
        found.invoice_number,
        found.date,
        found.due_date,
        found.currency,
        found.payment_terms,
        found.purchase_order,
        found.payment,
        found.service_period,
    )
    assert upright.items == tuple(map(in_codes, found.line_items))
    assert (upright.subtotal, upright.tax, upright.taxes) == (found.subtotal, found.tax, found.taxes)
    assert (upright.discount, upright.charges, upright.shipping) == (
        found.discount,
        found.shipping,
        found.shipping,
    )
    assert [party(upright.vendor), party(upright.customer)] == [party(found.vendor), party(found.customer)]


@pytest.mark.parametrize("land", drawn.LANDS)
@pytest.mark.parametrize("case", drawn.CASES)
def test_what_is_due_follows_from_total_payments_and_rounding(land: str, case: str):
    found = drawn.CASES[case](1, land)
    stated = read_back(written(found))
    assert found.total is not None
    if case == "rounded":
        assert stated.amount_due == found.total
        assert (stated.total or 0) + (stated.rounding or 0) == found.total
    else:
        assert stated.total == abs(found.total)
        assert stated.amount_due == abs(found.total) - (found.amount_paid or 0)
        assert stated.amount_paid == found.amount_paid


def test_a_credit_note_is_one_by_its_name_and_its_code():
    xml = written(drawn.credit_note(1, "DE")).decode()
    assert "<CreditNote " in xml
    assert "<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>" in xml
    assert "CreditedQuantity" in xml


def test_a_credit_note_printed_with_minus_signs_is_written_without():
    printed = drawn.with_minus_signs(1, "DE")
    assert printed.total is not None
    assert printed.total < 0
    stated = read_back(written(printed))
    assert stated.total == -printed.total
    assert all(item.quantity and item.quantity > 0 for item in stated.items)


def test_a_discount_of_several_rates_is_taken_off_where_the_taxed_sums_say():
    xml = written(drawn.parted_discount(1, "DE")).decode()
    [allowance] = xml.split("<cac:AllowanceCharge>")[1:]
    assert "<cbc:Percent>19</cbc:Percent>" in allowance.split("</cac:AllowanceCharge>")[0]


@pytest.mark.parametrize("price", ["-5.00", "5.00"], ids=["of the price", "of the amount alone"])
def test_a_minus_is_written_as_that_of_the_quantity(price: str):
    plain = drawn.invoice(1, "DE")
    back = LineItem(
        "Rückgabe", Decimal(2), Decimal(price), Decimal("-10.00"), tax_rate=plain.line_items[0].tax_rate
    )
    stated = read_back(written(drawn.summed(replace(plain, line_items=(*plain.line_items, back)))))
    last = stated.items[-1]
    assert (last.quantity, last.unit_price, last.amount) == (Decimal(-2), Decimal("5.00"), Decimal("-10.00"))


@pytest.mark.parametrize("name", ["quantity", "unit_price", "amount"])
def test_of_quantity_price_and_amount_the_third_follows(name: str):
    plain = drawn.invoice(1, "DE")
    without = tuple(replace(item, **{name: None}) for item in plain.line_items)
    stated = read_back(written(replace(plain, line_items=without)))
    assert [getattr(item, name) for item in stated.items] == [
        getattr(item, name) for item in plain.line_items
    ]


def test_the_only_rate_is_that_of_every_line():
    plain = drawn.invoice(1, "DE")
    without = tuple(replace(item, tax_rate=None) for item in plain.line_items)
    stated = read_back(written(replace(plain, line_items=without, taxes=())))
    assert {item.tax_rate for item in stated.items} == {plain.tax_rate}
    assert stated.taxes == plain.taxes


def test_the_same_result_gives_the_same_bytes():
    assert written(drawn.with_allowances(2, "FR")) == written(drawn.with_allowances(2, "FR"))


def head(stated: Stated) -> tuple[object, ...]:
    return (
        stated.document_type,
        stated.invoice_number,
        stated.date,
        stated.due_date,
        stated.currency,
        stated.payment_terms,
        stated.purchase_order,
        stated.payment,
        stated.service_period,
    )


def in_codes(item: LineItem) -> LineItem:
    """The unit as the reader calls its code."""
    return replace(item, unit=UNITS.get(item.unit, item.unit))


def party(printed: Party) -> tuple[str | None, list[str], str | None]:
    """The words of its address less the country, which is written as a code, and the sign of it."""
    assert printed.address is not None
    words = printed.address.replace(",", "").split()
    number = printed.tax_id and VAT_NUMBERS.get(printed.tax_id, printed.tax_id)
    return printed.name, [word for word in words if word not in COUNTRIES], number


COUNTRIES = ("Deutschland", "France", "España", "Sverige")
