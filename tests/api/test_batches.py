"""Many documents in one request: taken whole or not at all, read one by one, answered in their order."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from billing.models import UsagePeriod
from billing.usage import metering
from config.queue.models import QueuedMessage
from extraction import arrivals, retention, uploads, work
from extraction.engine.sandbox.reader import Answer
from extraction.models import Batch, Extraction
from tests import invoices
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)

ACME = invoices.draw(invoices.acme())
PDF = b"%PDF-1.7 and so on"
PATH = "/v1/batch/extract"


@pytest.fixture
def charlie():
    return person("charlie", plan="business")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Files and temporary ones in a place of their own; of the latter none is ever left over."""
    (tmp_path / "tmp").mkdir()
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "tmp"
    yield tmp_path
    assert list((tmp_path / "tmp").iterdir()) == []


def file(content=PDF, name="invoice.pdf"):
    return SimpleUploadedFile(name, content)


def post(client, person, files, *, field="files[]", headers=None, **form):
    headers = {"Authorization": person.authorization, **(headers or {})}
    return client.post(PATH, {field: files, **form}, headers=headers)


class Untouchable:
    """A body that fails the test when somebody reads it."""

    def read(self, *_):
        raise AssertionError("The body was read.")

    readline = read


def post_unread(client, person, *, length=1000):
    return client.generic(
        "POST",
        PATH,
        headers={"Authorization": person.authorization},
        CONTENT_TYPE="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(length),
        **{"wsgi.input": Untouchable()},
    )


def get(client, person, path):
    return client.get(path, headers={"Authorization": person.authorization})


def delete(client, person, path):
    return client.delete(path, headers={"Authorization": person.authorization})


def batch_of(client, person, number=3, content=PDF):
    return post(client, person, [file(content, f"invoice{n}.pdf") for n in range(1, number + 1)]).json()


def counts(person):
    usage = metering.usage(user=person.user, now=timezone.now())
    return usage.used, usage.reserved


def read(number):
    for _ in range(number):
        work.run_next()


def assert_error(response, status, code):
    assert response.status_code == status, response.content
    error = response.json()["error"]
    assert error["code"] == code
    return error


def assert_nothing_was_kept(person):
    assert not Extraction.objects.exists()
    assert not Batch.objects.exists()
    assert not QueuedMessage.objects.exists()
    assert counts(person) == (0, 0)
    assert kept_files() == []


def kept_files():
    return [path for path in Path(default_storage.location).rglob("*") if path.is_file()]


def test_a_batch_is_taken_with_the_reference_s_answer(client, alice):
    response = post(client, alice, [file(name="invoice1.pdf"), file(name="invoice2.pdf"), file()])
    assert response.status_code == 202
    answer = response.json()
    assert list(answer) == [
        "batch_id",
        "status",
        "total_files",
        "poll_url",
        "estimated_completion_seconds",
    ]
    assert answer["batch_id"].startswith("bat_")
    assert (answer["status"], answer["total_files"]) == ("processing", 3)
    assert answer["poll_url"] == f"/v1/batch/{answer['batch_id']}"
    assert isinstance(answer["estimated_completion_seconds"], int)
    assert int(response["Retry-After"]) >= 1


def test_the_results_come_in_the_order_of_upload_with_the_reference_s_keys(client, alice):
    answer = post(client, alice, [file(ACME, name) for name in ("c.pdf", "a.pdf", "b.pdf")]).json()
    read(3)
    batch = get(client, alice, answer["poll_url"]).json()
    assert list(batch)[:5] == ["batch_id", "status", "completed", "failed", "results"]
    assert (batch["status"], batch["completed"], batch["failed"]) == ("completed", 3, 0)
    assert [item["filename"] for item in batch["results"]] == ["c.pdf", "a.pdf", "b.pdf"]
    for item in batch["results"]:
        assert list(item)[:3] == ["filename", "status", "data"]
        assert item["status"] == "completed"
        assert item["data"]["total"] == 1217.81
    assert counts(alice) == (3, 0)


def test_each_result_is_the_one_that_it_has_by_itself(client, alice):
    answer = batch_of(client, alice, 2, ACME)
    read(2)
    for query in ("", "?include=evidence"):
        batch = get(client, alice, answer["poll_url"] + query)
        for item in batch.json()["results"]:
            alone = get(client, alice, f"/v1/extract/{item['id']}{query}")
            assert item["data"] == alone.json()
            assert alone.content in batch.content


def test_what_is_there_is_answered_while_the_rest_is_read(client, alice):
    answer = batch_of(client, alice, 3, ACME)
    read(1)
    batch = get(client, alice, answer["poll_url"]).json()
    assert (batch["status"], batch["completed"], batch["failed"]) == ("processing", 1, 0)
    assert [item["status"] for item in batch["results"]] == ["completed", "processing", "processing"]
    assert set(batch["results"][1]) == {"filename", "status", "id"}
    assert counts(alice) == (1, 2)


def test_a_file_that_cannot_be_read_fails_alone_and_is_not_billed(client, alice):
    files = [
        file(ACME, "good.pdf"),
        file(b"Dear Sir", "letter.pdf"),
        file(b"", "empty.pdf"),
        file(PDF, "b.pdf"),
    ]
    answer = post(client, alice, files).json()
    assert answer["total_files"] == 4
    assert counts(alice) == (0, 2)
    read(2)
    batch = get(client, alice, answer["poll_url"]).json()
    assert (batch["status"], batch["completed"], batch["failed"]) == ("completed", 1, 3)
    assert [item["status"] for item in batch["results"]] == ["completed", "failed", "failed", "failed"]
    for item in batch["results"][1:]:
        assert item["error"]["code"] == "invalid_file"
        assert item["error"]["message"]
        assert "data" not in item
    assert counts(alice) == (1, 0)


def test_a_file_over_20_mb_fails_alone(client, alice):
    too_large = file(b"%PDF-" + b" " * (20 << 20), "huge.pdf")
    answer = post(client, alice, [too_large, file(ACME)]).json()
    read(2)
    batch = get(client, alice, answer["poll_url"]).json()
    assert [item["status"] for item in batch["results"]] == ["failed", "completed"]
    assert batch["results"][0]["error"]["code"] == "file_too_large"
    assert counts(alice) == (1, 0)


def test_a_batch_of_which_nothing_can_be_read_is_complete_at_once(client, alice):
    answer = post(client, alice, [file(b"Dear Sir"), file(b"")]).json()
    assert (answer["status"], answer["estimated_completion_seconds"]) == ("completed", 0)
    assert Batch.objects.get().finished_at is not None
    assert counts(alice) == (0, 0)


def test_what_is_sent_is_stored_as_it_came(client, alice):
    content = b"%PDF-1.7 " + bytes(range(256)) * 4096
    batch_of(client, alice, 2, content)
    for extraction in Extraction.objects.all():
        assert uploads.read(extraction) == content
        assert extraction.size == len(content)
        assert extraction.sha256 == uploads.digest(file(content))


def test_free_has_no_batches_and_is_told_so_before_the_body_is_read(client, bob):
    error = assert_error(post_unread(client, bob), 403, "plan_required")
    assert error["upgrade_url"] == "http://testserver/pricing?plan=pro"


def test_a_batch_without_a_key_is_401(client):
    assert_error(client.post(PATH, {"files[]": file()}), 401, "unauthorized")


def test_a_used_up_month_is_told_before_the_body_is_read(client, alice):
    metering.reserve_many(user=alice.user, references=[f"ext_{n}" for n in range(500)], now=timezone.now())
    assert assert_error(post_unread(client, alice), 429, "rate_limited")["reason"] == "quota_exceeded"


def test_a_batch_larger_than_what_is_left_is_refused_whole(client, alice):
    UsagePeriod.objects.create(user=alice.user, period=f"{timezone.now():%Y-%m}", used=498)
    response = post(client, alice, [file() for _ in range(3)])
    error = assert_error(response, 429, "rate_limited")
    assert error["reason"] == "quota_exceeded"
    assert "2 are left" in error["message"]
    assert int(response["Retry-After"]) > 0
    UsagePeriod.objects.update(used=0)
    assert_nothing_was_kept(alice)


def test_files_that_cannot_be_read_do_not_count_against_what_is_left(client, alice):
    UsagePeriod.objects.create(user=alice.user, period=f"{timezone.now():%Y-%m}", used=498)
    assert post(client, alice, [file(), file(b"Dear Sir"), file()]).status_code == 202


def test_more_files_than_the_plan_has_are_413_and_nothing_is_kept(client, alice):
    error = assert_error(post(client, alice, [file() for _ in range(51)]), 413, "file_too_large")
    assert "up to 50" in error["message"]
    assert_nothing_was_kept(alice)
    assert post(client, alice, [file() for _ in range(50)]).status_code == 202


def test_a_batch_over_its_total_size_is_413_before_the_body_is_read(client, alice, settings):
    settings.BATCH_MAX_MB = 3
    error = assert_error(post_unread(client, alice, length=4 << 20), 413, "file_too_large")
    assert "3MB" in error["message"]


def test_a_body_of_unknown_length_is_411(client, alice):
    headers = {"Authorization": alice.authorization, "Transfer-Encoding": "chunked"}
    response = client.generic("POST", PATH, b"", headers=headers, CONTENT_LENGTH="")
    assert_error(response, 411, "length_required")


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"language": "klingon"}, "language"),
        ({"format": "pdf"}, "format"),
        ({"webhook_url": "nonsense"}, "webhook_url"),
    ],
)
def test_a_bad_parameter_is_400_and_nothing_is_kept(client, alice, form, words):
    assert words in assert_error(post(client, alice, [file()], **form), 400, "invalid_request")["message"]
    assert_nothing_was_kept(alice)


def test_no_file_at_all_is_400(client, alice):
    error = assert_error(post(client, alice, "just text"), 400, "invalid_request")
    assert "files[]" in error["message"]


def test_a_form_that_cannot_hold_files_is_400(client, alice):
    answer = client.post(
        PATH,
        "language=en",
        content_type="application/x-www-form-urlencoded",
        headers={"Authorization": alice.authorization},
    )
    assert answer.status_code == 400
    assert "files[]" in answer.json()["error"]["message"]


def test_a_file_in_another_field_is_not_left_out_in_silence(client, alice):
    error = assert_error(post(client, alice, [file()], field="attachment"), 400, "invalid_request")
    assert "`attachment`" in error["message"]
    assert_nothing_was_kept(alice)


def test_files_without_brackets_are_taken_too(client, alice):
    assert post(client, alice, [file(), file()], field="files").json()["total_files"] == 2


def test_files_with_numbers_in_their_brackets_are_taken_in_the_order_they_come_in(client, alice):
    numbered = {
        "files[0]": file(name="a.pdf"),
        "files[1]": file(name="b.pdf"),
        "files[10]": file(name="c.pdf"),
    }
    batch = client.post(PATH, numbered, headers={"Authorization": alice.authorization}).json()
    results = client.get(batch["poll_url"], headers={"Authorization": alice.authorization}).json()["results"]
    assert [line["filename"] for line in results] == ["a.pdf", "b.pdf", "c.pdf"]


@pytest.mark.parametrize("missing", [1, 5, 30, 60, 100, 150, 250])
def test_a_body_that_breaks_off_is_no_batch(client, alice, missing):
    whole = "".join(
        f'--x\r\nContent-Disposition: form-data; name="files[]"; filename="{n}.pdf"\r\n\r\n%PDF-1.7\r\n'
        for n in range(3)
    )
    sent = f"{whole}--x--".encode()
    response = client.generic(
        "POST",
        PATH,
        headers={"Authorization": alice.authorization},
        CONTENT_TYPE="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(len(sent)),
        **{"wsgi.input": io.BytesIO(sent[:-missing])},
    )
    assert_error(response, 400, "invalid_request")
    assert_nothing_was_kept(alice)


def test_the_language_holds_for_all_of_the_batch(client, alice):
    post(client, alice, [file(), file()], language="DE")
    assert list(Extraction.objects.values_list("language", flat=True)) == ["de", "de"]


def test_five_hundred_results_take_few_queries(client, charlie):
    batch_of(client, charlie, 60)
    Extraction.objects.update(
        status=Extraction.Status.COMPLETED, finished_at=timezone.now(), result='{"total": 1.50}'
    )
    with CaptureQueriesContext(
        connection,
    ) as queries:
        batch = get(client, charlie, f"/v1/batch/{Batch.objects.get().public_id}")
    assert batch.content.count(b'"total": 1.50') == 60
    assert len(queries) < 10


def test_the_list_has_the_newest_first_and_comes_in_pages(client, alice):
    ids = [batch_of(client, alice, number)["batch_id"] for number in (1, 2, 3)]
    first = get(client, alice, "/v1/batches?limit=2").json()
    assert [line["batch_id"] for line in first["results"]] == [ids[2], ids[1]]
    assert [line["total_files"] for line in first["results"]] == [3, 2]
    assert first["results"][0]["status"] == "processing"
    second = get(client, alice, first["next"].removeprefix("http://testserver")).json()
    assert [line["batch_id"] for line in second["results"]] == [ids[0]]


def test_a_batch_is_deleted_whole_and_what_was_not_read_is_not_counted(client, alice):
    answer = batch_of(client, alice, 3, ACME)
    read(1)
    response = delete(client, alice, answer["poll_url"])
    assert (response.status_code, response.content) == (204, b"")
    assert get(client, alice, answer["poll_url"]).status_code == 404
    assert not Extraction.objects.exists()
    assert counts(alice) == (1, 0)
    read(2)
    assert counts(alice) == (1, 0)
    assert kept_files() == []


def test_a_worker_that_reads_a_deleted_batch_finds_its_claim_lost(client, alice):
    answer = batch_of(client, alice, 1, ACME)
    held = work._claim_next()
    delete(client, alice, answer["poll_url"])
    work._complete(held, Answer('{"from": "the late one"}', words="[]"), milliseconds=1)
    assert not Extraction.objects.exists()
    assert counts(alice) == (0, 0)


def test_one_document_of_a_batch_can_be_deleted(client, alice):
    answer = post(client, alice, [file(), file(b"Dear Sir"), file()]).json()
    first, refused, last = get(client, alice, answer["poll_url"]).json()["results"]
    for item in (first, refused):
        assert delete(client, alice, f"/v1/extract/{item['id']}").status_code == 204
    batch = get(client, alice, answer["poll_url"]).json()
    assert [item["id"] for item in batch["results"]] == [last["id"]]
    assert counts(alice) == (0, 1)


def test_a_batch_that_is_sent_again_under_its_key_is_made_once(client, alice):
    key = {"Idempotency-Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}
    first, second = (post(client, alice, [file(), file()], headers=key) for _ in range(2))
    assert second["Idempotency-Replayed"] == "true"
    assert first.json() == second.json()
    assert Batch.objects.count() == 1
    different = post(client, alice, [file(), file(b"%PDF-1.4 other")], headers=key)
    assert_error(different, 409, "idempotency_conflict")


def test_retention_takes_batches_whole(client, alice, settings):
    settings.RETENTION_DAYS = 30
    batch_of(client, alice, 2, ACME)
    read(1)
    later = timezone.now() + timedelta(days=31)
    assert retention.purge(now=later) == 0
    read(1)
    assert retention.purge(now=later) == 1
    assert not Batch.objects.exists()
    assert not Extraction.objects.exists()


def test_the_batches_of_a_user_who_is_gone_are_gone_and_so_are_their_files(client, alice):
    batch_of(client, alice)
    names = list(Extraction.objects.values_list("file", flat=True))
    alice.user.delete()
    assert not Batch.objects.exists()
    assert set(names) <= set(uploads.orphans(now=timezone.now() + timedelta(hours=2)))


def test_what_a_killed_process_left_in_the_temporary_folder_goes_after_a_day(settings):
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR)
    left, alone = folder / "batch-left", folder / "tmpabc.upload.pdf"
    left.mkdir()
    (left / "0").write_bytes(PDF)
    alone.write_bytes(PDF)
    arrivals.forget(now=timezone.now() + timedelta(hours=23))
    assert (left.exists(), alone.exists()) == (True, True)
    arrivals.forget(now=timezone.now() + timedelta(hours=25))
    assert (left.exists(), alone.exists()) == (False, False)


def test_charlie_can_neither_see_nor_delete_alice_s_batch(client, alice, charlie):
    answer = batch_of(client, alice)
    for path in (answer["poll_url"], f"{answer['poll_url']}?format=csv"):
        assert_error(get(client, charlie, path), 404, "not_found")
    assert_error(delete(client, charlie, answer["poll_url"]), 404, "not_found")
    assert get(client, charlie, "/v1/batches").json()["results"] == []
    assert get(client, alice, answer["poll_url"]).status_code == 200


@pytest.mark.parametrize(
    "public_id", ["bat_0000000000000000", "bat_short", "nonsense", "ext_0000000000000000"]
)
def test_what_is_no_batch_is_404(client, alice, public_id):
    assert_error(get(client, alice, f"/v1/batch/{public_id}"), 404, "not_found")
