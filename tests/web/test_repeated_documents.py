"""What the pages say of a document that was sent before, or that asks for payment to another account."""

from dataclasses import replace

import pytest

from extraction.engine.invoice import Payment
from tests.extraction.reading import sent_and_read
from tests.web.papers import LARKFIELD

pytestmark = pytest.mark.django_db(transaction=True)

FILE = b"%PDF-1.7\nthe same to the last byte"


def page(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("data", "title"), [(FILE, "You sent this file before."), (None, "You sent this invoice before.")]
)
def test_a_document_that_was_sent_before_links_to_the_first_one(browse, alice, data, title):
    first, copy = (sent_and_read(alice, LARKFIELD, data) for _ in range(2))
    shown = page(browse(alice), f"/documents/{copy.public_id}")
    assert title in shown
    assert f'href="/documents/{first.public_id}"' in shown
    assert "sent this" not in page(browse(alice), f"/documents/{first.public_id}")


def test_the_overview_marks_the_duplicate_and_not_the_first(browse, alice):
    sent_and_read(alice, LARKFIELD, FILE)
    assert "Duplicate" not in page(browse(alice), "/dashboard")
    sent_and_read(alice, LARKFIELD, FILE)
    assert page(browse(alice), "/dashboard").count("Duplicate") == 1


def test_a_changed_account_is_said_before_anything_else(browse, alice):
    sent_and_read(alice, LARKFIELD)
    forged = replace(LARKFIELD, invoice_number="LS-2026-0500", payment=Payment(iban="DE89370400440532013000"))
    shown = page(browse(alice), f"/documents/{sent_and_read(alice, forged).public_id}")
    warning = shown.index("The bank account has changed.")
    assert warning < shown.index('id="h-todo"') < shown.index('id="f-payment.iban"')
    assert "asks for payment to DE89370400440532013000" in shown[warning:]
    assert "Ask the vendor on a number that you know" in shown[warning:]
