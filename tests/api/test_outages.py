"""A full disk and a storage or database out of reach: told as such, nothing kept, nothing counted."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from billing.usage import metering
from extraction import work
from extraction.models import Batch, Drop, Extraction, IdempotentRequest
from tests.full_storage import FillingUp
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)

PDF = b"%PDF-1.7 and so on"


@pytest.fixture
def alice():
    return person("alice", plan="business")


@pytest.fixture
def disk(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(FillingUp, "has_room_for", 0)
    monkeypatch.setattr(FillingUp, "gives", True)
    backend = {"BACKEND": "tests.full_storage.FillingUp", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    return tmp_path


def document(data=PDF):
    return SimpleUploadedFile("invoice.pdf", data)


def extract(client, alice, **headers):
    headers = {"Authorization": alice.authorization, "Prefer": "respond-async", **headers}
    return client.post("/v1/extract", {"file": document()}, headers=headers)


def assert_nothing_is_left(disk, alice):
    assert [path for path in disk.rglob("*") if path.is_file()] == []
    assert not Extraction.objects.exists()
    assert not Batch.objects.exists()
    usage = metering.usage(user=alice.user, now=timezone.now())
    assert (usage.used, usage.reserved) == (0, 0)


def assert_unavailable(answer):
    assert (answer.status_code, answer["Retry-After"]) == (503, "10"), answer.content
    assert answer.json()["error"]["code"] == "unavailable"


def test_a_full_disk_is_503_unavailable_and_leaves_no_part_of_a_file(client, alice, disk):
    assert_unavailable(extract(client, alice))
    assert_nothing_is_left(disk, alice)


def test_the_same_key_is_served_once_there_is_room(client, alice, disk):
    assert_unavailable(extract(client, alice, **{"Idempotency-Key": "one"}))
    FillingUp.has_room_for = 1
    assert extract(client, alice, **{"Idempotency-Key": "one"}).status_code == 202
    assert IdempotentRequest.objects.count() == Extraction.objects.count() == 1


def test_a_batch_for_which_the_room_ends_half_way_leaves_nothing(client, alice, disk):
    FillingUp.has_room_for = 2
    files = [document() for _ in range(4)]
    headers = {"Authorization": alice.authorization}
    assert_unavailable(client.post("/v1/batch/extract", {"files[]": files}, headers=headers))
    assert_nothing_is_left(disk, alice)


def test_a_form_is_answered_with_a_page_that_says_so(client, alice, disk):
    client.force_login(alice.user)
    client.raise_request_exception = False
    answer = client.post("/uploads", {"file": document()})
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "was not kept and not counted" in answer.content.decode()
    assert_nothing_is_left(disk, alice)


def test_a_file_of_a_page_can_be_sent_again(client, alice, disk):
    client.force_login(alice.user)
    client.raise_request_exception = False
    announced = {"files": [{"name": "invoice.pdf", "size": len(PDF), "head": "JVBERi0xLjcgYW5k"}]}
    told = client.post("/uploads/begin", announced, content_type="application/json").json()
    send = told["files"][0]["send"]
    assert client.post(send, {"file": document()}).status_code == 503
    assert_nothing_is_left(disk, alice)
    FillingUp.has_room_for = 1
    assert client.post(send, {"file": document()}).status_code == 200
    assert Drop.objects.get().files.get().extraction == Extraction.objects.get()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="says of SQLite how large it may grow")
def test_a_database_that_cannot_grow_keeps_neither_row_nor_file(client, alice, disk):
    FillingUp.has_room_for = 1_000
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # what other tests left empty would be room
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            answers = [extract(client, alice) for _ in range(20)]
        finally:
            cursor.execute("PRAGMA max_page_count = 4294967294")
    taken = [answer for answer in answers if answer.status_code == 202]
    assert_unavailable(answers[-1])
    kept = [path for path in disk.rglob("*") if path.is_file()]
    usage = metering.usage(user=alice.user, now=timezone.now())
    assert len(kept) == Extraction.objects.count() == usage.reserved == len(taken)
    assert extract(client, alice).status_code == 202


@pytest.mark.parametrize("tries", [1, 5])
def test_a_document_whose_file_cannot_be_read_for_a_while_is_put_off_and_spends_no_attempt(
    client, alice, disk, tries
):
    FillingUp.has_room_for, FillingUp.gives = 1, False
    extract(client, alice)
    row = Extraction.objects.get()
    for _ in range(tries):
        work.run(pk=row.pk)
    row.refresh_from_db()
    assert (row.status, row.attempts, row.claim) == ("queued", 0, "")
    assert row.lease_until > timezone.now()
    later = row.lease_until + work.OUTAGES_ARE_GIVEN
    assert work.resend_stale(now=later, queued_for=work.OUTAGES_ARE_GIVEN) == 1
