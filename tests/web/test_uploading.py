"""Files sent from a page: announced, sent one by one, and listed by the server until they are done."""

import base64
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from billing.usage import metering
from extraction import drops
from extraction.models import Batch, Drop, DroppedFile, Extraction
from extraction.web.uploading import cards
from tests.extraction.reading import read
from tests.web import papers
from tests.web.markup import source

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
STOP_POLLING = 286
SHEET = b"PK\x03\x04"


def announced(*files):
    """`(name, content)` each, as the page's script says it."""
    return {
        "files": [
            {"name": name, "size": len(data), "head": base64.b64encode(data[:1040]).decode()}
            for name, data in files
        ]
    }


def begin(client, *files):
    return client.post("/uploads/begin", announced(*files), content_type="application/json")


def send(client, address, name="a.pdf", data=papers.PDF):
    return client.post(address, {"file": SimpleUploadedFile(name, data)})


def lines(user):
    (card,) = cards.of(user, now=timezone.now())
    return [(line.name, line.state) for line in card.lines]


def shown(client):
    return client.get("/uploads/cards", headers=HTMX)


class TestAnnouncing:
    def test_tells_for_each_file_where_to_send_it_or_why_not(self, browse, alice):
        told = begin(browse(alice), ("a.pdf", papers.PDF), ("b.xlsx", SHEET)).json()
        good, bad = told["files"]
        assert good["send"].startswith("/uploads/drp_")
        assert (good["refusal"], bad["refusal"]) == (
            "",
            "This is a spreadsheet. Save it as a PDF and drop it again.",
        )

    def test_the_list_is_the_servers_from_then_on(self, browse, alice):
        client = browse(alice)
        begin(client, ("a.pdf", papers.PDF), ("b.xlsx", SHEET))
        page = source(client.get("/dashboard"))
        for words in ("Uploading 2 files", "1 to come, 1 not sent", "Waiting, 0.1 MB", "Stop the rest"):
            assert words in page

    def test_one_of_which_nothing_is_sent_is_closed_at_once(self, browse, alice):
        begin(browse(alice), ("b.xlsx", SHEET))
        assert not Drop.objects.get().is_open

    @pytest.mark.parametrize(
        "body",
        [
            "",
            "[]",
            '{"files": 1}',
            '{"files": [{}]}',
            '{"files": [{"name": "a", "size": -1, "head": ""}]}',
            '{"files": [{"name": "a", "size": true, "head": ""}]}',
            '{"files": [{"name": 1, "size": 1, "head": ""}]}',
            '{"files": [{"name": "a", "size": 1, "head": "?"}]}',
            '{"files": [{"name": "a", "size": 1e400, "head": ""}]}',
            json.dumps({"files": [{"name": "a", "size": 1, "head": "A" * 4000}]}),
            "[" * 100_000,
        ],
    )
    def test_what_no_page_of_ours_sends_is_a_bad_request(self, browse, alice, body):
        answer = browse(alice).post("/uploads/begin", body, content_type="application/json")
        assert answer.status_code == 400
        assert not Drop.objects.exists()


class TestSending:
    def test_a_file_is_taken_once_however_often_it_is_sent(self, browse, alice):
        client = browse(alice)
        (file,) = begin(client, ("a.pdf", papers.PDF)).json()["files"]
        first, second = (send(client, file["send"]) for _ in range(2))
        assert (first.status_code, second.status_code) == (200, 200)
        assert first.json() == second.json() == {"document": alice.extractions.get().public_id}

    def test_half_a_file_is_asked_for_again(self, browse, alice):
        client = browse(alice)
        (file,) = begin(client, ("a.pdf", papers.PDF)).json()["files"]
        assert send(client, file["send"], data=papers.PDF[:9]).status_code == 400
        assert client.post(file["send"]).status_code == 400
        assert send(client, file["send"]).status_code == 200

    def test_what_is_no_invoice_after_all_is_refused_for_good(self, browse, alice):
        client = browse(alice)
        (file,) = begin(client, ("a.pdf", papers.PDF)).json()["files"]
        answer = send(client, file["send"], data=b"x" * len(papers.PDF))
        assert (answer.status_code, answer.json()) == (
            422,
            {"refusal": "This is not a PDF, PNG or JPG file."},
        )
        assert lines(alice) == [("a.pdf", "Not sent")]

    def test_a_file_that_nobody_announced_is_not_found(self, browse, alice):
        client = browse(alice)
        (file,) = begin(client, ("a.pdf", papers.PDF)).json()["files"]
        assert send(client, file["send"].replace("files/0", "files/1")).status_code == 404

    @pytest.mark.parametrize("name", ["take_upload", "close_upload", "put_away_upload"])
    def test_charlie_cannot_touch_what_alice_sends(self, browse, alice, charlie, name):
        begin(browse(alice), ("a.pdf", papers.PDF))
        drop = Drop.objects.get()
        arguments = [drop.public_id, 0] if name == "take_upload" else [drop.public_id]
        assert send(browse(charlie), reverse(name, args=arguments)).status_code == 404
        drop.refresh_from_db()
        assert drop.is_open
        assert not Extraction.objects.exists()
        assert "a.pdf" not in source(shown(browse(charlie)))

    @pytest.mark.parametrize("address", ["/uploads/begin", "/uploads/cards"])
    def test_a_stranger_is_asked_to_log_in(self, client, address):
        assert client.post(address).status_code == 302


class TestTheList:
    @pytest.fixture
    def client(self, browse, alice):
        return browse(alice)

    @pytest.fixture
    def sent(self, client, alice):
        """Three of four files have come."""
        files = [(f"{name}.pdf", papers.PDF) for name in "abcd"]
        told = begin(client, *files).json()
        for (name, data), file in list(zip(files, told["files"], strict=True))[:3]:
            send(client, file["send"], name, data)
        return told

    def test_says_of_each_file_where_it_stands(self, alice, sent):
        first, second, _ = alice.extractions.order_by("pk")
        Extraction.objects.filter(pk=first.pk).update(status="processing", pages=3, pages_read=1)
        Extraction.objects.filter(pk=second.pk).update(
            status="failed",
            error_code="invalid_file",
            error_message="It is damaged.",
            finished_at=timezone.now(),
        )
        assert lines(alice) == [
            ("a.pdf", "Reading page 2 of 3"),
            ("b.pdf", "Failed"),
            ("c.pdf", "Queued"),
            ("d.pdf", "Waiting, 0.1 MB"),
        ]

    def test_asks_again_only_while_something_moves(self, client, alice, sent):
        assert (shown(client).status_code, b"every 2s" in shown(client).content) == (200, True)
        client.post(sent["close"])
        alice.extractions.update(status="completed", result="{}", finished_at=timezone.now())
        answer = shown(client)
        assert (answer.status_code, b"every 2s" in answer.content) == (STOP_POLLING, False)
        assert "4 files: 3 done, 1 not sent" in source(answer)

    def test_after_leaving_it_says_which_files_came(self, client, alice, sent):
        client.post(sent["close"])
        page = source(client.get("/dashboard"))
        assert "Reading 4 files" in page
        assert "3 being read, 1 not sent" in page
        assert "Sending ended before this file. Drop it again." in page

    def test_a_file_that_was_deleted_leaves_it(self, client, alice, sent):
        client.post(reverse("delete", args=[alice.extractions.order_by("pk").first().public_id]))
        assert [name for name, _ in lines(alice)] == ["b.pdf", "c.pdf", "d.pdf"]

    def test_it_can_be_put_away_once_no_more_files_come(self, client, alice, sent):
        put_away = sent["close"].replace("close", "put-away")
        client.post(put_away)
        assert len(lines(alice)) == 4
        client.post(sent["close"], headers=HTMX)
        assert "Uploading" not in source(client.post(put_away, headers=HTMX))
        assert cards.of(alice, now=timezone.now()) == []

    def test_what_went_well_is_put_away_by_itself(self, client, alice, sent):
        now = timezone.now()
        DroppedFile.objects.filter(extraction=None).delete()
        client.post(sent["close"])
        alice.extractions.update(status="completed", result="{}", finished_at=now)
        assert cards.of(alice, now=now + timedelta(minutes=9))
        assert not cards.of(alice, now=now + timedelta(minutes=11))

    def test_what_did_not_stays_for_a_day(self, client, alice, sent):
        now = timezone.now()
        client.post(sent["close"])
        assert cards.of(alice, now=now + timedelta(hours=23))
        assert not cards.of(alice, now=now + timedelta(hours=25))

    def test_of_many_files_it_shows_those_that_move_or_need_a_look(self, browse, alice):
        client = browse(alice)
        told = begin(client, *[(f"{number}.pdf", papers.PDF) for number in range(30)]).json()
        for file in told["files"][:25]:
            send(client, file["send"])
        alice.extractions.update(status="completed", result="{}", finished_at=timezone.now())
        (card,) = cards.of(alice, now=timezone.now())
        assert [line.name for line in card.shown] == [f"{number}.pdf" for number in range(25, 30)]
        page = source(shown(client))
        assert "And 25 more." in page
        assert "25 of 30" in page

    def test_costs_no_more_queries_for_many_files_than_for_few(
        self, client, alice, sent, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(7):
            shown(client)


class TestAPlainForm:
    def test_brings_a_batch(self, browse, alice):
        files = [SimpleUploadedFile(f"{name}.pdf", papers.PDF) for name in "abc"]
        files.append(SimpleUploadedFile("prices.xlsx", SHEET))
        page = source(browse(alice).post("/uploads", {"file": files}, follow=True))
        batch = Batch.objects.get()
        assert not batch.is_open
        assert [each.filename for each in batch.extractions.order_by("position")] == [
            "a.pdf",
            "b.pdf",
            "c.pdf",
        ]
        assert f'href="/batches/{batch.public_id}"' in page
        assert "3 being read, 1 not sent" in page

    def test_without_a_file_changes_nothing(self, browse, alice):
        assert browse(alice).post("/uploads").status_code == 302
        assert not Drop.objects.exists()

    def test_beyond_what_the_month_has_left_says_so_for_each(self, browse, bob):
        files = [SimpleUploadedFile(f"{number}.pdf", papers.PDF) for number in range(12)]
        page = source(browse(bob).post("/uploads", {"file": files}, follow=True))
        assert bob.extractions.count() == 10
        assert page.count("10 invoices were left of this month, for the files before this one.") == 2


def test_the_lists_of_files_are_in_the_archive(alice, browse):
    from extraction.belongings import records

    client = browse(alice)
    begin(client, ("a.pdf", papers.PDF), ("b.xlsx", SHEET))
    (drop,) = records.drops(alice)
    assert [file["filename"] for file in records.drop(drop)["files"]] == ["a.pdf", "b.xlsx"]


def test_batches_of_programs_are_shown_while_they_are_read(browse, alice):
    batch = Batch.objects.create(user=alice, created_at=timezone.now())
    papers.queued(alice, batch=batch)
    page = source(browse(alice).get("/dashboard"))
    assert "Reading a batch of 1" in page
    Batch.objects.update(finished_at=timezone.now())
    assert "Reading a batch" not in source(browse(alice).get("/dashboard"))


class TestTheSample:
    def test_is_offered_where_nothing_is_yet_and_read_without_being_counted(self, browse, alice):
        client = browse(alice)
        assert "Read a sample" in source(client.get("/dashboard"))
        answer = client.post("/uploads/sample")
        extraction = alice.extractions.get()
        assert answer["Location"] == f"/documents/{extraction.public_id}"
        assert read(extraction, papers.LARKFIELD).status == Extraction.Status.COMPLETED
        usage = metering.usage(user=alice, now=timezone.now())
        assert (usage.used, usage.reserved) == (0, 0)

    def test_is_read_once(self, browse, alice):
        client = browse(alice)
        for _ in range(2):
            client.post("/uploads/sample")
        assert alice.extractions.count() == 1
        assert "Read a sample" not in source(client.get("/dashboard"))

    def test_can_be_deleted(self, browse, alice):
        client = browse(alice)
        client.post("/uploads/sample")
        client.post(reverse("delete", args=[alice.extractions.get().public_id]))
        assert not alice.extractions.exists()

    def test_asks_a_stranger_to_log_in(self, client):
        assert client.post("/uploads/sample").status_code == 302


def test_beyond_fifty_open_lists_both_ways_of_sending_say_so(alice, browse):
    for _ in range(drops.MOST_OPEN):
        now = timezone.now()
        alice.drops.create(created_at=now, heard_at=now)
    client = browse(alice)
    told = client.post("/uploads/begin", {"files": []}, content_type="application/json")
    assert (told.status_code, told.json()["files"]) == (429, [])
    words = "50 uploads of this account are not finished."
    assert words in told.json()["refusal"]
    page = client.post("/uploads", {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")}, follow=True)
    assert words in source(page)
