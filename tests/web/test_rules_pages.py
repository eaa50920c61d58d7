"""Rules of vendors in the portal: made from a correction, tried on the past, seen, changed, switched off."""

from dataclasses import replace
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from extraction import page_words, payloads
from extraction.corrections import correcting, reviewing
from extraction.engine.document import Source
from extraction.engine.invoice import LineItem, Party, Payment
from extraction.memory import past, rules
from extraction.memory.saying import Always, Beside, Without
from extraction.memory.vendors import Known
from extraction.models import Extraction, VendorRule
from tests.extraction.memory.typing import packed
from tests.web import papers
from tests.web.markup import source
from tests.web.papers import LARKFIELD

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
NOW = timezone.now()
KNOWN = Known("Larkfield Stationery Ltd", "larkfieldstationery", "IE1234567T", "")
PAGE = "Larkfield Stationery     Our ref.   {}\n                         Date       2 June 2026"


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return source(answer).replace("&#x27;", "'").replace("&quot;", '"')


def sent(user, number="LS-2026-0418", reference="LS-1", invoice=LARKFIELD):
    extraction = papers.completed(user, replace(invoice, invoice_number=number), f"{reference}.pdf")
    page_words.keep(extraction, packed(PAGE.format(reference)))
    return extraction


def corrected(user, **values):
    extraction = sent(user)
    return correcting.correct(extraction, values or {"invoice_number": "LS-1"}, by=user, now=NOW)


def made(user, says=None, path="payment_terms"):
    return rules.make(user, vendor=KNOWN, path=path, says=says or Always("Net 30"), now=NOW)


def offer(extraction, path="invoice_number", **filled_in):
    return f"/documents/{extraction.public_id}/rule?{urlencode({'path': path} | filled_in)}"


def every_page(rule="rul_0123456789abcdef", document="ext_0123456789abcdef"):
    looked_at = ["", "/past", "/delete"]
    done = ["/change", "/on", "/off", "/past/confirmed", "/delete/confirmed"]
    return [
        *(("get", f"/rules/{rule}{path}") for path in looked_at),
        *(("post", f"/rules/{rule}{path}") for path in done),
        ("get", f"/documents/{document}/rule?path=invoice_number"),
        ("post", f"/documents/{document}/rule/make"),
    ]


def test_who_has_taught_nothing_yet_is_told_how(browse, alice):
    page = text(browse(alice).get("/rules"))
    assert "No rule yet" in page
    assert "Make this a rule" in page
    assert page.count("btn-primary") == 1


def test_a_correction_leads_to_the_rule_that_would_have_read_it(browse, alice):
    page = text(browse(alice).get(offer(corrected(alice))))
    assert (
        "On invoices of Larkfield Stationery Ltd, the invoice number is what stands right of “Our ref”"
        in page
    )
    assert "known by tax number IE1234567T, account IE29 AIBK 9311 5212 3456 78 or its name" in page
    assert 'value="Our ref"' in page
    assert page.count("btn-primary") == 1


def test_the_trial_says_what_the_rule_would_do_to_earlier_documents(browse, alice):
    for number in range(2, 5):
        sent(alice, reference=f"LS-{number}")
    sent(alice, "LS-8", "LS-8")
    approved = sent(alice, "LS-9999", "LS-9")
    reviewing.approve(approved, by=alice, now=NOW)
    reviewing.approve(sent(alice, "LS-10", "LS-10"), by=alice, now=NOW)
    page = text(browse(alice).get(offer(corrected(alice))))
    assert "Tried on 7 earlier documents" in page
    assert (
        "Of 7 earlier documents it would change 3, agrees with 3, of which 2 were corrected or approved,"
        " contradicts 1 that somebody corrected or approved." in page
    )
    assert "1 document says otherwise" in page
    assert f'href="/documents/{approved.public_id}"' in page
    assert page.index("Contradicts") < page.index("Would change") < page.index("Agrees")


def test_words_can_be_changed_and_tried_again(browse, alice):
    extraction = corrected(alice)
    tried = text(
        browse(alice).get(offer(extraction, kind="beside", label="Date", where="right", which="first"))
    )
    assert "what stands right of “Date”" in tried
    nothing = text(
        browse(alice).get(offer(extraction, kind="beside", label="Delivery", where="below", which="last"))
    )
    assert "finds nothing on 1" in nothing
    assert not VendorRule.objects.exists()


def test_how_the_value_is_written_can_be_left_open_and_closed_again(browse, alice):
    extraction = corrected(alice)
    beside = {"kind": "beside", "label": "Our ref", "alike": "A-9", "shape": ""}
    page = text(browse(alice).get(offer(extraction, **beside)))
    assert "stands right of “Our ref”." in page
    assert '<option value="A-9">letters-figures</option>' in page


def test_what_is_not_filled_in_yet_is_no_fault_yet(browse, alice):
    page = text(browse(alice).get(offer(corrected(alice), kind="beside")))
    assert "error" not in page
    assert "Type the words that stand left of the value or above it" in page


@pytest.mark.parametrize(
    ("filled_in", "words"),
    [
        ({"kind": "beside", "label": ""}, "Say beside which words it stands."),
        ({"kind": "beside", "label": "..."}, "Give at least two letters or figures."),
        ({"kind": "beside", "label": "x" * 100}, "at most 80 characters"),
        ({"kind": "beside", "label": "Ref", "where": "left"}, "Select a valid choice."),
        ({"kind": "always", "value": "LS-1", "label": ""}, "Say beside which words it stands."),
    ],
)
def test_what_cannot_be_a_rule_is_said_beside_the_field(browse, alice, filled_in, words):
    extraction = corrected(alice)
    complete = {"where": "right", "which": "first"} | filled_in
    assert words in text(browse(alice).get(offer(extraction, **complete)))
    form = {"path": "invoice_number"} | complete
    assert words in text(browse(alice).post(f"/documents/{extraction.public_id}/rule/make", form))
    assert not VendorRule.objects.exists()


def test_a_currency_is_a_currency(browse, alice):
    page = text(browse(alice).get(offer(corrected(alice), "currency", kind="always", value="pounds")))
    assert '"pounds" is not a currency. Write its three letters, like EUR.' in page


def test_use_for_new_invoices_makes_the_rule_and_shows_it(browse, alice):
    extraction, client = corrected(alice), browse(alice)
    form = {
        "path": "invoice_number",
        "kind": "beside",
        "label": "Our ref",
        "where": "right",
        "which": "first",
    }
    page = text(client.post(f"/documents/{extraction.public_id}/rule/make", form, follow=True))
    rule = alice.vendor_rules.get()
    assert (rule.vendor_tax_id, rule.path, rule.is_active) == ("IE1234567T", "invoice_number", True)
    assert "The rule holds for new invoices from now on." in page
    assert "Where it was used" in page
    assert rule.vendor in text(client.get("/rules"))


@pytest.mark.parametrize("path", ["nonsense", "line_items.0.amount", "", "confidence", "vendor"])
def test_not_everything_can_have_a_rule(browse, alice, path):
    assert browse(alice).get(offer(corrected(alice), path)).status_code == 404


@pytest.mark.parametrize("path", ["invoice_number", "total", "date", "payment.iban"])
def test_what_differs_from_invoice_to_invoice_is_never_always_the_same(browse, alice, path):
    assert 'value="always"' not in text(browse(alice).get(offer(corrected(alice), path, kind="always")))


def test_an_invoice_of_nobody_known_has_no_rules(browse, alice):
    nobody = replace(LARKFIELD, vendor=Party(), payment=Payment())
    extraction = papers.completed(alice, nobody)
    assert "Whose invoice is it?" in text(browse(alice).get(offer(extraction)))
    form = {"path": "currency", "kind": "always", "value": "EUR"}
    assert "Whose invoice is it?" in text(
        browse(alice).post(f"/documents/{extraction.public_id}/rule/make", form)
    )
    assert not VendorRule.objects.exists()


def test_rows_that_were_taken_out_can_be_left_out_of_the_next_invoices(browse, alice):
    rows = (LineItem("Carried forward from page 1", amount=Decimal("9.00")), *LARKFIELD.line_items)
    extraction = sent(alice, invoice=replace(LARKFIELD, line_items=rows))
    correcting.arrange(extraction, [1], by=alice, now=NOW)
    sent(alice, "LS-5", invoice=replace(LARKFIELD, line_items=rows))
    page = text(browse(alice).get(offer(extraction, "line_items")))
    assert "rows that begin with “Carried forward from page” are no line items." in page
    assert "2 rows" in page
    assert "Would change" in page


def test_another_rule_for_the_same_value_is_named(browse, alice):
    made(alice, Always("Net 14"))
    page = text(browse(alice).get(offer(corrected(alice), "payment_terms")))
    assert "There is a rule for the same value already: On invoices of" in page
    assert "“Net 14”" in page


def test_a_value_that_a_rule_gave_leads_to_the_rule(browse, alice):
    rule, extraction = made(alice), sent(alice)
    correcting.follow_rule(extraction, [(rule, "payment_terms", "Net 30", None)], now=NOW)
    assert browse(alice).get(offer(extraction, "payment_terms"))["Location"] == f"/rules/{rule.public_id}"


def test_a_document_without_words_says_that_it_cannot_be_tried(browse, alice):
    papers.completed(alice)
    page = text(browse(alice).get(offer(corrected(alice))))
    assert "cannot be tried on 1 whose words were not kept" in page


def test_what_an_electronic_invoice_states_is_left_alone(browse, alice):
    stated = replace(papers.evidence(1.0, "LS-7"), source=Source.E_INVOICE)
    sent(alice, "LS-7", invoice=replace(LARKFIELD, evidence={"invoice_number": stated}))
    assert "leaves 1 alone that an e-invoice states" in text(browse(alice).get(offer(corrected(alice))))


def test_rejected_documents_are_not_asked(browse, alice):
    reviewing.reject(sent(alice, "LS-7", "LS-70"), by=alice, now=NOW)
    assert "Tried on 1 earlier document<" in text(browse(alice).get(offer(corrected(alice))))


def test_a_rule_is_changed_after_it_was_tried(browse, alice):
    rule, client = made(alice), browse(alice)
    address = f"/rules/{rule.public_id}"
    assert "Save for new invoices" not in text(client.get(address))
    tried = text(client.get(f"{address}?kind=always&value=Net+14"))
    assert "Save for new invoices" in tried
    rule.refresh_from_db()
    assert rule.says == {"value": "Net 30"}
    page = text(client.post(f"{address}/change", {"kind": "always", "value": "Net 14"}, follow=True))
    assert "The rule is changed." in page
    rule.refresh_from_db()
    assert rule.says == {"value": "Net 14"}
    assert "Say what it always is." in text(client.post(f"{address}/change", {"kind": "always", "value": ""}))


def test_a_rule_is_switched_off_and_on(browse, alice):
    rule, client = made(alice), browse(alice)
    page = text(client.post(f"/rules/{rule.public_id}/off", follow=True))
    assert "What it said of earlier invoices stays." in page
    assert "Switch on" in page
    assert "Switch off" in text(client.post(f"/rules/{rule.public_id}/on", follow=True))


def test_a_broken_rule_says_why_it_is_off_and_cannot_be_switched_on(browse, alice):
    rule, client = made(alice), browse(alice)
    VendorRule.objects.filter(pk=rule.pk).update(
        says={"from": "another release"}, is_active=False, off_because="It could not be followed."
    )
    for page in (text(client.get("/rules")), text(client.get(f"/rules/{rule.public_id}"))):
        assert "It could not be followed." in page
    assert "can no longer be read" in text(client.post(f"/rules/{rule.public_id}/on", follow=True))
    assert not VendorRule.objects.get().is_active
    text(client.post(f"/rules/{rule.public_id}/change", {"kind": "always", "value": "Net 7"}, follow=True))
    text(client.post(f"/rules/{rule.public_id}/on", follow=True))
    assert VendorRule.objects.get().is_active


def test_deleting_asks_first(browse, alice):
    rule, client = made(alice), browse(alice)
    assert "switch it off instead" in text(client.get(f"/rules/{rule.public_id}/delete"))
    assert "<html" not in text(client.get(f"/rules/{rule.public_id}/delete", headers=HTMX))
    assert VendorRule.objects.exists()
    assert "The rule is deleted." in text(
        client.post(f"/rules/{rule.public_id}/delete/confirmed", follow=True)
    )
    assert not VendorRule.objects.exists()


def test_earlier_documents_are_changed_on_request_only_and_those_decided_on_never(browse, alice):
    changed, approved = sent(alice, "LS-1"), sent(alice, "LS-2")
    by_hand = correcting.correct(sent(alice, "LS-3"), {"payment_terms": "Net 7"}, by=alice, now=NOW)
    reviewing.approve(approved, by=alice, now=NOW)
    rule, client = made(alice), browse(alice)
    assert "Use it for 1 earlier document<" in text(client.get(f"/rules/{rule.public_id}"))
    asked = text(client.get(f"/rules/{rule.public_id}/past"))
    assert "30 days net → Net 30" in asked
    assert "Change 1 document<" in asked
    page = text(client.post(f"/rules/{rule.public_id}/past/confirmed", follow=True))
    assert "1 document changed by the rule." in page
    assert "1 document, last" in page
    terms = [Extraction.objects.get(pk=each.pk).corrected or "" for each in (changed, approved, by_hand)]
    assert ['"Net 30"' in each for each in terms] == [True, False, False]
    assert "There is none that the rule would change." in text(client.get(f"/rules/{rule.public_id}/past"))


def test_what_was_changed_while_somebody_looked_is_left_alone(alice):
    """Two who press the button at once: the rows that the second would leave out are gone already."""
    lines = tuple(
        LineItem(name, Decimal(1), Decimal(5), Decimal(5)) for name in ("Deposit bottles", "Paper", "Ink")
    )
    extraction = sent(alice, invoice=replace(LARKFIELD, line_items=lines))
    rule = made(alice, Without("Deposit"), "line_items")
    first, second = (past.changing(rule) for _ in range(2))
    assert [past.carry_out(rule, found, now=NOW) is not None for found in (*first, *second)] == [True, False]
    names = [row["description"] for row in payloads.document(Extraction.objects.get())["line_items"]]
    assert names == ["Paper", "Ink"]
    assert extraction.corrections.count() == 1


def test_500_rules_are_the_most(browse, alice):
    VendorRule.objects.bulk_create(
        VendorRule(
            user=alice,
            vendor=f"Vendor {number:03}",
            vendor_key=f"vendor{number}",
            path="payment_terms",
            kind="always",
            says={"value": "Net 30"},
            is_active=True,
            created_at=NOW,
            changed_at=NOW,
        )
        for number in range(500)
    )
    extraction = corrected(alice)
    form = {"path": "payment_terms", "kind": "always", "value": "Net 30"}
    page = text(browse(alice).post(f"/documents/{extraction.public_id}/rule/make", form))
    assert "There are 500 rules already, as many as an account may have." in page


def test_many_rules_are_listed_in_pages_with_few_questions(browse, alice, django_assert_max_num_queries):
    test_500_rules_are_the_most(browse, alice)
    client = browse(alice)
    client.get("/rules")
    with django_assert_max_num_queries(12):
        page = text(client.get("/rules"))
    assert "1 to 50 of 500" in page
    assert "Vendor 499" in text(client.get("/rules?page=10"))
    for nonsense in ("?page=999", "?page=x", "?page=%00"):
        text(client.get(f"/rules{nonsense}"))


def test_a_trial_takes_as_many_questions_for_fifty_documents_as_for_two(
    browse, alice, django_assert_max_num_queries
):
    extraction, client = corrected(alice), browse(alice)
    for number in range(60):
        sent(alice, f"X-{number}", f"LS-{number}")
    with django_assert_max_num_queries(20):
        page = text(client.get(offer(extraction)))
    assert "Tried on 50 earlier documents" in page


def test_what_stands_on_an_invoice_is_text_and_never_markup(browse, alice):
    hostile = replace(LARKFIELD, vendor=Party("<script>alert(1)</script>", None, "IE1234567T"))
    extraction = sent(alice, invoice=hostile)
    address = offer(extraction, "vendor.name", kind="always", value="<img src=x onerror=alert(1)>")
    page = source(browse(alice).get(address))
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_charlie_can_neither_see_nor_touch_what_is_alice_s(browse, alice, charlie):
    rule, extraction = made(alice, Beside("Our ref"), "invoice_number"), corrected(alice)
    before = VendorRule.objects.values().get()
    client = browse(charlie)
    for method, path in every_page(rule.public_id, extraction.public_id):
        form = {"path": "currency", "kind": "always", "value": "EUR"}
        assert getattr(client, method)(path, form if method == "post" else None).status_code == 404
    assert "Larkfield" not in text(client.get("/rules"))
    assert VendorRule.objects.values().get() == before


def test_charlie_s_documents_are_not_tried(browse, alice, charlie):
    sent(charlie, "LS-77")
    assert "Tried on 1 earlier document<" in text(browse(alice).get(offer(corrected(alice))))


def test_who_is_not_logged_in_is_asked_to(client):
    for method, path in [("get", "/rules"), *every_page()]:
        assert getattr(client, method)(path)["Location"].startswith("/accounts/login/")


def test_below_a_corrected_value_stands_the_way_to_its_rule(browse, alice):
    extraction = corrected(alice)
    page = text(browse(alice).get(f"/documents/{extraction.public_id}"))
    assert f'href="/documents/{extraction.public_id}/rule?path=invoice_number"' in page
    assert "Make this a rule for Larkfield Stationery Ltd" in page
    assert page.count("rule?path=") == 1


def test_below_a_value_of_a_rule_stands_the_way_to_it(browse, alice):
    rule, extraction = made(alice), sent(alice)
    correcting.follow_rule(extraction, [(rule, "payment_terms", "Net 30", None)], now=NOW)
    page = text(browse(alice).get(f"/documents/{extraction.public_id}"))
    assert "From your rule" in page
    assert "See the rule" in page
