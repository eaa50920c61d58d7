"""A POST that is sent again under its Idempotency-Key is done once, and answered as it was."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import encode_multipart
from django.urls import get_resolver
from django.utils import timezone

from billing.usage import metering
from extraction import idempotency
from extraction.models import Extraction, IdempotentRequest
from tests.people import person

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 and so on"
KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"


def post(client, person, content=PDF, *, key=KEY, name="invoice.pdf", path="/v1/extract", **form):
    headers = {"Authorization": person.authorization, "Prefer": "respond-async"}
    if key is not None:
        headers["Idempotency-Key"] = key
    return client.post(path, {"file": SimpleUploadedFile(name, content), **form}, headers=headers)


def interrupted(*, lease_ended=True, **changes):
    """As a process leaves it that is killed before it answers."""
    ends = timezone.now() + timedelta(seconds=-1 if lease_ended else 60)
    IdempotentRequest.objects.update(status=None, headers={}, body=b"", lease_until=ends, **changes)


def finished(**changes):
    Extraction.objects.update(finished_at=timezone.now(), **changes)


def assert_replayed(second, first):
    assert second["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert (second.status_code, second.content) == (first.status_code, first.content)
    for name in ("Content-Type", "Retry-After"):
        assert second.headers.get(name) == first.headers.get(name)


def assert_conflict(response, reason):
    error = response.json()["error"]
    assert (response.status_code, error["code"]) == (409, "idempotency_conflict")
    assert error["reason"] == reason


def test_the_same_request_again_gets_the_same_answer_and_makes_nothing(client, alice):
    first = post(client, alice)
    assert first.status_code == 202
    assert_replayed(post(client, alice), first)
    assert alice.user.extractions.count() == 1
    assert metering.usage(user=alice.user, now=timezone.now()).reserved == 1


def test_without_a_key_every_request_is_new(client, alice):
    post(client, alice, key=None)
    post(client, alice, key=None)
    assert alice.user.extractions.count() == 2
    assert not IdempotentRequest.objects.exists()


def test_another_boundary_between_the_same_parts_is_the_same_request(client, alice):
    first = post(client, alice, format="json")
    body = encode_multipart(
        "anotherboundary", {"format": "json", "file": SimpleUploadedFile("invoice.pdf", PDF)}
    )
    again = client.post(
        "/v1/extract",
        body,
        content_type="multipart/form-data; boundary=anotherboundary",
        headers={"Authorization": alice.authorization, "Idempotency-Key": KEY},
    )
    assert_replayed(again, first)


@pytest.mark.parametrize(
    "other",
    [
        {"content": PDF + b"!"},
        {"name": "another.pdf"},
        {"language": "de"},
        {"path": "/v1/extract?format=csv"},
        {"content": b"Dear Sir or Madam"},
    ],
)
def test_another_request_under_the_same_key_is_refused(client, alice, other):
    post(client, alice)
    assert_conflict(post(client, alice, **other), "different_request")
    assert alice.user.extractions.count() == 1


def test_one_that_is_still_running_is_to_be_asked_for_again_in_a_moment(client, alice):
    post(client, alice)
    interrupted(lease_ended=False)
    response = post(client, alice)
    assert_conflict(response, "still_running")
    assert int(response["Retry-After"]) > 0


def test_what_an_interrupted_request_had_made_is_found_and_not_made_again(client, alice):
    first = post(client, alice)
    interrupted()
    assert_replayed(post(client, alice), first)
    assert_replayed(post(client, alice), first)
    assert alice.user.extractions.count() == 1


def test_what_is_finished_need_not_be_waited_for_until_the_dead_process_s_lease_ends(client, alice):
    post(client, alice)
    interrupted(lease_ended=False)
    finished(status="completed", result='{"total": 12.50}')
    response = post(client, alice)
    assert response.status_code == 200
    assert response.json()["total"] == 12.5


def test_a_request_that_died_before_it_made_anything_is_done_anew(client, alice):
    post(client, alice)
    Extraction.objects.all().delete()
    interrupted(made="")
    response = post(client, alice)
    assert response.status_code == 202
    assert "Idempotency-Replayed" not in response
    assert alice.user.extractions.count() == 1


def test_who_was_thought_dead_and_comes_back_makes_nothing(alice):
    now = timezone.now()
    slow = idempotency.claim(user=alice.user, key=KEY, fingerprint="same", now=now)
    later = now + idempotency.LEASE + timedelta(seconds=1)
    quick = idempotency.claim(user=alice.user, key=KEY, fingerprint="same", now=later)
    with pytest.raises(idempotency.StillRunning):
        idempotency.note(slow, made="ext_of_the_slow")
    idempotency.note(quick, made="ext_of_the_quick")


def test_a_replay_needs_no_quota_and_no_place(client, bob):
    first = post(client, bob)
    for number in range(9):
        metering.reserve(user=bob.user, reference=f"ext_{number}", now=timezone.now(), takes_place=False)
    assert post(client, bob, key="another").status_code == 429
    assert_replayed(post(client, bob), first)


@pytest.mark.parametrize(
    "refused",
    [{"content": b"Dear Sir or Madam"}, {"format": "xml"}, {"webhook_url": "https://example.com/hook"}],
)
def test_a_request_that_was_refused_leaves_its_key_free(client, bob, refused):
    assert post(client, bob, **refused).status_code in {400, 403}
    assert not IdempotentRequest.objects.exists()
    assert post(client, bob).status_code == 202


def test_without_quota_the_key_stays_free(client, bob):
    metering.reserve(user=bob.user, reference="ext_running", now=timezone.now())
    assert post(client, bob).status_code == 429
    metering.release(reference="ext_running", now=timezone.now())
    assert post(client, bob).status_code == 202


def test_that_a_document_cannot_be_read_is_an_answer_like_any_other(client, alice):
    post(client, alice)
    interrupted()
    finished(status="failed", error_code="invalid_file", error_message="The file is damaged.")
    first, second = post(client, alice), post(client, alice)
    assert first.status_code == second.status_code == 400
    assert first.content == second.content
    assert alice.user.extractions.count() == 1


def test_a_failure_of_ours_is_tried_again(client, alice):
    post(client, alice)
    interrupted()
    finished(status="failed", error_code="processing_error", error_message="It could not be processed.")
    assert post(client, alice).status_code == 500
    assert post(client, alice).status_code == 202
    assert alice.user.extractions.count() == 2


def test_what_could_not_be_kept_leaves_the_key_free(client, alice, settings):
    storages = settings.STORAGES
    settings.STORAGES = {**storages, "default": {"BACKEND": "nowhere.Storage"}}
    assert post(client, alice).status_code == 503
    settings.STORAGES = storages
    assert post(client, alice).status_code == 202


def test_an_answer_goes_with_what_it_tells_of_and_is_not_made_anew(client, alice):
    made = post(client, alice).json()["id"]
    client.delete(f"/v1/extract/{made}", headers={"Authorization": alice.authorization})
    [record] = IdempotentRequest.objects.all()
    assert (record.is_gone, record.status, bytes(record.body)) == (True, None, b"")
    response = post(client, alice)
    assert (response.status_code, response.json()["error"]["code"]) == (404, "not_found")
    assert not alice.user.extractions.exists()


@pytest.mark.parametrize("key", ["", " ", "x" * 256, "with space", "umlaut-\xe4", '""', "tab\there"])
def test_a_key_that_is_none_is_refused(client, alice, key):
    response = post(client, alice, key=key)
    assert (response.status_code, response.json()["error"]["code"]) == (400, "invalid_request")
    assert "Idempotency-Key" in response.json()["error"]["message"]


def test_a_key_may_have_255_characters(client, alice):
    assert post(client, alice, key="x" * 255).status_code == 202


def test_a_key_in_quotes_is_the_same_as_without(client, alice):
    first = post(client, alice, key=f'"{KEY}"')
    assert_replayed(post(client, alice, key=KEY), first)


def test_charlie_s_keys_are_not_alice_s(client, alice):
    charlie = person("charlie")
    first = post(client, alice)
    second = post(client, charlie)
    assert second.status_code == 202
    assert "Idempotency-Replayed" not in second
    assert first.json()["id"] != second.json()["id"]


def test_a_key_is_remembered_for_a_day(client, alice):
    post(client, alice)
    day = timedelta(hours=24)
    IdempotentRequest.objects.update(created_at=timezone.now() - day + timedelta(minutes=1))
    assert idempotency.purge(now=timezone.now()) == 0
    assert post(client, alice)["Idempotency-Replayed"] == "true"
    IdempotentRequest.objects.update(created_at=timezone.now() - day)
    assert "Idempotency-Replayed" not in post(client, alice)
    assert alice.user.extractions.count() == 2


def test_what_is_a_day_old_is_swept_away(client, alice):
    post(client, alice)
    assert idempotency.purge(now=timezone.now() + timedelta(hours=24)) == 1


def test_the_last_thousand_of_those_that_made_nothing_are_remembered(client, alice):
    post(client, alice)
    now = timezone.now()
    nothing = {"user": alice.user, "fingerprint": "0", "claim": "0", "lease_until": now, "status": 200}
    IdempotentRequest.objects.bulk_create(
        IdempotentRequest(key=str(number), created_at=now - timedelta(hours=1, seconds=number), **nothing)
        for number in range(1_005)
    )
    claim = idempotency.claim(user=alice.user, key="new", fingerprint="0", now=now)
    idempotency.keep(claim, idempotency.Answer(200, {}, b"{}"), now=now)
    keys = set(IdempotentRequest.objects.values_list("key", flat=True))
    assert {KEY, "new", "999"} <= keys
    assert "1000" not in keys


def test_a_long_answer_about_nothing_is_found_anew_and_not_kept(client, alice):
    lines = {"line_items": [{"quantity": 2, "unit_price": 1.5, "amount": 3}] * 500}
    headers = {"Authorization": alice.authorization, "Idempotency-Key": KEY}

    def validated(document):
        return client.post("/v1/validate", document, content_type="application/json", headers=headers)

    first, again = validated(lines), validated(lines)
    assert len(first.content) > 16 * 1024
    assert (again.status_code, again.content) == (200, first.content)
    assert bytes(IdempotentRequest.objects.get().body) == b""
    assert validated({"total": 1}).status_code == 409


def test_every_post_of_the_api_takes_a_key():
    views = {pattern.callback.cls for pattern in _api_patterns() if hasattr(pattern.callback, "cls")}
    posts = [view.post for view in views if hasattr(view, "post")]
    assert posts
    assert [post.__qualname__ for post in posts if not getattr(post, "is_done_once", False)] == []


def _api_patterns():
    [api] = [each for each in get_resolver().url_patterns if str(each.pattern) == "v1/"]
    return api.url_patterns
