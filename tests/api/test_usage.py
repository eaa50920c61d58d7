"""GET /v1/usage: the reference's keys, and what each day and key brought when that is asked for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import keys
from billing import months, subscriptions
from billing.models import UsagePeriod
from billing.plans import FREE
from billing.usage import metering
from tests.api.test_errors import assert_error, document, extract
from tests.people import person

pytestmark = pytest.mark.django_db

REFERENCE = ["plan", "period", "invoices_used", "invoices_limit", "invoices_remaining"]


def usage(client, person, query=""):
    return client.get(f"/v1/usage{query}", headers={"Authorization": person.authorization})


def brought(person, number, *, key=None, now=None, end=metering.commit):
    now = now or timezone.now()
    many = [f"ext_{person.user.pk}_{timezone.now().timestamp()}_{each}" for each in range(number)]
    metering.reserve_many(user=person.user, references=many, now=now, key=key)
    for reference in many:
        end(reference=reference, now=now)


def send(client, person):
    headers = {"Authorization": person.authorization, "Prefer": "respond-async"}
    return client.post("/v1/extract", {"file": document()}, headers=headers).json()["id"]


def limit_own(person, invoices):
    keys.limit(key=person.user.api_keys.get(), invoices=invoices)


def last_month():
    return months.of(timezone.now()).after(-1)


def test_without_a_question_it_has_the_reference_s_keys_and_no_others(client, alice):
    brought(alice, 3)
    answer = usage(client, alice).json()
    assert list(answer.items()) == [
        ("plan", "pro"),
        ("period", str(months.of(timezone.now()))),
        ("invoices_used", 3),
        ("invoices_limit", 500),
        ("invoices_remaining", 497),
    ]


def test_asked_for_it_tells_each_day_so_far_which_come_to_the_same(client, alice):
    brought(alice, 3)
    brought(alice, 2, end=metering.release)
    answer = usage(client, alice, "?include=by_day").json()
    assert list(answer) == [*REFERENCE, "by_day"]
    today = timezone.now().date()
    assert len(answer["by_day"]) == today.day
    assert answer["by_day"][-1] == {
        "date": str(today),
        "read": 3,
        "processing": 0,
        "failed": 2,
        "withdrawn": 0,
    }
    assert sum(day["read"] + day["processing"] for day in answer["by_day"]) == answer["invoices_used"]


def test_asked_for_it_tells_each_key_and_the_portal(client, alice):
    limit_own(alice, 200)
    own = alice.user.api_keys.get()
    brought(alice, 3, key=own)
    brought(alice, 1)
    answer = usage(client, alice, "?include=by_key").json()
    assert list(answer) == [*REFERENCE, "by_key"]
    counts = {"processing": 0, "failed": 0, "withdrawn": 0}
    assert answer["by_key"] == [
        {"name": "alice's program", "prefix": own.prefix, "read": 3, **counts, "limit": 200},
        {"name": None, "prefix": None, "read": 1, **counts, "limit": None},
    ]


@pytest.mark.parametrize("query", ["by_day,by_key", "by_key,by_day"])
def test_both_can_be_asked_for(client, alice, query):
    assert list(usage(client, alice, f"?include={query}").json()) == [*REFERENCE, "by_day", "by_key"]


def test_a_document_sent_with_a_key_is_that_key_s(client, alice):
    send(client, alice)
    [own] = usage(client, alice, "?include=by_key").json()["by_key"]
    assert (own["name"], own["processing"]) == ("alice's program", 1)


def test_what_is_deleted_before_it_is_read_was_withdrawn_and_did_not_fail(client, alice):
    single = send(client, alice)
    files = {"files[]": [document(), document()]}
    headers = {"Authorization": alice.authorization}
    batch = client.post("/v1/batch/extract", files, headers=headers).json()["batch_id"]
    for path in (f"/v1/extract/{single}", f"/v1/batch/{batch}"):
        assert client.delete(path, headers=headers).status_code == 204
    answer = usage(client, alice, "?include=by_key").json()
    [own] = answer["by_key"]
    assert (own["withdrawn"], own["failed"], own["processing"], answer["invoices_used"]) == (3, 0, 0, 0)


def test_a_past_month_is_told_with_the_plan_it_was_used_under(client, alice):
    brought(alice, 3, now=last_month().starts_at + timedelta(days=2))
    subscriptions.set_plan(user=alice.user, plan=FREE)
    answer = usage(client, alice, f"?period={last_month()}&include=by_day").json()
    assert [answer[name] for name in REFERENCE] == ["pro", str(last_month()), 3, 500, 497]
    assert len(answer["by_day"]) == last_month().last.day
    assert answer["by_day"][2]["read"] == 3


def test_a_month_without_an_invoice_is_told_with_today_s_plan(client, alice):
    oldest = months.told_of(timezone.now())[-1]
    answer = usage(client, alice, f"?period={oldest}").json()
    assert [answer[name] for name in REFERENCE] == ["pro", str(oldest), 0, 500, 500]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("period=", "`period` takes one of the months from 20"),
        ("period=2020-01", "`period` takes one of the months from 20"),
        ("period=2999-01", "`period` takes one of the months from 20"),
        ("period=june", "`period` takes one of the months from 20"),
        ("include=", "`include` takes by_day and by_key, with a comma between them"),
        ("include=by_day,by_hour", "`include` takes by_day and by_key, with a comma between them"),
        ("include=by_day&include=by_key", "`include` was given 2 times"),
        ("month=2026-05", "Unknown parameter 'month'. It can be include or period."),
    ],
)
def test_what_it_cannot_tell_is_400_with_what_it_could_be(client, alice, query, words):
    assert words in assert_error(usage(client, alice, f"?{query}"), 400, "invalid_request")["message"]


def test_charlie_is_told_of_his_own_alone(client, alice):
    brought(alice, 3)
    answer = usage(client, person("charlie"), "?include=by_day,by_key").json()
    assert answer["invoices_used"] == sum(day["read"] for day in answer["by_day"]) == 0
    assert [key["name"] for key in answer["by_key"]] == ["charlie's program"]


def test_a_key_at_its_own_limit_is_429_and_is_not_sent_to_the_plans(client, alice):
    limit_own(alice, 2)
    brought(alice, 2, key=alice.user.api_keys.get())
    response = extract(client, alice, file=document())
    error = assert_error(response, 429, "rate_limited")
    assert error == {
        "code": "rate_limited",
        "message": "The key “alice's program” has reached its own limit. 2/2 invoices of this month used. "
        "The account's owner can change it on the page of API keys.",
        "reason": "key_limit_exceeded",
    }
    resets_in = metering.usage(user=alice.user, now=timezone.now()).resets_at - timezone.now()
    assert abs(int(response["Retry-After"]) - resets_in.total_seconds()) < 5


def test_the_headers_tell_of_the_key_s_own_limit_beside_the_month_s(client, alice):
    limit_own(alice, 5)
    brought(alice, 2, key=alice.user.api_keys.get())
    brought(alice, 4)
    response = usage(client, alice)
    month, own, concurrent = response["RateLimit-Policy"].split(", ")
    assert (month.partition(";w")[0], own.partition(";w")[0]) == ('"monthly";q=500', '"key";q=5')
    assert concurrent.startswith('"concurrent"')
    month, own = response["RateLimit"].split(", ")
    assert (month.partition(";t")[0], own.partition(";t")[0]) == ('"monthly";r=494', '"key";r=3')


@pytest.fixture
def downgraded(alice):
    """Twelve invoices on Pro, and then Free, which has ten."""
    brought(alice, 12)
    subscriptions.set_plan(user=alice.user, plan=FREE)
    return alice


class TestAfterADowngradeInMidMonth:
    """More is used than the plan has: nothing is left, and nowhere less than nothing."""

    def test_usage_tells_that_nothing_is_left(self, client, downgraded):
        answer = usage(client, downgraded).json()
        assert [answer[name] for name in REFERENCE[2:]] == [12, 10, 0]

    def test_so_do_the_headers(self, client, downgraded):
        assert usage(client, downgraded)["RateLimit"].startswith('"monthly";r=0;t=')

    def test_a_document_is_refused_with_both_numbers(self, client, downgraded):
        error = assert_error(extract(client, downgraded, file=document()), 429, "rate_limited")
        assert error["message"] == "Monthly quota exceeded. 12/10 invoices used."

    def test_what_is_left_for_a_batch_is_none(self, client, alice):
        UsagePeriod.objects.create(user=alice.user, period=str(months.of(timezone.now())), used=600)
        with pytest.raises(metering.QuotaExceeded, match=r"600/500 invoices used\. 0 are left, and this"):
            metering.reserve_many(user=alice.user, references=["a", "b"], now=timezone.now())

    def test_a_document_that_fails_afterwards_gives_nothing_back_that_is_not_there(self, client, alice):
        metering.reserve(user=alice.user, reference="ext_running", now=timezone.now())
        brought(alice, 12)
        subscriptions.set_plan(user=alice.user, plan=FREE)
        metering.release(reference="ext_running", now=timezone.now())
        assert usage(client, alice).json()["invoices_remaining"] == 0
