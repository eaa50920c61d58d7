"""Beside every answer: where the month stands, how long to wait, what may be kept."""

import re
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from billing.usage import metering
from extraction.models import Extraction
from tests.people import person

pytestmark = pytest.mark.django_db

RESULT = '{"confidence": 0.97, "total": 12.50, "line_items": [], "evidence": {"total": {"page": 1}}}'


def get(client, person, path, **headers):
    return client.get(path, headers={"Authorization": person.authorization, **headers})


def post(client, person, content=b"%PDF-1.7 and so on", **headers):
    form = {"file": SimpleUploadedFile("invoice.pdf", content)}
    headers = {"Authorization": person.authorization, "Prefer": "respond-async", **headers}
    return client.post("/v1/extract", form, headers=headers)


def document(person, status="completed", **changes):
    now = timezone.now()
    if status == "completed":
        changes = {"finished_at": now, "result": RESULT, **changes}
    return Extraction.objects.create(
        user=person.user, created_at=now, filename="a.pdf", size=1, sha256="0" * 64, status=status, **changes
    )


def limits(response):
    """Of the month: how many there are, in how many seconds, how many are left, and until when."""
    policy = re.match(
        r'"monthly";q=(\d+);w=(\d+), "concurrent";q=\d+;qu="concurrent-requests"$',
        response["RateLimit-Policy"],
    )
    state = re.match(r'"monthly";r=(\d+);t=(\d+)$', response["RateLimit"])
    return tuple(int(number) for number in (*policy.groups(), *state.groups()))


def test_every_answer_to_a_key_tells_where_the_month_stands(client, alice):
    one = document(alice).public_id
    for path in ("/v1/usage", "/v1/extractions", f"/v1/extract/{one}", "/v1/extract/ext_0123456789abcdef"):
        assert limits(get(client, alice, path))[::2] == (500, 500), path


def test_the_numbers_are_those_after_the_request(client, alice):
    assert limits(post(client, alice))[2] == 499
    assert limits(get(client, alice, "/v1/usage"))[2] == 499
    assert limits(post(client, alice, b"%PDF-1.7 and another"))[2] == 498


def test_a_refusal_for_want_of_quota_tells_that_nothing_is_left_and_until_when(client, bob):
    for number in range(10):
        metering.reserve(user=bob.user, reference=f"ext_{number}", now=timezone.now(), takes_place=False)
    response = post(client, bob)
    quota, _, left, seconds = limits(response)
    assert (response.status_code, quota, left) == (429, 10, 0)
    assert abs(int(response["Retry-After"]) - seconds) <= 1


@pytest.mark.parametrize(
    ("now", "window", "resets_in"),
    [
        (datetime(2026, 6, 15, tzinfo=UTC), 30 * 86_400, 16 * 86_400),
        (datetime(2026, 2, 28, 23, 59, 59, 500_000, tzinfo=UTC), 28 * 86_400, 1),
        (datetime(2026, 12, 31, tzinfo=UTC), 31 * 86_400, 86_400),
    ],
)
def test_the_window_is_the_calendar_month_and_its_end_is_never_told_too_early(bob, now, window, resets_in):
    from django.http import HttpResponse

    from extraction.api import keyed

    response = HttpResponse()
    keyed._tell_limits(response, bob.user.api_keys.get(), metering.usage(user=bob.user, now=now), now)
    assert limits(response) == (10, window, 10, resets_in)


def test_where_the_month_stands_costs_one_query(bob, django_assert_num_queries):
    metering.reserve(user=bob.user, reference="ext_1", now=timezone.now())
    with django_assert_num_queries(1):
        usage = metering.usage(user=bob.user, now=timezone.now())
    assert (usage.plan.code, usage.reserved, usage.in_flight) == ("free", 1, 1)


def test_without_a_good_key_nothing_is_told(client, alice):
    response = client.get("/v1/usage", headers={"Authorization": "Bearer nonsense"})
    assert response.status_code == 401
    assert "RateLimit" not in response
    assert "RateLimit" not in client.get("/")


def test_what_is_not_ready_says_when_to_ask_again(client, alice):
    accepted = post(client, alice)
    assert (accepted.status_code, int(accepted["Retry-After"])) == (202, 2)
    later = get(client, alice, accepted.json()["poll_url"])
    assert int(later["Retry-After"]) == 2
    assert "ETag" not in later
    assert later["Cache-Control"] == "no-store"


FORMS = ["", "?include=evidence", "?format=csv"]


@pytest.mark.parametrize("form", FORMS)
def test_who_has_a_result_need_not_get_it_again(client, alice, form):
    path = f"/v1/extract/{document(alice).public_id}{form}"
    first = get(client, alice, path)
    assert (first.status_code, first["Cache-Control"]) == (200, "private, no-cache")
    for known in (first["ETag"], f'"other", {first["ETag"]}', f"W/{first['ETag']}", "*"):
        again = get(client, alice, path, **{"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        assert again["RateLimit"]
    assert get(client, alice, path, **{"If-None-Match": '"other"'}).content == first.content


def test_each_form_of_a_result_has_its_own_tag_and_another_result_too(client, alice):
    paths = [f"/v1/extract/{document(alice).public_id}{form}" for form in (*FORMS, "")]
    tags = [get(client, alice, path)["ETag"] for path in paths]
    assert len(set(tags)) == 4
    assert all(re.fullmatch(r'"[0-9a-f]{32}"', tag) for tag in tags)
    assert [get(client, alice, path)["ETag"] for path in paths] == tags


def test_what_is_deleted_is_not_told_unchanged(client, alice):
    path = f"/v1/extract/{document(alice).public_id}"
    tag = get(client, alice, path)["ETag"]
    client.delete(path, headers={"Authorization": alice.authorization})
    assert get(client, alice, path, **{"If-None-Match": tag}).status_code == 404


def test_charlie_cannot_find_out_by_its_tag_that_there_is_a_result(client, alice):
    path = f"/v1/extract/{document(alice).public_id}"
    tag = get(client, alice, path)["ETag"]
    assert get(client, person("charlie"), path, **{"If-None-Match": tag}).status_code == 404


@pytest.mark.parametrize("path", ["/v1/usage", "/v1/extractions", "/v1/extract/ext_0123456789abcdef"])
def test_everything_else_for_a_key_is_not_to_be_kept(client, alice, path):
    assert get(client, alice, path)["Cache-Control"] == "no-store"
