"""The overview: drop files, see them turn to done, see where the month stands."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from billing.usage import metering
from extraction.models import Extraction
from tests.web import papers

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
STOP_POLLING = 286


def pdf(name="invoice.pdf"):
    return SimpleUploadedFile(name, papers.PDF, content_type="application/pdf")


def use_up(user, now):
    for number in range(10):
        metering.reserve(user=user, reference=f"{user.pk}-{number}", now=now, takes_place=False)
        metering.commit(reference=f"{user.pk}-{number}", now=now)


def test_an_empty_overview_says_what_will_be_there(browse, bob):
    page = browse(bob).get("/dashboard").content.decode()
    assert "Your first invoice" in page
    assert "0 <small>of 10 invoices" in page


def test_a_plain_form_sends_a_document_and_returns_to_the_overview(browse, alice):
    answer = browse(alice).post("/uploads", {"file": pdf()}, follow=True)
    assert answer.redirect_chain == [("/dashboard", 302)]
    assert "invoice.pdf" in answer.content.decode()
    assert alice.extractions.get().status == Extraction.Status.QUEUED


def test_several_files_become_several_documents_even_on_free(browse, bob):
    browse(bob).post("/uploads", {"file": [pdf("a.pdf"), pdf("b.pdf"), pdf("c.pdf")]})
    assert set(bob.extractions.values_list("filename", flat=True)) == {"a.pdf", "b.pdf", "c.pdf"}


def test_a_file_of_the_wrong_kind_is_refused_with_what_to_do_and_the_others_are_taken(browse, alice):
    sheet = SimpleUploadedFile("prices.xlsx", b"PK\x03\x04")
    page = browse(alice).post("/uploads", {"file": [sheet, pdf()]}, follow=True).content.decode()
    assert "prices.xlsx" in page
    assert "Not sent" in page
    assert "This is a spreadsheet. Save it as a PDF and drop it again." in page
    assert alice.extractions.get().filename == "invoice.pdf"


def test_an_empty_file_is_refused(browse, alice):
    page = browse(alice).post("/uploads", {"file": [SimpleUploadedFile("a.pdf", b"")]}, follow=True)
    assert "The file is empty. Save it once more and drop it again." in page.content.decode()
    assert not alice.extractions.exists()


def test_a_full_month_refuses_and_says_when_it_starts_again(browse, bob):
    use_up(bob, timezone.now())
    page = browse(bob).post("/uploads", {"file": pdf()}, follow=True).content.decode()
    assert "All 10 invoices of this month are used. The count starts again on 1 " in page
    assert "None left." in page
    assert "/pricing?plan=pro" in page
    assert not bob.extractions.exists()


def test_the_way_to_go_on_is_shown_where_a_month_is_used_up_and_not_before(browse, bob):
    assert "Go on with" not in browse(bob).get("/dashboard").content.decode()
    use_up(bob, timezone.now())
    for address in ("/dashboard", "/usage"):
        assert "Go on with Pro" in browse(bob).get(address).content.decode()


def test_with_a_script_what_moves_comes_as_parts(browse, alice):
    papers.queued(alice)
    answer = browse(alice).get("/dashboard", headers=HTMX)
    page = answer.content.decode()
    assert "<html" not in page
    for part in ("recent", "usage", "actions", "waiting", "plan"):
        assert f'id="{part}"' in page
    assert "HX-Request" in answer["Vary"]


def test_the_month_is_drawn_by_day_and_said_in_words(browse, alice):
    now = timezone.now()
    for number in range(3):
        metering.reserve(user=alice, reference=f"{number}", now=now, takes_place=False)
        metering.commit(reference=f"{number}", now=now)
    page = browse(alice).get("/dashboard").content.decode()
    assert "Invoices read in the last 30 days: 3, at most 3 on one day." in page
    assert f"<title>{now.day} {now:%b}: 3 read</title>" in page


def test_the_table_asks_again_only_while_something_is_unfinished(browse, alice):
    papers.queued(alice)
    moving = browse(alice).get("/dashboard", headers=HTMX)
    assert (moving.status_code, "every 2s" in moving.content.decode()) == (200, True)
    Extraction.objects.all().delete()
    papers.completed(alice)
    still = browse(alice).get("/dashboard", headers=HTMX)
    assert (still.status_code, "every 2s" in still.content.decode()) == (STOP_POLLING, False)


def test_a_row_shows_what_a_document_is_known_by(browse, alice):
    papers.completed(alice)
    page = browse(alice).get("/dashboard").content.decode()
    for words in ("Larkfield Stationery Ltd", "LS-2026-0418", "2 Jun 2026", "€ 317.34", "Done"):
        assert words in page


def test_a_row_counts_what_there_is_to_check(browse, alice):
    papers.completed(alice, papers.DOUBTFUL)
    page = browse(alice).get("/dashboard").content.decode()
    assert "Needs review" in page
    assert "3 to check" in page


@pytest.mark.parametrize("decided", ["Approved", "Rejected"])
def test_a_row_says_what_a_person_decided(browse, alice, decided):
    papers.completed(alice, papers.DOUBTFUL)
    alice.extractions.update(review=decided.lower())
    page = browse(alice).get("/dashboard").content.decode()
    assert decided in page
    assert "Needs review" not in page


def test_a_failed_document_says_why_and_that_it_was_not_counted(browse, alice):
    papers.failed(alice)
    assert "No text was found on any page. Not counted." in browse(alice).get("/dashboard").content.decode()


def test_the_overview_asks_the_database_no_more_for_twenty_documents_than_for_one(
    browse, alice, django_assert_max_num_queries
):
    for _ in range(20):
        papers.completed(alice)
    client = browse(alice)
    with django_assert_max_num_queries(20):
        client.get("/dashboard")
