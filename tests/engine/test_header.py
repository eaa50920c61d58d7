"""Number, dates and terms are read by their labels, wherever those stand."""

from __future__ import annotations

import datetime as dt

import pytest

from extraction.engine import codes, header, terms
from extraction.engine.values.date_order import Resolution
from extraction.engine.values.dates import Order
from tests.engine.drawing import sheet_of

DAY_FIRST = Resolution(Order.DMY, 1.0)


def number_of(sheet):
    return codes.invoice_number(sheet, codes.find(sheet))


@pytest.mark.parametrize(
    "placed",
    [
        [(50, 100, "Invoice number: A-17")],
        [(50, 100, "Invoice number"), (300, 100, "A-17")],
        [(50, 100, "Invoice number"), (50, 113, "A-17")],
        [(50, 100, "Invoice A-17")],
        [(50, 100, "Invoice"), (300, 100, "No.A-17")],
    ],
    ids=["behind its label", "at its right", "below it", "behind the title", "beside the title"],
)
def test_the_number_is_found(placed):
    found = number_of(sheet_of(*placed))
    assert found is not None
    assert found.value == "A-17"


def test_the_number_of_an_order_is_not_the_number_of_the_invoice():
    sheet = sheet_of((50, 100, "Purchase order: 991"), (50, 120, "Customer no: 12"))
    assert number_of(sheet) is None


def test_a_number_may_be_printed_in_groups():
    found = number_of(sheet_of((50, 100, "Rechnungsnummer: RE 2020 / 17")))
    assert found is not None
    assert found.value == "RE 2020 / 17"


def test_date_and_due_date_are_told_apart():
    sheet = sheet_of(
        (50, 100, "Invoice date"), (200, 100, "05.03.2018"), (50, 115, "Due date"), (200, 115, "04.04.2018")
    )
    dates = header.dates(sheet, DAY_FIRST)
    assert dates.issued is not None
    assert dates.issued.value == dt.date(2018, 3, 5)
    assert dates.due is not None
    assert dates.due.value == dt.date(2018, 4, 4)


def test_a_due_date_is_never_guessed():
    dates = header.dates(sheet_of((50, 100, "Date: 05.03.2018"), (50, 115, "Terms: 30 days net")), DAY_FIRST)
    assert dates.due is None


def test_a_delivery_date_is_not_the_date_of_the_invoice():
    sheet = sheet_of((50, 100, "Delivery date: 01.03.2018"), (50, 120, "Invoice date: 05.03.2018"))
    dates = header.dates(sheet, DAY_FIRST)
    assert dates.issued is not None
    assert dates.issued.value == dt.date(2018, 3, 5)


@pytest.mark.parametrize(
    ("line", "text", "days"),
    [
        ("Payment terms: Net 30", "Net 30", 30),
        ("Zahlungsbedingungen: Zahlbar innerhalb 14 Tagen", "Zahlbar innerhalb 14 Tagen", 14),
        ("Conditions de paiement : 45 jours fin de mois", "45 jours fin de mois", 45),
        ("Terms: 2/10 net 30", "2/10 net 30", None),
        ("Terms: 30 days net. Bank: Alice Bank", "30 days net", 30),
    ],
)
def test_terms_are_read_without_what_follows_them(line, text, days):
    found = terms.find(sheet_of((50, 100, line)))
    assert found is not None
    assert found.value == text
    assert terms.days(found.value) == days


def test_a_number_of_days_elsewhere_is_no_payment_term():
    assert terms.find(sheet_of((50, 100, "Rental of a van, 3 days"))) is None


def test_paying_in_cash_at_a_till_is_no_payment_term():
    assert terms.find(sheet_of((50, 100, "Cash"), (300, 100, "12.00"))) is None


def test_the_first_title_says_what_the_document_is():
    assert (
        header.document_type(sheet_of((50, 50, "Credit note"), (50, 100, "Invoice number: 5")))
        == "credit_note"
    )
