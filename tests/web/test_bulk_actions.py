"""Documents picked from the list, one by one or all that a search finds: exported, approved, deleted."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import timedelta
from html import unescape

import dramatiq
import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.happenings import sentence
from config.queue.models import QueuedMessage
from extraction.corrections import reviewing
from extraction.engine.invoice import Party
from extraction.finding import approving, deleting, errands
from extraction.models import Extraction
from tests.exports import drawn
from tests.web import papers

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(alice):
    """Two of one vendor and one of another."""
    other = replace(papers.LARKFIELD, vendor=Party("Ferrow & Hale Catering Ltd"), invoice_number="FH-1")
    return [
        papers.completed(alice, papers.LARKFIELD, "first.pdf"),
        papers.completed(alice, papers.LARKFIELD, "second.pdf"),
        papers.completed(alice, other, "third.pdf"),
    ]


def ids(*documents):
    return [document.public_id for document in documents]


def everything(search="", seen=None):
    return {"all": "1", "search": search, "seen": (seen or timezone.now()).isoformat()}


def pick(client, what, **changes):
    return client.post("/documents/picked", {"do": what, **changes})


def content(answer):
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def filenames(answer):
    table = csv.DictReader(io.StringIO(content(answer).decode("utf-8-sig")))
    return list(dict.fromkeys(row["filename"] for row in table))


def run_messages():
    """What a worker would do now."""
    broker = dramatiq.get_broker()
    return [broker.get_actor(message.actor_name)(*message.args) for message in messages()]


def forget_messages():
    QueuedMessage.objects.all().delete()


def messages():
    found = [dramatiq.Message.decode(bytes(each.body)) for each in QueuedMessage.objects.all()]
    return [message for message in found if message.actor_name == "run_errand"]


def test_picked_documents_come_as_one_table(browse, alice, three):
    answer = pick(browse(alice), "csv", id=ids(three[0], three[2]))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="documents-{timezone.now():%Y-%m-%d}.csv"'
    assert filenames(answer) == ["third.pdf", "first.pdf"]


def test_all_that_a_search_finds_comes_in_its_order(browse, alice, three):
    client = browse(alice)
    assert filenames(pick(client, "csv", **everything("q=larkfield&sort=received"))) == [
        "first.pdf",
        "second.pdf",
    ]
    assert filenames(client.get("/documents/export.csv?q=larkfield&sort=-received")) == [
        "second.pdf",
        "first.pdf",
    ]


def test_what_came_in_after_the_list_was_shown_is_not_picked_with_it(browse, alice, three):
    seen = timezone.now()
    papers.completed(alice, papers.LARKFIELD, "late.pdf")
    assert "late.pdf" not in filenames(pick(browse(alice), "csv", **everything(seen=seen)))


def test_a_workbook_json_and_electronic_invoices_can_be_had_too(browse, alice, three):
    complete = papers.completed(alice, drawn.invoice(1, "FR"), "facture.pdf")
    client = browse(alice)
    book = openpyxl.load_workbook(io.BytesIO(content(pick(client, "xlsx", **everything()))))
    assert book["Invoices"].max_row == 5
    documents = json.loads(content(client.get("/documents/export.json?q=third")))
    assert [(each["filename"], each["invoice_number"]) for each in documents] == [("third.pdf", "FH-1")]
    archive = zipfile.ZipFile(io.BytesIO(content(pick(client, "ubl", **everything()))))
    assert archive.namelist() == [f"facture {complete.public_id}.xml", "refused.csv"]


def test_one_document_that_lacks_terms_leads_to_the_page_that_says_which(browse, alice, three):
    answer = browse(alice).post("/documents/picked", {"do": "ubl", "id": ids(three[0])}, follow=True)
    assert "Nothing is made up, so no file was written." in answer.content.decode()


def test_picked_documents_are_approved(browse, alice, three):
    answer = browse(alice).post(
        "/documents/picked", {"do": "approve", "id": ids(*three[:2]), "search": "q=larkfield"}, follow=True
    )
    assert answer.redirect_chain == [("/documents?q=larkfield", 302)]
    assert "2 documents approved." in answer.content.decode()
    decided = alice.extractions.filter(review="approved")
    assert set(decided.values_list("filename", flat=True)) == {"first.pdf", "second.pdf"}
    assert {each.reviewed_by for each in decided} == {alice}


def undo(page):
    """The form of the toast."""
    return unescape(re.search(r'action="(/documents/picked/reopen[^"]+)"', page)[1])


def test_approving_many_can_be_undone_for_exactly_those(browse, alice, three):
    client = browse(alice)
    pick(client, "approve", id=ids(three[2]))
    answer = client.post(
        "/documents/picked", {"do": "approve", "id": ids(*three), "search": "q=l"}, follow=True
    )
    address = undo(answer.content.decode().split("2 documents approved.")[1])
    answer = client.post(address, follow=True)
    assert answer.redirect_chain == [("/documents?q=l", 302)]
    assert "2 documents can be changed again." in answer.content.decode()
    approved = alice.extractions.filter(review="approved")
    assert [each.filename for each in approved] == ["third.pdf"]
    again = client.post(address, follow=True).content.decode()
    assert "There is nothing to undo any more." in again


def test_what_was_decided_again_since_is_not_undone(browse, alice, three):
    client = browse(alice)
    page = client.post(
        "/documents/picked", {"do": "approve", "id": ids(*three)}, follow=True
    ).content.decode()
    reviewing.reject(three[0], by=alice, now=timezone.now())
    client.post(undo(page))
    assert [each.review for each in alice.extractions.order_by("pk")] == ["rejected", "", ""]


@pytest.mark.parametrize("at", ["", "yesterday", "2026-01-01T00:00:00", "0001-01-01T00:00:00+14:00"])
def test_an_undo_of_no_moment_undoes_nothing(browse, alice, three, at):
    client = browse(alice)
    pick(client, "approve", id=ids(*three))
    answer = client.post("/documents/picked/reopen", query_params={"at": at}, follow=True)
    assert "There is nothing to undo any more." in answer.content.decode()
    assert alice.extractions.filter(review="approved").count() == 3


def test_charlie_cannot_undo_what_alice_approved(browse, alice, charlie, three):
    answer = browse(alice).post("/documents/picked", {"do": "approve", "id": ids(*three)}, follow=True)
    browse(charlie).post(undo(answer.content.decode()))
    assert alice.extractions.filter(review="approved").count() == 3


def said(user):
    return [
        sentence(each.happening, each.about)
        for each in user.audit_entries.filter(happening__startswith="doc")
    ]


def test_what_is_taken_along_or_away_together_stands_in_the_log_of_the_account(browse, alice, three):
    client = browse(alice)
    content(pick(client, "csv", id=ids(*three)))
    content(client.get("/documents/export.json?q=third"))
    client.post("/documents/picked/delete", everything("q=larkfield"))
    client.post("/documents/picked/delete", {"id": ids(three[2])})
    assert sorted(said(alice)) == [
        "2 documents were deleted together.",
        "3 documents were exported as CSV.",
    ]


def test_what_is_not_read_cannot_be_approved(browse, alice):
    waiting = papers.queued(alice)
    answer = browse(alice).post("/documents/picked", {"do": "approve", "id": ids(waiting)}, follow=True)
    assert "Nothing to approve" in answer.content.decode()
    assert not alice.extractions.exclude(review="").exists()


def test_what_was_not_approved_is_said_with_the_reason(browse, alice, three):
    others = [papers.failed(alice), papers.queued(alice)]
    client = browse(alice)
    pick(client, "approve", id=ids(three[0]))
    page = client.post(
        "/documents/picked", {"do": "approve", "id": ids(*three, *others)}, follow=True
    ).content.decode()
    assert "2 documents approved. 1 failed, so it cannot be approved. 1 is not read yet." in page
    assert "1 was approved already." in page


@pytest.mark.parametrize("everyone", [True, False])
def test_where_something_is_to_be_checked_approving_asks_first(browse, alice, three, everyone):
    alice.extractions.filter(filename__in=["first.pdf", "second.pdf"]).update(to_check=1)
    client = browse(alice)
    picked = everything("q=pdf") if everyone else {"id": ids(*three), "search": "q=pdf"}
    page = pick(client, "approve", **picked).content.decode()
    assert "2 of these still have something to check." in page
    assert 'href="/documents?q=pdf"' in page
    assert not alice.extractions.exclude(review="").exists()
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    form = {name: [value for known, value in hidden if known == name] for name, _ in hidden}
    answer = client.post("/documents/picked", {**form, "do": "approve"}, follow=True)
    assert answer.redirect_chain == [("/documents?q=pdf", 302)]
    assert "3 documents approved." in answer.content.decode()


def test_deleting_asks_and_says_how_many(browse, alice, three):
    client = browse(alice)
    page = pick(client, "delete", id=ids(*three[:2])).content.decode()
    assert "Delete 2 documents?" in page
    assert "cannot be brought back" in page
    page = pick(client, "delete", **everything("q=third")).content.decode()
    assert "Delete 1 document?" in page
    assert "All that the search finds is meant." in page
    assert alice.extractions.count() == 3


def test_picked_documents_are_deleted_with_their_files(
    browse, alice, three, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = browse(alice).post("/documents/picked/delete", {"id": ids(three[0], three[2])}, follow=True)
    assert "2 documents deleted, files and results." in answer.content.decode()
    assert [each.filename for each in alice.extractions.all()] == ["second.pdf"]
    assert not default_storage.exists(three[0].file.name)
    assert default_storage.exists(three[1].file.name)


def test_a_few_that_a_search_finds_are_deleted_at_once(browse, alice, three):
    browse(alice).post("/documents/picked/delete", everything("q=larkfield"))
    assert [each.filename for each in alice.extractions.all()] == ["third.pdf"]


def many(alice, number):
    now = timezone.now() - timedelta(hours=1)
    Extraction.objects.bulk_create(
        Extraction(
            user=alice,
            created_at=now,
            finished_at=now,
            filename="many.pdf",
            size=1,
            status="completed",
            result="{}",
        )
        for _ in range(number)
    )


def test_many_are_deleted_by_a_worker_whoever_leaves_meanwhile(browse, alice, charlie, three):
    many(alice, deleting.FEW + 1)
    many(charlie, 3)
    answer = browse(alice).post("/documents/picked/delete", everything("q=many"), follow=True)
    assert f"{deleting.FEW + 1} documents are being deleted." in answer.content.decode()
    assert alice.extractions.filter(filename="many.pdf").exists()
    papers.queued(alice, "many more.pdf")
    run_messages()
    run_messages()  # twice is once
    left = alice.extractions.values_list("filename", flat=True)
    assert sorted(left) == ["first.pdf", "many more.pdf", "second.pdf", "third.pdf"]
    assert charlie.extractions.count() == 3


def test_what_the_broker_forgot_is_asked_for_again_until_it_is_done(browse, alice, three):
    many(alice, deleting.FEW + 1)
    browse(alice).post("/documents/picked/delete", everything("q=many"))
    forget_messages()
    soon = timezone.now() + errands.UNDER_WAY - timedelta(minutes=1)
    errands.look_after(now=soon)
    assert not messages()
    for _ in range(2):  # once for each time that it is overdue
        errands.look_after(now=soon + timedelta(minutes=2))
    assert len(messages()) == 1
    run_messages()
    assert not alice.extractions.filter(filename="many.pdf").exists()
    forget_messages()
    errands.look_after(now=soon + timedelta(days=1))
    assert not messages()


def test_very_many_are_approved_by_a_worker(browse, alice):
    many(alice, approving.FEW + 1)
    answer = browse(alice).post("/documents/picked", {"do": "approve", **everything()}, follow=True)
    assert "documents are being approved." in answer.content.decode()
    run_messages()
    assert alice.extractions.filter(review="approved", reviewed_by=alice).count() == approving.FEW + 1


@pytest.mark.parametrize("what", ["csv", "xlsx", "json", "ubl", "approve", "delete", ""])
def test_nothing_picked_says_so_and_changes_nothing(browse, alice, three, what):
    answer = browse(alice).post("/documents/picked", {"do": what, "search": "q=lark"}, follow=True)
    assert answer.redirect_chain == [("/documents?q=lark", 302)]
    assert "Select some documents first." in answer.content.decode()


@pytest.mark.parametrize(
    "form",
    [
        {"all": "1", "search": "state=gone", "seen": "2026-01-01T00:00:00Z"},
        {"all": "1", "search": "", "seen": "just now"},
        {"all": "1", "search": ""},
        {"id": "ext_0"},
    ],
)
def test_a_form_that_makes_no_sense_deletes_nothing(browse, alice, three, form):
    """Above all no filter with an error in it, which would otherwise filter nothing."""
    answer = browse(alice).post("/documents/picked/delete", form)
    assert answer.status_code == 302
    assert alice.extractions.count() == 3


def test_charlie_exports_nothing_of_alices_even_among_his_own(browse, charlie, three):
    own = papers.completed(charlie, papers.LARKFIELD, "charlies.pdf")
    client = browse(charlie)
    mixed = {"id": ids(own, *three)}
    assert filenames(pick(client, "csv", **mixed)) == ["charlies.pdf"]
    assert [each["id"] for each in json.loads(content(pick(client, "json", **mixed)))] == ids(own)
    book = openpyxl.load_workbook(io.BytesIO(content(pick(client, "xlsx", **mixed))))
    assert book["Invoices"].max_row == 2
    refused = zipfile.ZipFile(io.BytesIO(content(pick(client, "ubl", **mixed)))).read("refused.csv").decode()
    assert own.public_id in refused
    assert not any(each.public_id in refused for each in three)
    assert filenames(pick(client, "csv", **everything())) == ["charlies.pdf"]
    assert pick(client, "ubl", id=ids(three[0])).status_code == 302
    assert client.get(pick(client, "ubl", id=ids(three[0]))["Location"]).status_code == 404


def test_charlie_approves_and_deletes_nothing_of_alices_even_among_his_own(browse, alice, charlie, three):
    own = papers.completed(charlie, papers.LARKFIELD, "charlies.pdf")
    client = browse(charlie)
    mixed = {"id": ids(own, *three)}
    pick(client, "approve", **mixed)
    assert charlie.extractions.get().review == "approved"
    assert not alice.extractions.exclude(review="").exists()
    assert "Delete 1 document?" in pick(client, "delete", **mixed).content.decode()
    client.post("/documents/picked/delete", mixed)
    client.post("/documents/picked/delete", everything())
    assert not charlie.extractions.exists()
    assert alice.extractions.count() == 3


@pytest.mark.parametrize("address", ["/documents", "/documents/export.csv", "/documents/picked"])
def test_a_stranger_is_asked_to_log_in(client, address):
    for answer in (client.get(address), client.post(address)):
        assert answer["Location"] == f"/accounts/login/?next={address}"


def test_an_export_of_an_unknown_kind_or_search_is_not_found(browse, alice, three):
    client = browse(alice)
    assert client.get("/documents/export.exe").status_code == 404
    assert client.get("/documents/export.csv?state=gone").status_code == 404
