"""What is said of documents in the light of others is said anew when one of them is corrected."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import timezone

from extraction import payloads
from extraction.corrections import correcting
from extraction.engine.invoice import Payment
from extraction.models import Extraction
from tests.extraction.reading import sent_and_read
from tests.people import person
from tests.web.papers import LARKFIELD

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
OLD, NEW = "IE29AIBK93115212345678", "DE89370400440532013000"


def paid_to(iban, number):
    return replace(LARKFIELD, payment=Payment(iban=iban), invoice_number=number)


def correct(document, path, text):
    return correcting.correct(document, {path: text}, by=document.user, now=NOW)


def repeats(document):
    return payloads.document(Extraction.objects.get(pk=document.pk))["duplicate_of"]


def warned(document):
    found = payloads.document(Extraction.objects.get(pk=document.pk))["warnings"]
    return [each["message"] for each in found if each["code"] == "bank_account_changed"]


def test_a_number_that_was_misread_makes_no_duplicate_any_more(alice):
    first, second = sent_and_read(alice, paid_to(OLD, "A-1")), sent_and_read(alice, paid_to(OLD, "A-1"))
    assert repeats(second) == {"id": first.public_id, "reason": "same_invoice"}
    correct(second, "invoice_number", "A-2")
    assert repeats(second) is None


def test_a_number_that_is_right_now_shows_the_duplicate(alice):
    first, second = sent_and_read(alice, paid_to(OLD, "A-1")), sent_and_read(alice, paid_to(OLD, "A-I"))
    assert repeats(second) is None
    correct(second, "invoice_number", "A-1")
    assert repeats(second) == {"id": first.public_id, "reason": "same_invoice"}
    correcting.take_back(second, "invoice_number", by=alice, now=NOW)
    assert repeats(second) is None


def test_documents_that_repeated_one_repeat_each_other_when_it_was_another(alice):
    first, second, third = [sent_and_read(alice, paid_to(OLD, "A-1")) for _ in range(3)]
    correct(first, "total", "1.00")
    assert (repeats(first), repeats(second)) == (None, None)
    assert repeats(third)["id"] == second.public_id
    correcting.take_back(first, "total", by=alice, now=NOW)
    assert repeats(second)["id"] == repeats(third)["id"] == first.public_id


def test_an_account_that_was_misread_is_no_change_of_accounts(alice):
    sent_and_read(alice, paid_to(OLD, "A-1"))
    second = sent_and_read(alice, paid_to(NEW, "A-2"))
    assert warned(second)
    assert second.to_check == Extraction.objects.get(pk=second.pk).to_check
    corrected = correct(second, "payment.iban", OLD)
    assert warned(second) == []
    assert corrected.to_check == Extraction.objects.get(pk=second.pk).to_check


def test_one_that_is_right_now_can_be_one(alice):
    sent_and_read(alice, paid_to(OLD, "A-1"))
    second = sent_and_read(alice, paid_to(OLD, "A-2"))
    correct(second, "payment.iban", NEW)
    assert f"to {NEW}, earlier invoices" in warned(second)[0]


def test_later_documents_are_no_longer_warned_of_when_the_first_was_misread(alice):
    first = sent_and_read(alice, paid_to(OLD, "A-1"))
    second = sent_and_read(alice, paid_to(NEW, "A-2"))
    before = Extraction.objects.get(pk=second.pk).to_check
    correct(first, "payment.iban", NEW)
    assert (warned(first), warned(second)) == ([], [])
    assert Extraction.objects.get(pk=second.pk).to_check == before - 1


def test_what_came_later_proves_nothing_for_what_came_before(alice):
    first = sent_and_read(alice, paid_to(OLD, "A-1"))
    sent_and_read(alice, paid_to(NEW, "A-2"))
    correct(first, "total", "2.00")
    assert warned(first) == []


def test_nothing_is_said_of_documents_of_others(alice):
    charlie = person("charlie", plan="pro").user
    other = sent_and_read(charlie, paid_to(OLD, "A-1"))
    own = sent_and_read(alice, paid_to(OLD, "A-9"))
    correct(own, "invoice_number", "A-1")
    assert repeats(own) is None
    assert repeats(other) is None
    assert Extraction.objects.get(pk=other.pk).total == Decimal("317.34")
