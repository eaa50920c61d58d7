"""A vendor that asks for its money at another account than before is pointed out."""

import json
from dataclasses import replace

import pytest

from extraction import payloads
from extraction.engine.invoice import InvoiceWarning, Party, Payment
from tests.extraction.reading import sent_and_read
from tests.people import person
from tests.web.papers import LARKFIELD

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.stack]

OLD, NEW, THIRD = "IE29AIBK93115212345678", "DE89370400440532013000", "GB29NWBK60161331926819"


@pytest.fixture
def charlie():
    return person("charlie", plan="pro").user


def paid_to(iban, **changes):
    return replace(LARKFIELD, payment=Payment(iban=iban), **changes)


def warnings(extraction):
    return payloads.document(extraction)["warnings"]


def test_another_account_than_before_is_a_warning_that_names_both(alice):
    sent_and_read(alice, paid_to(OLD))
    [warning] = warnings(sent_and_read(alice, paid_to(NEW)))
    assert list(warning) == ["code", "message", "field"]
    assert (warning["code"], warning["field"]) == ("bank_account_changed", "payment.iban")
    assert f"payment to {NEW}, earlier invoices of Larkfield Stationery Ltd to {OLD}." in warning["message"]


def test_the_first_invoice_of_a_vendor_changes_nothing(alice):
    assert warnings(sent_and_read(alice, paid_to(OLD))) == []


def test_an_account_that_any_earlier_invoice_named_is_known(alice):
    for iban in (OLD, NEW, THIRD):
        sent_and_read(alice, paid_to(iban))
    assert warnings(sent_and_read(alice, paid_to(OLD))) == []


def test_an_invoice_without_an_account_says_nothing_and_proves_nothing(alice):
    sent_and_read(alice, paid_to(None))
    assert warnings(sent_and_read(alice, paid_to(OLD))) == []
    assert warnings(sent_and_read(alice, paid_to(None))) == []
    assert warnings(sent_and_read(alice, paid_to(NEW)))


@pytest.mark.parametrize(
    "forged", [Party("LARKFIELD STATIONERY LIMITED"), Party("Larkfield", None, "IE 1234567T")]
)
def test_leaving_out_a_name_s_form_or_the_tax_number_does_not_hide_it(alice, forged):
    sent_and_read(alice, paid_to(OLD))
    assert warnings(sent_and_read(alice, paid_to(NEW, vendor=forged)))


def test_other_vendors_and_nameless_ones_are_not_compared(alice):
    sent_and_read(alice, paid_to(OLD))
    assert warnings(sent_and_read(alice, paid_to(NEW, vendor=Party("Bolt Ltd", None, "IE7654321A")))) == []
    assert warnings(sent_and_read(alice, paid_to(THIRD, vendor=Party()))) == []


def test_what_others_received_is_not_told(alice, charlie):
    sent_and_read(alice, paid_to(OLD))
    assert warnings(sent_and_read(charlie, paid_to(NEW))) == []


def test_the_result_itself_stays_as_the_engine_wrote_it_and_its_warnings_come_after(alice):
    sent_and_read(alice, paid_to(OLD))
    of_engine = InvoiceWarning("totals_do_not_balance", "Off by 1.00.", "total")
    extraction = sent_and_read(alice, paid_to(NEW, warnings=(of_engine,)))
    assert [each["code"] for each in json.loads(extraction.result)["warnings"]] == ["totals_do_not_balance"]
    assert [each["code"] for each in warnings(extraction)] == [
        "bank_account_changed",
        "totals_do_not_balance",
    ]
