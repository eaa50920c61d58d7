"""What an account taught about a vendor holds for the next invoice of that vendor, and for nobody else's."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from extraction import facts
from extraction.corrections import correcting
from extraction.engine import render
from extraction.engine.document import Source
from extraction.engine.invoice import LineItem, Party, Payment
from extraction.memory import following, rules
from extraction.memory.saying import Always, Beside, Which, Without
from extraction.memory.vendors import Known
from extraction.models import VendorRule, WebhookEvent
from extraction.webhooks import endpoints
from tests.extraction.memory.reading import evidence, read, steps, value
from tests.extraction.memory.typing import packed
from tests.people import person
from tests.web.papers import LARKFIELD
from tests.web.papers import evidence as why

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.stack]

NOW = timezone.now()
KNOWN = Known("Larkfield", "larkfieldstationery", "IE1234567T", "IE29AIBK93115212345678")
PAGE = "Larkfield Stationery     Our ref.   LS-2026-0999\n                         Date       04/06/2026"


@pytest.fixture
def alice():
    return person("alice", plan="business").user


def taught(user, path, says, vendor=KNOWN):
    return rules.make(user, vendor=vendor, path=path, says=says, now=NOW)


def test_a_value_is_the_one_that_the_rule_says(alice):
    rule = taught(alice, "payment_terms", Always("Net 30"))
    extraction = read(alice, LARKFIELD)
    assert value(extraction, "payment_terms") == "Net 30"
    assert value(extraction, "corrected") is True
    assert (
        evidence(extraction, "payment_terms")["source"],
        evidence(extraction, "payment_terms")["corrected"],
    ) == (
        "rule",
        True,
    )
    [step] = extraction.corrections.all()
    assert (step.rule, step.by) == (rule, None)


def test_a_number_is_read_beside_its_words_and_shows_where(alice):
    taught(alice, "invoice_number", Beside("Our ref."))
    extraction = read(alice, LARKFIELD, PAGE)
    assert extraction.invoice_number == "LS-2026-0999"
    found = evidence(extraction, "invoice_number")
    assert (found["page"], found["text"], found["confidence"]) == (1, "LS-2026-0999", 1)
    assert [round(float(edge), 2) for edge in found["bbox"]] == [0.36, 0, 0.48, 0.01]


def test_where_the_words_are_not_on_the_page_what_was_read_stays(alice):
    taught(alice, "invoice_number", Beside("Delivery note"))
    extraction = read(alice, LARKFIELD, PAGE)
    assert extraction.invoice_number == LARKFIELD.invoice_number
    assert extraction.corrected is None


def test_what_was_read_the_same_and_surely_is_no_step(alice):
    taught(alice, "currency", Always("EUR"))
    assert steps(read(alice, LARKFIELD)) == []


def test_what_was_read_the_same_and_unsure_is_confirmed(alice):
    taught(alice, "currency", Always("EUR"))
    unsure = replace(LARKFIELD, evidence=LARKFIELD.evidence | {"currency": why(0.6, "€")})
    extraction = read(alice, unsure)
    assert extraction.to_check == 0
    assert value(extraction, "corrected") is False
    assert evidence(extraction, "currency")["source"] == "rule"


@pytest.mark.parametrize(
    "vendor",
    [
        Party("Summary", None, "IE1234567T"),
        Party("LARKFIELD STATIONERY LIMITED"),
    ],
)
def test_the_vendor_is_known_by_its_tax_number_or_its_name(alice, vendor):
    taught(alice, "payment_terms", Always("Net 30"))
    assert steps(read(alice, replace(LARKFIELD, vendor=vendor, payment=Payment())))


def test_or_by_its_account(alice):
    taught(alice, "payment_terms", Always("Net 30"))
    assert steps(read(alice, replace(LARKFIELD, vendor=Party("Summary"))))


def test_other_vendors_are_left_alone(alice):
    taught(alice, "payment_terms", Always("Net 30"))
    assert steps(read(alice, replace(LARKFIELD, vendor=Party("Bolt Ltd"), payment=Payment()))) == []


def test_a_name_that_was_read_wrong_is_set_by_tax_number_and_then_known_by_it(alice):
    taught(alice, "vendor.name", Always("Larkfield Stationery Ltd"), Known("Larkfield", "", "IE1234567T", ""))
    taught(alice, "payment_terms", Always("Net 30"), Known("Larkfield", "larkfieldstationery", "", ""))
    misread = replace(LARKFIELD, vendor=Party("INVOICE SUMMARY", None, "IE1234567T"), payment=Payment())
    extraction = read(alice, misread)
    assert extraction.vendor == "Larkfield Stationery Ltd"
    assert value(extraction, "payment_terms") == "Net 30"


def test_what_alice_taught_changes_nothing_for_others(alice):
    taught(alice, "payment_terms", Always("Net 30"))
    bob = person("bob").user
    assert steps(read(bob, LARKFIELD)) == []
    assert not bob.vendor_rules.exists()


def test_a_rule_that_is_switched_off_says_nothing(alice):
    rules.switch(taught(alice, "payment_terms", Always("Net 30")), on=False, now=NOW)
    assert steps(read(alice, LARKFIELD)) == []


def test_of_two_rules_for_one_value_the_newer_wins(alice):
    taught(alice, "payment_terms", Always("Net 30"))
    taught(alice, "payment_terms", Always("Net 14"))
    assert steps(read(alice, LARKFIELD)) == [("payment_terms", "Net 14")]


def test_but_one_that_knows_the_vendor_more_surely_comes_before_it(alice):
    taught(alice, "payment_terms", Always("Net 30"))
    taught(alice, "payment_terms", Always("Net 14"), Known("Larkfield", "larkfieldstationery", "", ""))
    assert steps(read(alice, LARKFIELD)) == [("payment_terms", "Net 30")]


def test_a_rule_that_finds_nothing_leaves_the_word_to_the_next(alice):
    taught(alice, "purchase_order", Always("PO-1"))
    taught(alice, "purchase_order", Beside("Order"))
    assert steps(read(alice, LARKFIELD, PAGE)) == [("purchase_order", "PO-1")]


def test_rows_that_are_no_items_are_left_out(alice):
    carried = LineItem("Carried forward from page 1", None, None, Decimal("99.00"))
    taught(alice, "line_items", Without("carried  FORWARD"))
    extraction = read(alice, replace(LARKFIELD, line_items=(carried, *LARKFIELD.line_items)))
    assert [row["description"] for row in value(extraction, "line_items")] == ["Copy paper A4 80 g"]
    assert steps(extraction) == [("line_items", [1])]


def test_two_rules_about_rows_follow_each_other(alice):
    rows = tuple(LineItem(words) for words in ("Carried forward", "Paper", "Subtotal", "Ink"))
    taught(alice, "line_items", Without("Carried"))
    taught(alice, "line_items", Without("Subtotal"))
    extraction = read(alice, replace(LARKFIELD, line_items=rows, checks=(), evidence={}))
    assert [row["description"] for row in value(extraction, "line_items")] == ["Paper", "Ink"]


def test_what_an_electronic_invoice_states_no_rule_changes(alice):
    taught(alice, "invoice_number", Always("X"))
    stated = replace(why(1.0, "LS-2026-0418"), source=Source.E_INVOICE)
    extraction = read(alice, replace(LARKFIELD, evidence=LARKFIELD.evidence | {"invoice_number": stated}))
    assert steps(extraction) == []


def test_repeated_invoices_are_found_by_what_the_rule_says(alice):
    taught(alice, "invoice_number", Beside("Our ref."))
    first = read(alice, LARKFIELD, PAGE)
    second = read(alice, replace(LARKFIELD, invoice_number="LS-77"), PAGE)
    assert second.duplicate_of_id == first.public_id


def test_another_account_is_told_of_although_a_rule_read_it(alice):
    read(alice, LARKFIELD)
    taught(alice, "payment.iban", Beside("IBAN"), Known("Larkfield", "larkfieldstationery", "IE1234567T", ""))
    extraction = read(alice, replace(LARKFIELD, payment=Payment()), "IBAN DE89 3704 0044 0532 0130 00")
    assert extraction.iban == "DE89370400440532013000"
    assert extraction.warnings[0]["code"] == "bank_account_changed"


def test_what_is_sent_out_has_the_values_of_the_rule(alice):
    endpoints.register(
        user=alice, url="https://example.com/", events=["extraction.completed"], description="", now=NOW
    )
    taught(alice, "payment_terms", Always("Net 30"))
    read(alice, LARKFIELD)
    assert '"payment_terms":"Net 30"' in WebhookEvent.objects.get().body.replace(": ", ":")


def test_a_person_has_the_last_word_and_can_take_the_rule_back(alice):
    taught(alice, "payment_terms", Always("Net 30"))
    extraction = read(alice, LARKFIELD)
    extraction = correcting.correct(extraction, {"payment_terms": "Net 7"}, by=alice, now=NOW)
    assert value(extraction, "payment_terms") == "Net 7"
    for _ in range(2):
        extraction = correcting.take_back(extraction, "payment_terms", by=alice, now=NOW)
    assert value(extraction, "payment_terms") == LARKFIELD.payment_terms


def test_a_broken_rule_is_switched_off_with_a_note_and_hurts_nothing(alice, caplog):
    broken = taught(alice, "payment_terms", Always("Net 30"))
    taught(alice, "currency", Always("CAD"))
    VendorRule.objects.filter(pk=broken.pk).update(says={"from": "another release"})
    extraction = read(alice, LARKFIELD)
    assert extraction.status == "completed"
    assert steps(extraction) == [("currency", "CAD")]
    broken.refresh_from_db()
    assert not broken.is_active
    assert broken.off_because == "It could not be followed on invoice.pdf. Change it, or make it anew."
    assert alice.audit_entries.filter(happening="rule.switched_off").exists()
    assert "cannot be followed" in caplog.text


def test_a_rule_that_is_switched_off_while_a_document_is_read_says_nothing(alice):
    rule = taught(alice, "payment_terms", Always("Net 30"))
    result = render.to_json(render.document(LARKFIELD, evidence=True))
    found = facts.of(result)
    said = following.said(user_id=alice.pk, result=result, words=packed(PAGE), found=found)
    assert [each.rule for each in said] == [rule]
    rules.switch(rule, on=False, now=timezone.now())
    extraction = read(alice, LARKFIELD)
    assert following.follow(extraction, said, found, now=NOW) == found
    assert steps(extraction) == []


def test_what_a_rule_did_stays_when_it_is_deleted(alice):
    rule = taught(alice, "payment_terms", Always("Net 30"))
    extraction = read(alice, LARKFIELD)
    rules.delete(rule)
    extraction.refresh_from_db()
    assert value(extraction, "payment_terms") == "Net 30"
    assert evidence(extraction, "payment_terms")["source"] == "rule"


def test_the_same_document_gives_the_same_values(alice):
    taught(alice, "invoice_number", Beside("Our ref.", which=Which.LAST))
    taught(alice, "date", Beside("Date"))
    assert len({tuple(steps(read(alice, LARKFIELD, PAGE))) for _ in range(3)}) == 1


def test_how_often_a_rule_was_used_and_when_last_is_counted(alice):
    rule = taught(alice, "payment_terms", Always("Net 30"))
    before = timezone.now() - timedelta(seconds=1)
    for _ in range(3):
        read(alice, LARKFIELD)
    other = taught(alice, "currency", Always("EUR"))
    found = rules.use_of([rule, other])
    assert (found[rule.pk].documents, found[other.pk].documents) == (3, 0)
    assert found[rule.pk].last > before
