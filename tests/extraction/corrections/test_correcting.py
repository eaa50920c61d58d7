"""People correct a document: their word is kept beside what was read, and stands wherever it goes."""

import json
from decimal import Decimal

import pytest
from django.utils import timezone

from extraction import payloads
from extraction.corrections import correcting, desks
from extraction.corrections.correcting import NotRead, NotUnderstood
from extraction.models import Correction, Extraction
from tests.web.papers import DOUBTFUL, completed, failed

NOW = timezone.now()


def correct(document, /, **typed):
    by_path = {path.replace("__", "."): text for path, text in typed.items()}
    return correcting.correct(document, by_path, by=document.user, now=NOW)


def shown(document):
    document.refresh_from_db()
    return payloads.document(document, evidence=True)


def test_a_corrected_value_stands_in_the_document_with_who_says_so(document):
    correct(document, invoice_number=" LS-2026-0419 ")
    after = shown(document)
    assert after["invoice_number"] == "LS-2026-0419"
    assert after["corrected"] is True
    why = after["evidence"]["invoice_number"]
    assert (why["confidence"], why["source"], why["corrected"]) == (1, "person", True)


def test_what_was_read_is_kept(document):
    read = document.result
    correct(document, total="300.00")
    document.refresh_from_db()
    assert document.result == read
    step = correcting.history(document)[0]
    assert (step.path, step.value, step.was, step.by) == ("total", "300.00", "317.34", document.user)


def test_where_a_corrected_value_was_read_stays_known(document):
    correct(document, total="300.00")
    why = shown(document)["evidence"]["total"]
    assert (why["page"], why["text"]) == (1, "317.34")
    assert [float(edge) for edge in why["bbox"]] == [0.1, 0.1, 0.2, 0.12]


def pages_of(document, pages):
    result = json.loads(document.result) | {"pages_processed": pages}
    Extraction.objects.filter(pk=document.pk).update(result=json.dumps(result))


def test_a_word_that_was_picked_moves_the_box(document):
    pages_of(document, 2)
    box = (0.5, 0.5, 0.6, 0.52)
    correcting.correct(document, {"total": "300.00"}, by=document.user, now=NOW, places={"total": (2, box)})
    why = shown(document)["evidence"]["total"]
    assert (why["page"], tuple(why["bbox"]), why["text"]) == (2, tuple(map(Decimal, map(str, box))), "300.00")


def test_an_unchanged_value_makes_no_step(document):
    correct(document, total="317.34", vendor__name="Larkfield Stationery Ltd", date="2026-06-02", due_date="")
    assert correcting.history(document) == []
    assert not shown(document)["corrected"]


def test_an_empty_text_says_that_it_is_not_on_the_page(document):
    correct(document, payment_terms="")
    assert shown(document)["payment_terms"] is None


def test_columns_by_which_a_document_is_found_follow(document):
    correct(document, vendor__name="Fernhill Paper GmbH", total="1.234,50", currency="usd", date="2026-06-30")
    document.refresh_from_db()
    assert (document.vendor, document.vendor_key) == ("Fernhill Paper GmbH", "fernhillpaper")
    assert (document.total, document.currency) == (Decimal("1234.5"), "USD")
    assert document.issued_on.isoformat() == "2026-06-30"


def test_sums_are_tried_again(document):
    correct(document, total="317.33", subtotal="257.99")
    checks = {check["name"]: check for check in shown(document)["checks"]}
    assert checks["subtotal_plus_tax_is_total"]["passed"]
    assert checks["subtotal_plus_tax_is_total"]["operands"]["subtotal"] == Decimal("257.99")
    assert checks["lines_add_up_to_subtotal"]["passed"]


def test_what_cannot_be_meant_changes_nothing_and_has_a_sentence_for_each_path(document):
    with pytest.raises(NotUnderstood) as refused:
        correct(document, total="a lot", date="2026-02-30", vendor__name="Other", line_items__7__amount="1")
    assert refused.value.faults == {
        "total": '"a lot" is not an amount. Write it like 1234.56.',
        "date": '"2026-02-30" is not a date. Write it like 2026-05-31.',
        "line_items.7.amount": "There is no such value in this document.",
    }
    assert correcting.history(document) == []
    assert shown(document)["vendor"]["name"] == "Larkfield Stationery Ltd"


def test_what_was_not_read_cannot_be_corrected(alice):
    with pytest.raises(NotRead):
        correct(failed(alice), total="1.00")


def test_a_doubtful_value_can_be_confirmed_as_it_stands(alice):
    document = completed(alice, DOUBTFUL)
    correcting.confirm(document, "total", by=alice, now=NOW)
    after = shown(document)
    why = after["evidence"]["total"]
    assert (after["total"], after["corrected"]) == (Decimal("317.34"), False)
    assert (why["confidence"], why["source"], why["corrected"]) == (1, "person", False)


def test_what_is_left_to_check_is_counted(alice):
    document = completed(alice, DOUBTFUL)
    left = [
        correcting.confirm(document, "invoice_number", by=alice, now=NOW).to_check,
        correcting.confirm(document, "total", by=alice, now=NOW).to_check,
        correcting.confirm(document, "line_items.0.amount", by=alice, now=NOW).to_check,
    ]
    assert left == sorted(left, reverse=True)
    assert left[-1] == 0


def test_a_correction_can_be_taken_back(document):
    before = shown(document)
    correct(document, total="300.00")
    correcting.take_back(document, "total", by=document.user, now=NOW)
    assert shown(document) == before
    assert Extraction.objects.get().corrected is None
    assert [step.value for step in correcting.history(document)] == ["", "300.00"]


def test_one_step_is_taken_back_at_a_time(document):
    correct(document, total="300.00")
    correct(document, total="310.00")
    correcting.take_back(document, "total", by=document.user, now=NOW)
    assert shown(document)["total"] == 300
    correcting.take_back(document, "total", by=document.user, now=NOW)
    correcting.take_back(document, "total", by=document.user, now=NOW)
    assert shown(document)["total"] == Decimal("317.34")


def test_rows_are_added_split_moved_and_removed(document):
    user = document.user
    correcting.arrange(document, [0, 0, None], by=user, now=NOW)
    correct(document, line_items__1__amount="8.00", line_items__2__description="Freight")
    correcting.arrange(document, [2, 1], by=user, now=NOW)
    after = shown(document)
    assert [item["description"] for item in after["line_items"]] == ["Freight", "Copy paper A4 80 g"]
    assert [item["amount"] for item in after["line_items"]] == [None, 8]
    assert after["evidence"]["line_items.1.amount"]["source"] == "person"
    assert "line_items.2.amount" not in after["evidence"]
    json.loads(Extraction.objects.get().corrected)


def test_an_arrangement_can_be_taken_back_with_all_that_was_in_the_rows(document):
    correct(document, line_items__0__amount="8.00")
    correcting.arrange(document, [], by=document.user, now=NOW)
    assert shown(document)["line_items"] == []
    correcting.take_back(document, "line_items", by=document.user, now=NOW)
    assert [item["amount"] for item in shown(document)["line_items"]] == [8]


def test_a_row_of_a_page_that_is_out_of_date_is_not_changed(document):
    seen = correcting.revision(document)
    correcting.arrange(document, [None, 0], by=document.user, now=NOW)
    with pytest.raises(NotUnderstood) as refused:
        correcting.correct(document, {"line_items.0.amount": "8"}, by=document.user, now=NOW, seen=seen)
    assert refused.value.faults == {
        "line_items.0.amount": "The lines were arranged anew meanwhile. Look at them again."
    }


def test_there_is_an_end_to_corrections(document):
    step = {"extraction": document, "path": "total", "value": "1", "was": "2", "at": NOW, "by": document.user}
    Correction.objects.bulk_create(Correction(**step) for _ in range(desks.MOST_STEPS - 1))
    correct(document, total="3.00")
    with pytest.raises(NotUnderstood, match="It takes no more corrections"):
        correct(document, total="4.00")
    assert shown(document)["total"] == 3
