"""One document: while it is read, when it failed, and what was read from it."""

import csv
import io
import json
import re
from dataclasses import replace
from html import unescape

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from billing.models import Reservation
from extraction.engine.invoice import Party
from tests.exports import drawn
from tests.web import papers
from tests.web.markup import source

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
STOP_POLLING = 286


def text(answer):
    assert answer.status_code == 200
    return source(answer)


def test_a_document_on_its_way_is_asked_for_again_until_it_is_there(browse, alice):
    extraction = papers.queued(alice)
    address = f"/documents/{extraction.public_id}"
    page = text(browse(alice).get(address))
    assert "Waiting for a free reader" in page
    assert f'hx-get="{address}" hx-trigger="every 2s"' in page
    answer = browse(alice).get(f"/documents/{papers.completed(alice).public_id}", headers=HTMX)
    assert (answer.status_code, answer["HX-Refresh"]) == (STOP_POLLING, "true")
    answer = browse(alice).get(f"/documents/{papers.failed(alice).public_id}", headers=HTMX)
    assert (answer.status_code, answer.get("HX-Refresh")) == (STOP_POLLING, None)
    assert "every 2s" not in source(answer)


def test_a_failed_document_gives_the_reason_in_plain_words(browse, alice):
    page = text(browse(alice).get(f"/documents/{papers.failed(alice).public_id}"))
    assert "No text was found on any page." in page
    assert "Not counted." in page
    assert "JSON" not in page


def test_a_failed_document_can_be_sent_again(browse, alice):
    extraction = papers.failed(alice)
    address = f"/documents/{extraction.public_id}/again"
    assert f'action="{address}"' in text(browse(alice).get(f"/documents/{extraction.public_id}"))
    answer = browse(alice).post(address)
    again = alice.extractions.exclude(pk=extraction.pk).get()
    assert answer["Location"] == f"/documents/{again.public_id}"
    assert (again.filename, again.status, again.sha256) == ("blank.pdf", "queued", extraction.sha256)


def test_a_button_that_is_pressed_twice_sends_it_once(browse, alice):
    extraction, client = papers.failed(alice), browse(alice)
    first, second = (client.post(f"/documents/{extraction.public_id}/again") for _ in range(2))
    assert first["Location"] == second["Location"]
    assert alice.extractions.count() == 2
    assert Reservation.objects.count() == 1
    alice.extractions.exclude(pk=extraction.pk).update(
        status="failed", error_code="x", finished_at=timezone.now()
    )
    third = client.post(f"/documents/{extraction.public_id}/again")
    assert third["Location"] != first["Location"]


def test_what_is_no_longer_kept_cannot_be_sent_again_and_says_so(browse, alice):
    extraction = papers.failed(alice)
    default_storage.delete(extraction.file.name)
    page = text(browse(alice).post(f"/documents/{extraction.public_id}/again", follow=True))
    assert "blank.pdf is no longer kept. Drop it again." in page
    assert alice.extractions.count() == 1


def test_the_json_download_is_the_result_of_the_api(browse, alice):
    extraction = papers.completed(alice)
    answer = browse(alice).get(f"/documents/{extraction.public_id}/result.json")
    assert answer["Content-Disposition"] == 'attachment; filename="larkfield.json"'
    result = json.loads(answer.content)
    assert (result["id"], result["total"]) == (extraction.public_id, 317.34)
    assert b"317.34" in answer.content
    assert "evidence" not in result


def test_the_csv_download_has_a_row_for_each_line_item(browse, alice):
    answer = browse(alice).get(f"/documents/{papers.completed(alice).public_id}/result.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["line_items.description"] for row in rows] == ["Copy paper A4 80 g"]


def test_there_is_nothing_to_download_before_the_result_is_there(browse, alice):
    assert browse(alice).get(f"/documents/{papers.queued(alice).public_id}/result.json").status_code == 404
    assert browse(alice).get(f"/documents/{papers.completed(alice).public_id}/result.exe").status_code == 404


def test_the_original_comes_back_as_a_download_and_never_as_a_page(browse, alice):
    extraction = papers.queued(alice, "ma facture é.pdf")
    answer = browse(alice).get(f"/documents/{extraction.public_id}/file")
    assert b"".join(answer.streaming_content) == papers.PDF
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''ma%20facture")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_an_original_that_is_gone_is_not_found(browse, alice):
    extraction = papers.completed(alice)
    default_storage.delete(extraction.file.name)
    assert browse(alice).get(f"/documents/{extraction.public_id}/file").status_code == 404


def test_deleting_asks_first(browse, alice):
    extraction = papers.completed(alice)
    page = text(browse(alice).get(f"/documents/{extraction.public_id}/delete"))
    assert "cannot be brought back" in page
    assert alice.extractions.exists()


def test_deleting_removes_result_and_file(browse, alice, django_capture_on_commit_callbacks):
    extraction = papers.completed(alice)
    with django_capture_on_commit_callbacks(execute=True):
        answer = browse(alice).post(f"/documents/{extraction.public_id}/delete/confirmed", follow=True)
    assert "larkfield.pdf is deleted, file and result." in source(answer)
    assert not alice.extractions.exists()
    assert not default_storage.exists(extraction.file.name)


@pytest.mark.parametrize("came_from", ["/documents?q=lark&page=1", "/dashboard"])
def test_who_deletes_it_is_led_back_to_the_list_from_which_they_came(browse, alice, came_from):
    extraction, client = papers.completed(alice), browse(alice)
    page = text(
        client.get(f"/documents/{extraction.public_id}", headers={"Referer": f"http://testserver{came_from}"})
    )
    asks = unescape(re.search(r'href="(/documents/[^"]+/delete[^"]*)"', page)[1])
    back = unescape(re.search(r'name="back" value="([^"]*)"', text(client.get(asks)))[1])
    answer = client.post(f"/documents/{extraction.public_id}/delete/confirmed", {"back": back})
    assert answer["Location"] == came_from


@pytest.mark.parametrize(
    "back",
    ["", "https://elsewhere.example/documents", "//elsewhere.example/documents", "/usage", "/documents/x"],
)
def test_who_came_from_no_list_is_led_to_all_documents(browse, alice, back):
    extraction = papers.completed(alice)
    answer = browse(alice).post(f"/documents/{extraction.public_id}/delete/confirmed", {"back": back})
    assert answer["Location"] == "/documents"


def test_a_document_cannot_be_deleted_by_following_a_link(browse, alice):
    extraction = papers.completed(alice)
    assert browse(alice).get(f"/documents/{extraction.public_id}/delete/confirmed").status_code == 405
    assert alice.extractions.exists()


def test_what_stands_on_an_invoice_is_text_and_never_markup(browse, alice):
    hostile = replace(papers.LARKFIELD, vendor=Party("<script>alert(1)</script>", "{{ settings }}", None))
    extraction = papers.completed(alice, hostile, filename="<img src=x onerror=alert(1)>.pdf")
    for address in ("/dashboard", f"/documents/{extraction.public_id}"):
        page = text(browse(alice).get(address))
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_complete_document_is_downloaded_as_an_electronic_invoice(browse, alice):
    extraction = papers.completed(alice, drawn.invoice(1, "FR"), "facture 7.pdf")
    assert f'href="/documents/{extraction.public_id}/result.xml"' in text(
        browse(alice).get(f"/documents/{extraction.public_id}")
    )
    answer = browse(alice).get(f"/documents/{extraction.public_id}/result.xml")
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="facture 7.xml"'
    assert b"<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>" in answer.content


def test_what_an_electronic_invoice_lacks_is_listed_with_its_fields(browse, alice):
    line = replace(papers.LARKFIELD.line_items[0], unit="reams")
    extraction = papers.completed(alice, replace(papers.LARKFIELD, line_items=(line,)))
    address = f"/documents/{extraction.public_id}"
    answer = browse(alice).get(f"{address}/result.xml")
    assert answer["Location"] == f"{address}/missing-terms"
    page = text(browse(alice).get(answer["Location"]))
    assert "Nothing is made up, so no file was written." in page
    for words in ("Buyer name", "BT-44", "The document does not name the buyer.", "Invoice type"):
        assert words in page
    assert f'<a href="{address}#f-line_items.0">Line 1, unit</a>' in page
    assert f'href="{address}/result.json"' in page


def test_a_complete_document_has_no_page_of_missing_terms(browse, alice):
    address = f"/documents/{papers.completed(alice, drawn.invoice(1, 'FR')).public_id}"
    assert browse(alice).get(f"{address}/missing-terms")["Location"] == address
    assert browse(alice).get(f"/documents/{papers.queued(alice).public_id}/missing-terms").status_code == 404


def test_a_file_with_more_pages_than_the_plan_reads_leads_to_the_plans(browse, alice):
    long = papers.failed(alice, "The document has more than 1 page.")
    page = source(browse(alice).get(f"/documents/{long.public_id}"))
    assert "See the plans" not in page
    alice.extractions.update(error_code="too_many_pages", max_pages=1)
    page = source(browse(alice).get(f"/documents/{long.public_id}"))
    assert 'href="/pricing">See the plans' in page


def test_a_file_that_stays_unreadable_is_first_asked_to_be_replaced(browse, alice):
    """It gives the same answer again; what failed on our side is worth another try."""
    unreadable = papers.failed(alice)
    other, again = '<a class="btn btn-primary" href="/dashboard">', '<button class="btn btn-primary">'
    page = source(browse(alice).get(f"/documents/{unreadable.public_id}"))
    assert (other in page, again in page) == (True, False)
    alice.extractions.update(error_code="internal_error")
    page = source(browse(alice).get(f"/documents/{unreadable.public_id}"))
    assert (other in page, again in page) == (False, True)
