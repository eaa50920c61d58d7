"""The bench: what to check first, every value to change in its place, and what happens when it is."""

import csv
import io
import json
import re
from dataclasses import replace
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection

from extraction.corrections import correcting, reviewing, standing
from extraction.engine.invoice import Check, InvoiceWarning, LineItem, Party, Tax
from extraction.models import Extraction
from tests.web import papers
from tests.web.markup import source

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
LINES = tuple(
    LineItem(name, Decimal(count), Decimal(price), Decimal(amount))
    for name, count, price, amount in (
        ("Vinyl gloves", "8", "6.95", "55.60"),
        ("Cling film", "12", "4.50", "45.00"),
        ("Delivery", "1", "15.00", "15.00"),
    )
)
OFF = replace(
    papers.LARKFIELD,
    line_items=LINES,
    subtotal=Decimal("124.60"),
    tax=Decimal("24.92"),
    tax_rate=Decimal("0.20"),
    total=Decimal("149.52"),
    checks=(
        Check(
            "line_items.1.quantity_times_price_is_amount",
            False,
            Decimal("9.00"),
            {"quantity": Decimal(12), "unit_price": Decimal("4.50"), "amount": Decimal("45.00")},
        ),
        Check(
            "lines_add_up_to_subtotal",
            False,
            Decimal("-9.00"),
            {"lines": Decimal("115.60"), "subtotal": Decimal("124.60")},
        ),
    ),
    evidence={
        **papers.LARKFIELD.evidence,
        "invoice_number": papers.evidence(0.64, "LS-O418", "LS-0418"),
        "line_items.1.amount": papers.evidence(0.97, "45.00"),
        "subtotal": papers.evidence(0.97, "124.60"),
    },
)


def sent(user, invoice=OFF, filename="larkfield.pdf", **more):
    extraction = papers.completed(user, invoice, filename, **more)
    standing.count(extraction)
    return extraction


def address(extraction):
    return f"/documents/{extraction.public_id}"


def text(answer, status=200):
    assert answer.status_code == status
    return unescape(source(answer))


def press(client, extraction, do="save", *, status=200, **typed):
    """As the page's script sends it: what was typed, and the button that was pressed."""
    posted = {name.replace("__", "."): value for name, value in typed.items()}
    return text(client.post(f"{address(extraction)}/work", {"do": do, **posted}, headers=HTMX), status)


def value(page, path):
    """The text in the input of that name."""
    return dict(typed_in(page))[path]


def typed_in(page):
    """The names of all fields that are typed into, with the text in each."""
    inputs = re.findall(r'<input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', page)
    return inputs + re.findall(r'<textarea[^>]*? name="([^"]+)"[^>]*>([^<]*)</textarea>', page)


def part(page, name, end="</div></div>"):
    return page.partition(f'id="{name}"')[2].partition(end)[0]


def result(extraction):
    extraction.refresh_from_db()
    return json.loads(extraction.corrected or extraction.result)


def test_values_stand_as_they_are_typed(browse, alice):
    page = text(browse(alice).get(address(papers.completed(alice))))
    for path, written in {
        "vendor.name": "Larkfield Stationery Ltd",
        "vendor.tax_id": "IE1234567T",
        "date": "2026-06-02",
        "due_date": "",
        "total": "317.34",
        "tax_rate": "23 %",
        "payment.iban": "IE29 AIBK 9311 5212 3456 78",
        "line_items.0.quantity": "12",
        "line_items.0.amount": "258.00",
    }.items():
        assert value(page, path) == written
    assert "Printed 2 June 2026" in part(page, "f-date")
    assert "Not found" in part(page, "f-due_date")


MISSING = {"total": {"total": None}, "date": {"date": None}, "invoice_number": {"invoice_number": None}}


@pytest.mark.parametrize(("path", "less"), MISSING.items())
def test_what_should_be_there_and_was_not_found_is_to_be_checked(browse, alice, path, less):
    known = {name: why for name, why in papers.LARKFIELD.evidence.items() if name != path}
    bare = replace(papers.LARKFIELD, **less, checks=(), evidence=known)
    extraction, client = sent(alice, bare), browse(alice)
    page = text(client.get(address(extraction)))
    assert "not found" in part(page, "todo", "</section>")
    assert "It is not there" in part(page, f"f-{path}")
    assert extraction.to_check == 1
    press(client, extraction, f"keep {path}")
    extraction.refresh_from_db()
    assert extraction.to_check == 0
    other = sent(alice, bare)
    filled = {"total": "317.34", "date": "2026-06-02", "invoice_number": "LS-1"}[path]
    press(client, other, **{path: filled})
    other.refresh_from_db()
    assert other.to_check == 0


def test_a_receipt_may_be_without_a_number(alice):
    receipt = replace(papers.LARKFIELD, invoice_number=None, document_type="receipt")
    assert sent(alice, receipt).to_check == 0


def test_every_field_can_be_filled_in_also_those_that_are_not_on_the_page(browse, alice):
    page = text(browse(alice).get(address(papers.completed(alice))))
    more = page.partition('id="more-payment"')[2]
    assert value(more, "payment.bic") == ""
    assert value(page, "purchase_order") == ""


def test_what_is_to_be_checked_comes_first_sums_before_the_rest(browse, alice):
    page = text(browse(alice).get(address(sent(alice))))
    todo = part(page, "todo", "</section>")
    assert "3 to check" in todo
    places = re.findall(r'href="#([^"]+)"', todo)
    assert places == ["f-line_items.1.amount", "f-subtotal", "f-invoice_number"]
    assert all(f'id="{place}"' in page for place in places)
    assert "12.00 × 4.50 is 54.00, printed 45.00." in todo


def test_a_doubtful_field_comes_first_in_its_group_and_returns_when_it_is_settled(browse, alice):
    extraction, client = sent(alice), browse(alice)

    def order(page):
        invoice = page.partition('id="g-invoice"')[2].partition("</section>")[0]
        return re.findall(r'class="f[^"]*" id="f-([^"]+)"', invoice)[:2]

    doubtful = replace(OFF, evidence={"due_date": papers.evidence(0.5, "")}, due_date=OFF.date)
    late = sent(alice, doubtful)
    assert order(text(client.get(address(late)))) == ["due_date", "invoice_number"]
    assert order(press(client, late, "keep due_date")) == ["invoice_number", "date"]
    assert order(text(client.get(address(extraction)))) == ["invoice_number", "date"]


def test_a_sum_that_is_off_stands_at_its_field_with_both_ways_out(browse, alice):
    page = text(browse(alice).get(address(sent(alice))))
    line = part(page, "s-line_items.1.amount", "</td>")
    assert "12.00 × 4.50 is 54.00, printed 45.00." in line
    assert 'value="use line_items.1.amount 54.00">Use 54.00' in line
    assert 'value="keep line_items.1.amount">Keep 45.00 as printed' in line
    net = part(page, "s-subtotal")
    assert "The lines add up to 115.60, printed 124.60." in net


def test_using_what_it_had_to_be_puts_the_sums_right(browse, alice):
    extraction = sent(alice)
    answer = press(browse(alice), extraction, "use line_items.1.amount 54.00")
    assert value(answer, "line_items.1.amount") == "54.00"
    assert "1 to check" in part(answer, "todo", "</section>")
    assert "Line 2, amount saved. 1 to check." in answer
    assert result(extraction)["line_items"][1]["amount"] == 54.0


def test_keeping_it_as_printed_settles_the_doubt_and_changes_no_value(browse, alice):
    extraction = sent(alice)
    answer = press(browse(alice), extraction, "keep line_items.1.amount")
    assert "Line 2, amount kept as it stands. 2 to check." in answer
    assert "54.00, printed 45.00, kept" in part(answer, "checks", "</section>")
    assert result(extraction)["line_items"][1]["amount"] == 45.0
    assert not result(extraction)["corrected"]


def test_an_alternative_is_a_button(browse, alice):
    extraction = sent(alice)
    page = text(browse(alice).get(address(extraction)))
    assert 'value="use invoice_number LS-0418">LS-0418' in part(page, "s-invoice_number")
    press(browse(alice), extraction, "use invoice_number LS-0418")
    assert result(extraction)["invoice_number"] == "LS-0418"


def test_an_answer_has_what_is_another_now_and_nothing_else(browse, alice):
    answer = press(browse(alice), sent(alice), due_date="4 July 2026")
    assert value(answer, "due_date") == "2026-07-04"
    assert "Due saved. 3 to check." in answer
    assert 'id="g-invoice"' in answer
    for untouched in ("g-vendor", "g-totals", "g-lines", "f-line_items.0"):
        assert f'id="{untouched}"' not in answer
    assert "<!doctype" not in answer


def test_a_cell_answers_with_its_row(browse, alice):
    answer = press(browse(alice), sent(alice), line_items__0__description="Vinyl gloves M")
    assert re.findall(r'<tbody class="line" id="([^"]+)"', answer) == ["f-line_items.0"]


def test_what_was_changed_says_what_it_was_who_did_it_and_can_be_taken_back(browse, alice):
    extraction, client = sent(alice), browse(alice)
    answer = press(client, extraction, total="150")
    total = part(answer, "f-total", "</section>")
    assert "Sum is off" in total
    assert "Changed by you" in total
    assert "Read as € 149.52" in total
    assert "€ 149.52 → € 150.00" in total
    assert 'value="back total">Take back' in total
    answer = press(client, extraction, "back total")
    assert value(answer, "total") == "149.52"
    assert "Total is taken back." in answer
    assert extraction.corrections.count() == 2


def test_a_corrected_field_offers_to_make_it_a_rule_of_its_vendor(browse, alice):
    extraction = sent(alice)
    answer = press(browse(alice), extraction, payment_terms="14 days")
    terms = part(answer, "f-payment_terms", "</section>").partition('id="f-')[0]
    assert "?path=payment_terms" in terms
    assert "Make this a rule for Larkfield Stationery Ltd" in terms
    assert "Make this a rule" not in part(answer, "f-date").partition('id="f-')[0]


def test_a_fault_stands_at_its_field_and_the_typed_text_stays(browse, alice):
    extraction = sent(alice)
    answer = press(browse(alice), extraction, date="yesterday or so", total="150.00")
    date = part(answer, "f-date")
    assert value(answer, "date") == "yesterday or so"
    assert '"yesterday or so" is not a date. Write it like 2026-05-31.' in date
    assert 'aria-invalid="true"' in date
    assert "Total saved. Date:" in answer
    assert (result(extraction)["date"], result(extraction)["total"]) == ("2026-06-02", 150)


def test_a_value_that_somebody_else_changed_meanwhile_is_not_overwritten_unseen(browse, alice):
    extraction, client = sent(alice), browse(alice)
    seen = value(text(client.get(address(extraction))), "seen")
    press(client, extraction, total="150.00", seen=seen)
    answer = press(client, extraction, total="151.00", date="2026-06-03", seen=seen)
    assert "This was changed in another window meanwhile." in part(answer, "f-total")
    assert value(answer, "total") == "151.00"
    assert (result(extraction)["total"], result(extraction)["date"]) == (150, "2026-06-03")
    press(client, extraction, total="151.00", seen=value(answer, "seen"))
    assert result(extraction)["total"] == 151


@pytest.mark.parametrize(
    ("do", "names"),
    [
        ("remove 1", ["Vinyl gloves", "Delivery"]),
        ("split 1", ["Vinyl gloves", "Cling film", "Cling film", "Delivery"]),
        ("up 1", ["Cling film", "Vinyl gloves", "Delivery"]),
        ("down 1", ["Vinyl gloves", "Delivery", "Cling film"]),
        ("down 2", ["Vinyl gloves", "Cling film", "Delivery"]),
        ("add", ["Vinyl gloves", "Cling film", "Delivery", None]),
    ],
)
def test_lines_are_added_removed_split_and_moved(browse, alice, do, names):
    extraction = sent(alice)
    press(browse(alice), extraction, do)
    assert [line["description"] for line in result(extraction)["line_items"]] == names


def test_the_last_move_of_lines_can_be_undone(browse, alice):
    extraction, client = sent(alice), browse(alice)
    answer = press(client, extraction, "remove 1")
    assert 'value="back line_items">Undo' in part(answer, "g-lines", "</section>")
    answer = press(client, extraction, "back line_items")
    assert "Undo" not in part(answer, "g-lines", "</section>")
    assert len(result(extraction)["line_items"]) == 3


def test_a_line_that_was_moved_meanwhile_is_not_taken_for_another(browse, alice):
    extraction, client = sent(alice), browse(alice)
    press(client, extraction, "remove 0")
    answer = press(client, extraction, line_items__0__amount="99", seen="0")
    assert "The lines were arranged anew meanwhile. Look at them again." in answer
    answer = press(client, extraction, "remove 9")
    assert "The lines were arranged anew meanwhile. Look at them again." in answer
    assert [line["amount"] for line in result(extraction)["line_items"]] == [45.0, 15.0]


def test_a_line_has_a_page_with_all_its_values(browse, alice):
    extraction, client = sent(alice), browse(alice)
    page = text(client.get(f"{address(extraction)}/lines/2"))
    assert "Line 2 of 3" in page
    assert value(page, "line_items.1.product_code") == ""
    posted = {"do": "save", "line_items.1.product_code": "CF-300", "seen": "0"}
    answer = client.post(f"{address(extraction)}/work", posted)
    assert answer["Location"] == address(extraction)
    assert "CF-300" in part(text(client.get(address(extraction))), "f-line_items.1", "</tbody>")
    assert client.get(f"{address(extraction)}/lines/4").status_code == 404


def test_a_fault_of_what_has_no_place_on_the_page_is_said_above_it(browse, alice):
    extraction = sent(alice)
    posted = {"do": "save", "line_items.1.tax_rate": "much"}
    page = text(browse(alice).post(f"{address(extraction)}/work", posted))
    assert 'Line 2, tax rate: "much" is not a rate. Write it like 19 %.' in page


def test_without_a_script_all_that_was_typed_is_saved_at_once(browse, alice):
    extraction, client = sent(alice), browse(alice)
    page = text(client.get(address(extraction)))
    posted = dict(typed_in(page))
    posted |= {"total": "150.00", "vendor.name": "Larkfield Ltd", "document_type": ""}
    answer = client.post(f"{address(extraction)}/work", posted, follow=True)
    assert answer.redirect_chain == [(address(extraction), 302)]
    assert "Total, Vendor saved." in text(answer)
    assert extraction.corrections.count() == 2


def test_without_a_script_a_fault_keeps_the_page_and_the_text(browse, alice):
    extraction = sent(alice)
    page = text(browse(alice).post(f"{address(extraction)}/work", {"date": "soon", "total": "150.00"}))
    assert value(page, "date") == "soon"
    assert value(page, "total") == "150.00"
    assert "<!DOCTYPE html>" in page


def test_approving_leads_to_the_next_document_that_waits(browse, alice):
    first, second, third = (sent(alice, filename=f"{name}.pdf") for name in ("one", "two", "three"))
    client = browse(alice)
    page = text(client.get(address(second)))
    assert "2 of 3" in page
    assert f'href="{address(first)}" aria-label="Next document"' in page
    assert f'href="{address(third)}" aria-label="Previous document"' in page
    answer = client.post(f"{address(second)}/work", {"do": "approve", "total": "150.00"}, headers=HTMX)
    assert answer["HX-Redirect"] == address(first)
    second.refresh_from_db()
    assert (second.review, second.reviewed_by, result(second)["total"]) == ("approved", alice, 150)
    answer = client.post(f"{address(first)}/work", {"do": "reject"}, follow=True)
    assert answer.redirect_chain == [(address(third), 302)]
    assert "one.pdf is rejected." in text(answer)
    answer = client.post(f"{address(third)}/work", {"do": "approve"}, follow=True)
    assert "Nothing is left to review." in text(answer)


def test_an_approval_says_how_many_points_nobody_looked_at(browse, alice):
    left = sent(alice, filename="left.pdf")
    answer = browse(alice).post(f"{address(left)}/work", {"do": "approve"}, follow=True)
    assert "left.pdf is approved, with 3 points left to check." in text(answer)


@pytest.mark.parametrize("decision", ["approve", "reject"])
def test_a_decision_can_be_undone_from_the_page_that_it_leads_to(browse, alice, decision):
    decided, _ = sent(alice, filename="one.pdf"), sent(alice, filename="two.pdf")
    client = browse(alice)
    page = text(client.post(f"{address(decided)}/work", {"do": decision}, follow=True))
    toast = page[page.index('class="toast"') :].partition("</form>")[0]
    undo = dict(re.findall(r'(action|value)="([^"]+)"', toast))
    answer = client.post(undo["action"], {"do": undo["value"]}, follow=True)
    assert answer.redirect_chain == [(address(decided), 302)]
    assert "one.pdf can be changed again." in text(answer)
    decided.refresh_from_db()
    assert decided.review == ""


def test_nothing_is_approved_while_a_typed_text_is_not_understood(browse, alice):
    extraction = sent(alice)
    answer = press(browse(alice), extraction, "approve", date="soon")
    assert '"soon" is not a date.' in answer
    extraction.refresh_from_db()
    assert extraction.review == ""


@pytest.mark.parametrize("decision", ["approve", "reject"])
def test_what_was_decided_can_be_read_and_not_changed_until_it_is_reopened(browse, alice, decision):
    extraction, client = sent(alice), browse(alice)
    client.post(f"{address(extraction)}/work", {"do": decision})
    page = text(client.get(address(extraction)))
    assert "Reopen it to change something." in page
    assert value(page, "total") == "149.52"
    assert not re.search(r"<input(?![^>]*(?:readonly|hidden|checkbox))", page.partition('id="sheet"')[2])
    assert "Add a line" not in page
    answer = client.post(f"{address(extraction)}/work", {"total": "1"}, follow=True)
    assert "Somebody has decided on this document." in text(answer)
    assert result(extraction)["total"] == 149.52
    client.post(f"{address(extraction)}/work", {"do": "reopen"})
    extraction.refresh_from_db()
    assert extraction.review == ""


def test_a_changed_account_and_a_duplicate_are_said_before_anything_else(browse, alice):
    first, extraction = sent(alice), sent(alice)
    warning = {"code": "bank_account_changed", "message": "Another account.", "field": "payment.iban"}
    Extraction.objects.filter(pk=extraction.pk).update(
        warnings=[warning], duplicate_of=first, duplicate_reason="same_invoice"
    )
    client = browse(alice)
    page = text(client.get(address(extraction)))
    notices = page.partition('id="notices"')[2].partition('id="todo"')[0]
    assert "The bank account has changed." in notices
    assert f'href="{address(first)}"' in notices
    iban = part(page, "f-payment.iban")
    assert "Changed" in iban
    assert "Another account." in iban
    answer = press(client, extraction, "keep payment.iban")
    assert "The bank account has changed." not in answer
    assert "You sent this invoice before." in answer


def test_a_warning_stands_at_its_field(browse, alice):
    warned = replace(OFF, warnings=(InvoiceWarning("ambiguous_date", "It can be 6 February.", "date"),))
    page = text(browse(alice).get(address(sent(alice, warned))))
    assert "It can be 6 February." in part(page, "f-date")


def test_a_document_without_evidence_or_lines_is_shown_all_the_same(browse, alice):
    bare = replace(OFF, line_items=(), checks=(), evidence={}, vendor=Party())
    extraction = sent(alice, bare)
    old = {name: value for name, value in json.loads(extraction.result).items() if name != "evidence"}
    Extraction.objects.filter(pk=extraction.pk).update(result=json.dumps(old))
    page = text(browse(alice).get(address(extraction)))
    assert "No line items were found on the page." in page
    answer = press(browse(alice), extraction, vendor__name="Larkfield")
    assert "Vendor saved." in answer


def test_two_hundred_lines_take_as_many_queries_as_three(browse, alice, django_assert_max_num_queries):
    many = replace(OFF, line_items=LINES[:1] * 450, checks=())
    client, few, long = browse(alice), sent(alice), sent(alice, many)
    client.get(address(few))
    with django_assert_max_num_queries(12):
        page = text(client.get(address(long)))
    assert page.count('class="line"') == 200
    assert "401 to 450" in page
    last = text(client.get(address(long) + "?part=3"))
    assert value(last, "line_items.449.amount") == "55.60"
    assert "line_items.399." not in last.partition('id="g-lines"')[2].partition("</section>")[0]
    answer = press(client, long, line_items__449__amount="56.00", part="3")
    assert re.findall(r'<tbody class="line" id="([^"]+)"', answer) == ["f-line_items.449"]


def test_a_doubt_in_another_part_of_a_long_table_leads_there(browse, alice):
    many = replace(
        OFF,
        line_items=LINES[:1] * 250,
        checks=(),
        evidence={"line_items.240.amount": papers.evidence(0.5, "5S.60")},
    )
    page = text(browse(alice).get(address(sent(alice, many))))
    assert 'href="?part=2#f-line_items.240.amount"' in page


def test_several_tax_rows_can_be_corrected(browse, alice):
    from extraction.engine.invoice import Tax

    rows = (Tax(Decimal("0.2"), Decimal("100.00"), Decimal("20.00")), Tax(Decimal("0.05"), Decimal("24.60")))
    extraction = sent(alice, replace(OFF, taxes=rows))
    answer = press(browse(alice), extraction, taxes__1__amount="1.23")
    assert value(answer, "taxes.1.amount") == "1.23"
    assert result(extraction)["taxes"][1]["amount"] == 1.23


def test_a_correction_is_in_every_export_and_says_so(browse, alice):
    extraction, client = sent(alice), browse(alice)
    press(client, extraction, total="150.00")
    exported = json.loads(client.get(f"{address(extraction)}/result.json").content)
    assert (exported["total"], exported["corrected"]) == (150, True)
    rows = csv.DictReader(
        io.StringIO(client.get(f"{address(extraction)}/result.csv").content.decode("utf-8-sig"))
    )
    assert {row["total"] for row in rows} == {"150.00"}


def test_a_picked_value_keeps_the_place_it_was_picked_from(browse, alice):
    extraction = sent(alice)
    client = browse(alice)
    posted = {"due_date": "4 July 2026", "at:due_date": "1 0.1 0.2 0.3 0.25"}
    assert client.post(f"{address(extraction)}/work", posted, headers=HTMX).status_code == 200
    assert result(extraction)["evidence"]["due_date"]["bbox"] == [0.1, 0.2, 0.3, 0.25]


def test_a_place_on_a_page_that_the_document_does_not_have_is_none(browse, alice):
    extraction, client = sent(alice), browse(alice)
    posted = {"due_date": "4 July 2026", "at:due_date": "999999999999 0.1 0.2 0.3 0.25"}
    assert client.post(f"{address(extraction)}/work", posted, headers=HTMX).status_code == 200
    assert result(extraction)["due_date"] == "2026-07-04"
    assert result(extraction)["evidence"]["due_date"]["page"] is None
    assert client.get(address(extraction)).status_code == 200


@pytest.mark.parametrize(
    "posted",
    [
        {"do": "destroy"},
        {"do": "remove x"},
        {"seen": "-1"},
        {"part": "x"},
        {"total": "1", "at:total": "1 0 0 9 9"},
        {"total": "1", "at:total": "1 NaN 0 1 1"},
        {"total": "1", "at:total": ""},
    ],
)
def test_what_no_button_of_the_page_asks_for_is_refused(browse, alice, posted):
    assert browse(alice).post(f"{address(sent(alice))}/work", posted).status_code == 400


def test_what_stands_on_an_invoice_is_text_and_never_markup(browse, alice):
    hostile = replace(OFF, vendor=Party('"><script>alert(1)</script>', "{{ settings }}", None))
    extraction = papers.completed(alice, hostile, filename="<img src=x onerror=alert(1)>.pdf")
    page = source(browse(alice).get(address(extraction)))
    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize("do", ["save", "approve", "remove 0", "keep total"])
def test_charlie_can_neither_see_nor_change_alices_document(browse, alice, charlie, do):
    extraction = sent(alice)
    client = browse(charlie)
    assert client.get(address(extraction)).status_code == 404
    assert client.get(f"{address(extraction)}/lines/1").status_code == 404
    assert client.post(f"{address(extraction)}/again").status_code == 404
    posted = {"do": do, "total": "1.00"}
    assert client.post(f"{address(extraction)}/work", posted).status_code == 404
    extraction.refresh_from_db()
    assert (extraction.corrected, extraction.review) == (None, "")


@pytest.mark.parametrize(("path", "method"), [("work", "post"), ("again", "post"), ("lines/1", "get")])
def test_a_stranger_is_asked_to_log_in(client, alice, path, method):
    answer = getattr(client, method)(f"{address(sent(alice))}/{path}")
    assert answer["Location"].startswith("/accounts/login/")


def test_nothing_is_changed_by_following_a_link(browse, alice):
    assert browse(alice).get(f"{address(sent(alice))}/again").status_code == 405


def test_who_had_to_log_in_before_a_correction_comes_to_the_document(browse, alice):
    extraction = sent(alice)
    answer = browse(alice).get(f"{address(extraction)}/work?do=approve")
    assert (answer.status_code, answer["Location"]) == (302, address(extraction))
    extraction.refresh_from_db()
    assert extraction.review == ""


def test_a_part_of_a_long_table_is_sent_whole(browse, alice):
    """As a form does without a script: each of its fields, changed or not."""
    rates = tuple(Tax(Decimal("0.01") * n, Decimal(100), Decimal(n)) for n in range(60))
    extraction, client = sent(alice, replace(OFF, line_items=LINES * 70, taxes=rates)), browse(alice)
    page = text(client.get(address(extraction)))
    names = dict(typed_in(page))
    assert len(names) > 900
    places = {f"at:{name}": "1 0.1 0.1 0.2 0.2" for name in names if "." in name}
    answer = client.post(f"{address(extraction)}/work", {**names, **places, "total": "1.00", "do": "save"})
    assert answer.status_code == 302
    assert result(extraction)["total"] == 1


@pytest.mark.parametrize("do", ["save", "keep total", "add", "approve"])
def test_a_document_that_is_deleted_meanwhile_is_no_longer_there(browse, alice, do):
    """Deleted after it was looked up, and before its correction has its turn."""
    extraction, client, gone = sent(alice), browse(alice), []

    def deleted(execute, sql, params, many, context):
        if sql.startswith("SAVEPOINT") and not gone:
            gone.append(extraction.pk)
            Extraction.objects.filter(pk=extraction.pk).delete()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(deleted):
        press(client, extraction, do, status=404, total="1.00")
    assert gone


def test_a_sum_that_is_off_after_a_correction_is_said_at_once(browse, alice):
    answer = press(browse(alice), sent(alice), total="150")
    assert "Total saved." in answer
    extraction = sent(alice)
    answer = press(browse(alice), extraction, line_items__1__amount="54")
    assert "Line 2, amount saved. 1 to check." in answer
    answer = press(browse(alice), extraction, line_items__1__amount="55")
    assert "Line 2, amount saved. 12.00 × 4.50 is 54.00, not 55.00." in answer


def test_a_slip_is_not_called_kept_before_somebody_keeps_it(browse, alice):
    extraction, client = sent(alice), browse(alice)
    press(client, extraction, "use line_items.1.amount 54.00")
    answer = press(client, extraction, total="194.52")
    assert "Total saved. Net and tax come to 149.52, not 194.52. 2 to check." in answer
    assert "kept" not in part(answer, "checks", "</section>")
    assert 'value="keep total">Keep 194.52<' in part(answer, "f-total", "</section>")
    answer = press(client, extraction, "keep total")
    assert "Total kept as it stands. 1 to check." in answer
    assert "149.52, not 194.52, kept" in part(answer, "checks", "</section>")


def test_an_account_that_was_mistyped_is_to_be_checked(browse, alice):
    extraction, client = sent(alice), browse(alice)
    answer = press(client, extraction, payment__iban="IE29AIBK93115212345679")
    assert "4 to check." in answer
    assert "Check digits of the IBAN: wrong." in part(answer, "todo", "</section>")
    assert 'value="keep payment.iban">Keep it' in part(answer, "f-payment.iban", "</section>")


def test_nobody_else_is_among_the_neighbours(browse, alice, bob):
    sent(bob)
    page = text(browse(alice).get(address(sent(alice))))
    assert "1 of 1" in page


def test_a_change_by_somebody_else_is_told_with_their_name(browse, alice, bob):
    extraction = sent(alice)
    correcting.correct(extraction, {"total": "1.00"}, by=bob, now=extraction.created_at)
    reviewing.approve(extraction, by=bob, now=extraction.created_at)
    page = text(browse(alice).get(address(extraction)))
    assert "Changed by bob@example.com" in page
    assert "by bob@example.com" in part(page, "notices", "Reopen")


def test_a_long_text_is_seen_whole(browse, alice):
    long = "Unit 14, Harbour Business Park, Lower Quay Street, Cork T12 XX00, Ireland"
    extraction = sent(alice, replace(OFF, vendor=replace(OFF.vendor, address=long)))
    page = text(browse(alice).get(address(extraction)))
    field = part(page, "f-vendor.address", "</textarea>")
    assert 'rows="2"' in field
    assert field.endswith(f">{long}")


def test_lines_of_an_address_that_are_pasted_are_one_line_of_the_result(browse, alice):
    extraction = sent(alice)
    press(browse(alice), extraction, vendor__address="1 Quay Street\r\nCork")
    assert result(extraction)["vendor"]["address"] == "1 Quay Street, Cork"


def test_what_was_decided_asks_for_no_look_any_more(browse, alice):
    extraction, client = sent(alice), browse(alice)
    assert "Unsure 64 %" in text(client.get(address(extraction)))
    client.post(f"{address(extraction)}/work", {"do": "reject"})
    page = text(client.get(address(extraction)))
    assert "Unsure" not in page
    assert "Check " not in part(page, "f-invoice_number")
    assert "Read at 64 %" in page
