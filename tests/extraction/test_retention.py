"""How long documents are kept: the least of service, plan and account, and nothing of them afterwards."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as configured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.happenings import Happening
from billing.models import Reservation
from billing.plans import PLANS
from billing.usage import metering
from extraction import batches, drops, retention, uploads
from extraction.arrivals import Arrival
from extraction.corrections import correcting
from extraction.models import Batch, Correction, Extraction, PageWords
from extraction.refusals import Announced
from extraction.webhooks import endpoints
from tests.extraction.reading import read, sent, sent_and_read
from tests.people import person
from tests.web.papers import LARKFIELD

pytestmark = pytest.mark.django_db(transaction=True)

MINUTE = timedelta(minutes=1)


@pytest.fixture
def alice():
    return person("alice", plan="business")


def keeps(person, days):
    retention.choose(person.user, days=days, now=timezone.now())


def get(client, person, path):
    return client.get(path, headers={"Authorization": person.authorization})


def is_kept(extraction):
    return Extraction.objects.filter(pk=extraction.pk).exists()


def in_(delta):
    return timezone.now() + delta


def used(person):
    return metering.usage(user=person.user, now=timezone.now()).used


@pytest.mark.parametrize(
    ("service", "plan", "account", "kept"),
    [
        (0, None, None, None),
        (30, None, None, 30),
        (0, 60, None, 60),
        (0, None, 7, 7),
        (30, 60, 7, 7),
        (30, 10, 20, 10),
        (5, 10, 20, 5),
        (0, 60, 365, 60),
    ],
)
def test_the_least_of_service_plan_and_account_counts(
    alice, settings, monkeypatch, service, plan, account, kept
):
    settings.RETENTION_DAYS = service
    monkeypatch.setitem(PLANS, "business", replace(PLANS["business"], keeps_days=plan))
    keeps(alice, account)
    bobs = sent_and_read(person("bob", plan="pro").user, LARKFIELD)
    extraction = sent_and_read(alice.user, LARKFIELD)
    assert retention.kept_days(alice.user, now=timezone.now()) == kept
    for day in (4, 6, 9, 11, 19, 21, 29, 31, 59, 61, 400):
        retention.purge(now=in_(timedelta(days=day)))
        assert is_kept(extraction) == (kept is None or day < kept)
        assert is_kept(bobs) == (not service or day < service)


def test_the_free_plan_is_that_of_whoever_has_no_other(alice, monkeypatch):
    bob = person("bob")
    free = replace(PLANS["free"], keeps_days=10)
    monkeypatch.setitem(PLANS, "free", free)
    monkeypatch.setattr("billing.subscriptions.FREE", free)
    alices, bobs = (sent_and_read(each.user, LARKFIELD) for each in (alice, bob))
    retention.purge(now=in_(timedelta(days=11)))
    assert (is_kept(alices), is_kept(bobs)) == (True, False)


def everything_of(alice, client, settings, receiver_url):
    """A document of which something is kept in every place that keeps anything of documents."""
    now = timezone.now()
    endpoints.register(
        user=alice.user, url=receiver_url, events=endpoints.SUBSCRIBABLE, description="", now=now
    )
    data = b"%PDF-1.7\nkryptonite"
    headers = {"Authorization": alice.authorization, "Idempotency-Key": "one", "Prefer": "respond-async"}
    file = SimpleUploadedFile("kryptonite.pdf", data)
    client.post("/v1/extract", {"file": file}, headers=headers)
    drop = drops.begin(user=alice.user, files=[Announced("kryptonite2.pdf", len(data), data)], now=now)
    drops.take(drop.files.get(), ContentFile(data, name="kryptonite2.pdf"), now=now)
    drops.close(drop, now=now)
    seller = replace(LARKFIELD, vendor=replace(LARKFIELD.vendor, name="Kryptonite Works"))
    for extraction in Extraction.objects.all():
        finished = read(extraction, seller)
        PageWords.objects.filter(extraction=finished).update(packed=b"kryptonite")
        correcting.correct(finished, {"invoice_number": "KRYPTONITE-1"}, by=alice.user, now=now)
    assert get(client, alice, f"/v1/extract/{finished.public_id}").status_code == 200
    assert Correction.objects.exists()


def rows_that_say(word):
    """Of all tables: whatever there is, as text."""
    for model in apps.get_models(include_auto_created=True):
        for row in model.objects.order_by().values_list():
            if word in " ".join(map(_text, row)).lower():
                yield model._meta.label, row


def _text(value):
    return bytes(value).decode(errors="replace") if isinstance(value, bytes | memoryview) else str(value)


def files():
    return [path for path in Path(configured.DATA_DIR, "files").rglob("*") if path.is_file()]


def test_nothing_of_a_document_is_left_and_usage_and_log_are(alice, client, settings):
    settings.WEBHOOKS_MAY_CALL_PRIVATE = True
    for path in files():
        path.unlink()
    everything_of(alice, client, settings, "http://127.0.0.1:9/hook")
    assert {label for label, _ in rows_that_say("kryptonite")} >= {
        "extraction.Extraction",
        "extraction.PageWords",
        "extraction.Correction",
        "extraction.WebhookEvent",
        "extraction.DroppedFile",
    }
    assert len(files()) == 2
    keeps(alice, 7)
    entries = alice.user.audit_entries.count()
    assert retention.purge(now=in_(timedelta(days=8))) == 2
    assert list(rows_that_say("kryptonite")) == []
    assert files() == []
    assert uploads.orphans(now=in_(timedelta(days=8))) == []
    assert used(alice) == Reservation.objects.count() == 2
    assert alice.user.audit_entries.count() == entries
    assert alice.user.audit_entries.first().happening == Happening.DOCUMENTS_KEPT


class TestUntilItWasRead:
    @pytest.fixture(autouse=True)
    def nothing(self, alice):
        keeps(alice, 0)

    @pytest.fixture
    def extraction(self, alice):
        return sent_and_read(alice.user, LARKFIELD)

    def test_a_minute_after_the_answer_it_is_gone_and_counted(self, client, alice, extraction):
        address = f"/v1/extract/{extraction.public_id}"
        assert get(client, alice, address).status_code == 200
        retention.forget_what_was_read(now=in_(timedelta(seconds=50)))
        assert get(client, alice, address).status_code == 200
        retention.forget_what_was_read(now=in_(MINUTE))
        assert get(client, alice, address).status_code == 404
        assert not default_storage.exists(extraction.file.name)
        assert used(alice) == 1

    def test_only_the_first_time_counts(self, client, alice, extraction):
        address = f"/v1/extract/{extraction.public_id}"
        get(client, alice, address)
        first = Extraction.objects.get().forget_at
        get(client, alice, address)
        assert Extraction.objects.get().forget_at == first

    @pytest.mark.parametrize("query", ["?format=csv", "?format=ubl", "?include=evidence"])
    def test_every_form_of_it_is_read(self, client, alice, extraction, query):
        get(client, alice, f"/v1/extract/{extraction.public_id}{query}")
        assert Extraction.objects.get().forget_at

    def test_lists_read_nothing(self, client, alice, extraction):
        client.force_login(alice.user)
        assert get(client, alice, "/v1/extractions").status_code == 200
        assert client.get("/documents").status_code == 200
        assert client.get("/dashboard").status_code == 200
        assert Extraction.objects.get().forget_at is None

    def test_what_is_being_read_yet_is_not_forgotten(self, client, alice):
        waiting = sent(alice.user)
        assert get(client, alice, f"/v1/extract/{waiting.public_id}").status_code == 200
        assert retention.forget_what_was_read(now=in_(MINUTE * 2)) == 0
        assert is_kept(waiting)

    def test_what_nobody_reads_goes_after_a_day(self, alice, extraction):
        assert retention.purge(now=in_(timedelta(hours=23))) == 0
        assert retention.purge(now=in_(timedelta(hours=25))) == 1
        assert used(alice) == 1

    def test_on_its_page_one_can_work_with_it(self, client, alice, extraction):
        client.force_login(alice.user)
        assert client.get(f"/documents/{extraction.public_id}").status_code == 200
        assert retention.forget_what_was_read(now=in_(timedelta(minutes=29))) == 0
        assert retention.forget_what_was_read(now=in_(timedelta(minutes=31))) == 1

    def test_others_keep_theirs(self, client, extraction):
        bob = person("bob", plan="pro")
        his = sent_and_read(bob.user, LARKFIELD)
        get(client, bob, f"/v1/extract/{his.public_id}")
        retention.forget_what_was_read(now=in_(timedelta(days=1)))
        assert is_kept(his)

    def test_the_same_key_gets_the_same_answer_within_the_minute_and_404_after_it(self, client, alice):
        def ask():
            headers = {"Authorization": alice.authorization, "Idempotency-Key": "one"}
            file = SimpleUploadedFile("invoice.pdf", b"%PDF-1.7 key")
            return client.post("/v1/extract", {"file": file}, headers={**headers, "Prefer": "respond-async"})

        accepted = ask().json()
        read(Extraction.objects.get(), LARKFIELD)
        get(client, alice, accepted["poll_url"])
        assert ask().json() == accepted
        retention.forget_what_was_read(now=in_(MINUTE))
        assert ask().status_code == 404
        assert used(alice) == 1

    def test_a_batch_goes_whole_once_all_of_it_was_read(self, client, alice, tmp_path):
        batch = batch_of(alice, tmp_path)
        first, second = batch.extractions.order_by("position")
        read(first, LARKFIELD)
        get(client, alice, f"/v1/batch/{batch.public_id}")
        assert retention.forget_what_was_read(now=in_(MINUTE)) == 0
        read(second, LARKFIELD)
        assert get(client, alice, f"/v1/batch/{batch.public_id}").json()["completed"] == 2
        assert retention.forget_what_was_read(now=in_(MINUTE)) == 1
        assert not Batch.objects.exists()
        assert not Extraction.objects.exists()

    def test_of_a_batch_that_is_read_one_by_one_the_last_takes_it_along(self, client, alice, tmp_path):
        batch = batch_of(alice, tmp_path)
        for extraction in batch.extractions.all():
            read(extraction, LARKFIELD)
        for left, extraction in ((1, batch.extractions.first()), (0, batch.extractions.last())):
            get(client, alice, f"/v1/extract/{extraction.public_id}")
            retention.forget_what_was_read(now=in_(MINUTE))
            assert Extraction.objects.count() == left
        assert not Batch.objects.exists()


class TestThePage:
    @pytest.fixture
    def site(self, client, alice):
        client.force_login(alice.user)
        return client

    def test_the_account_leads_there_and_says_how_it_is(self, site, alice):
        door = site.get(reverse("account")).content.decode()
        assert "Kept until they are deleted" in door
        assert 'href="/account/keeping"' in door
        page = site.get("/account/keeping").content.decode()
        assert "until you delete them" in page
        assert "only until their result was read" in page

    def test_what_is_chosen_is_kept_and_in_the_log(self, site, alice):
        assert site.post("/account/keeping/choose", {"days": "30"}).status_code == 302
        alice.user.refresh_from_db()
        assert alice.user.keeps_days == 30
        entry = alice.user.audit_entries.first()
        assert entry.about == {"kept": "30 days", "before": "until they are deleted"}
        site.post("/account/keeping/choose", {"days": "longest"})
        alice.user.refresh_from_db()
        assert alice.user.keeps_days is None

    def test_what_would_go_is_said_and_asked_for_first(self, site, alice):
        old = sent_and_read(alice.user, LARKFIELD)
        long_ago = in_(timedelta(days=-40))
        Extraction.objects.filter(pk=old.pk).update(created_at=long_ago, finished_at=long_ago)
        asked = site.post("/account/keeping/choose", {"days": "30"})
        assert "1 document will be deleted" in asked.content.decode()
        alice.user.refresh_from_db()
        assert alice.user.keeps_days is None
        site.post("/account/keeping/choose", {"days": "30", "goes": "1"})
        alice.user.refresh_from_db()
        assert alice.user.keeps_days == 30

    def test_more_than_the_plan_has_cannot_be_chosen(self, site, alice, monkeypatch):
        monkeypatch.setitem(PLANS, "business", replace(PLANS["business"], keeps_days=60))
        page = site.get("/account/keeping").content.decode()
        assert "60 days, no longer" in page
        assert 'value="90"' not in page
        assert site.post("/account/keeping/choose", {"days": "90"}).status_code == 200
        alice.user.refresh_from_db()
        assert alice.user.keeps_days is None

    def test_plans_that_differ_say_so_where_they_are_compared(self, client, monkeypatch):
        assert "Documents are kept" not in client.get("/pricing").content.decode()
        monkeypatch.setitem(PLANS, "pro", replace(PLANS["pro"], keeps_days=60))
        assert "60 days" in client.get("/pricing").content.decode()


def batch_of(person, folder):
    paths = [folder / str(number) for number in range(2)]
    for path in paths:
        path.write_bytes(b"%PDF-1.7 " + path.name.encode())
    files = [Arrival(path, f"{path.name}.pdf", 10, path.name * 64, "PDF") for path in paths]
    return batches.submit(user=person.user, files=files, now=timezone.now())
