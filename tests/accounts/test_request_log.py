"""The request log: each request of an account's programs leaves a line, written beside it and not in it."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from accounts import keys
from accounts.models import ApiRequest, RequestDay
from accounts.requests import reading, writing
from accounts.requests.buffer import Buffer
from accounts.requests.entry import Entry, harmless
from accounts.requests.log import LOG
from tests.people import person

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def alice():
    return person("alice", plan="pro")


@pytest.fixture(autouse=True)
def empty_log():
    """What tests before this one asked for is nobody's here."""
    LOG.flush()


def ask(path, *, secret="", method="get", **headers):
    shown = {"Authorization": f"Bearer {secret}"} if secret else {}
    return getattr(Client(raise_request_exception=False), method)(path, headers={**shown, **headers})


def entry(**fields):
    usual = {
        "created_at": NOW,
        "method": "GET",
        "path": "/v1/usage",
        "status": 200,
        "milliseconds": 3,
        "request_id": "a" * 32,
    }
    return Entry(**usual | fields)


def test_a_request_leaves_a_line_with_how_it_was_answered(alice):
    answer = ask("/v1/usage", secret=alice.secret)
    assert not ApiRequest.objects.exists()  # not written in the request's own time
    LOG.flush()
    line = alice.user.api_requests.get()
    assert (line.method, line.path, line.status, line.error_code) == ("GET", "/v1/usage", 200, "")
    assert line.request_id == answer["X-Request-Id"]
    assert line.key == alice.user.api_keys.get()
    assert 0 <= line.milliseconds < 60_000
    assert timezone.now() - line.created_at < timedelta(minutes=1)


def test_a_line_says_the_code_of_an_error(alice):
    ask("/v1/extract/ext_0000000000000000", secret=alice.secret)
    ask("/v1/nothing-here", secret=alice.secret)
    ask("/v1/extract", secret=alice.secret, method="post")
    LOG.flush()
    lines = {line.path: (line.status, line.error_code) for line in alice.user.api_requests.all()}
    assert lines == {
        "/v1/extract/ext_0000000000000000": (404, "not_found"),
        "/v1/nothing-here": (404, "not_found"),
        "/v1/extract": (400, "invalid_request"),
    }


def test_neither_a_query_nor_a_key_is_kept(alice):
    ask(f"/v1/usage?period=2026-06&api_key={alice.secret}", secret=alice.secret)
    ask(f"/v1/extract/{alice.secret}", secret=alice.secret, **{"X-Request-Id": alice.secret})
    LOG.flush()
    kept = str(list(ApiRequest.objects.values()))
    assert "period" not in kept
    assert alice.secret[:20] not in kept
    assert ApiRequest.objects.count() == 2


def test_what_cannot_be_printed_is_not_kept_either():
    assert harmless("/v1/a\x00b\nc", longest=200) == "/v1/a?b?c"
    assert len(harmless("/v1/" + "x" * 5_000, longest=200)) == 200


@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_a_request_with_a_key_that_opens_nothing_any_more_is_its_owner_s(alice, how):
    key = alice.user.api_keys.get()
    if how == "revoked":
        keys.revoke(key=key, now=NOW)
    else:
        alice.user.api_keys.update(expires_at=NOW - timedelta(days=1))
    assert ask("/v1/usage", secret=alice.secret).status_code == 401
    LOG.flush()
    line = alice.user.api_requests.get()
    assert (line.status, line.error_code, line.key) == (401, "unauthorized", key)


@pytest.mark.parametrize("secret", ["", "nonsense", "well-formed"])
def test_of_a_request_without_a_key_of_anybody_nothing_is_kept(alice, secret):
    secret = keys._new_secret() if secret == "well-formed" else secret
    assert ask("/v1/usage", secret=secret).status_code == 401
    LOG.flush()
    assert not ApiRequest.objects.exists()
    assert not RequestDay.objects.exists()


def test_a_page_of_the_portal_leaves_no_line(alice):
    client = Client()
    client.force_login(alice.user)
    client.get("/usage")
    LOG.flush()
    assert not ApiRequest.objects.exists()


def test_a_line_costs_its_request_no_query(alice, django_assert_num_queries):
    client, shown = Client(), {"Authorization": f"Bearer {alice.secret}"}
    client.get("/v1/usage", headers=shown)  # notes the key's last use
    with django_assert_num_queries(3) as asked:
        client.get("/v1/usage", headers=shown)
    assert not any("accounts_apirequest" in query["sql"] for query in asked)


def test_the_lines_of_a_round_are_written_together_and_counted_by_day(alice, django_assert_num_queries):
    key = alice.user.api_keys.get().pk
    writing.write([entry(key=key)])
    several = [entry(key=key, status=status) for status in (200, 304, 404, 500)] * 25
    with django_assert_num_queries(6):  # keys, the day, the lines in two parts, a savepoint
        writing.write(several)
    day = RequestDay.objects.get()
    assert (day.requests, day.errors, day.day) == (101, 50, NOW.date())
    assert reading.by_key(alice.user, now=NOW) == {key: [0] * 29 + [101]}


def test_lines_of_a_key_that_is_gone_do_not_hold_up_others(alice):
    gone = keys.issue(user=alice.user, name="Old till", now=NOW).key
    pk = gone.pk
    gone.delete()
    writing.write([entry(key=pk), entry(key=alice.user.api_keys.get().pk), entry(digest=b"x" * 32)])
    assert ApiRequest.objects.count() == 1


def test_of_very_many_requests_in_a_day_the_rest_are_counted_and_not_listed(alice):
    key = alice.user.api_keys.get()
    RequestDay.objects.create(key=key, day=NOW.date(), requests=writing.LISTED_A_DAY - 2)
    writing.write([entry(key=key.pk)] * 5)
    assert ApiRequest.objects.count() == 2
    assert RequestDay.objects.get().requests == writing.LISTED_A_DAY + 3


def test_what_is_older_than_thirty_days_goes_and_nothing_else(alice):
    key = alice.user.api_keys.get().pk
    old, young = NOW - timedelta(days=30, minutes=1), NOW - timedelta(days=29)
    writing.write([entry(key=key, created_at=old)] * 1_200)
    writing.write([entry(key=key, created_at=young)] * 3)
    writing.purge(now=NOW)
    assert ApiRequest.objects.count() == 3
    assert RequestDay.objects.get().day == young.date()


def test_an_account_s_lines_are_forgotten_some_at_a_time(alice):
    bob = person("bob")
    for who in (alice, bob):
        writing.write([entry(key=who.user.api_keys.get().pk)] * 501)
    assert len(list(writing.forget(alice.user))) == 2
    assert not alice.user.api_requests.exists()
    assert bob.user.api_requests.count() == 501
    assert RequestDay.objects.get().key.user == bob.user


class TestTheBuffer:
    def written(self):
        self.rows = []
        return Buffer(self.rows.extend, most=250)

    def test_takes_no_more_than_it_may_hold(self):
        buffer = self.written()
        for number in range(300):
            buffer.add(number)
        assert buffer.flush()
        assert self.rows == list(range(250))

    def test_keeps_what_a_database_that_is_down_did_not_take(self):
        down, rows = [True], []

        def write(some):
            if down[0]:
                raise OperationalError("no connection")
            rows.extend(some)

        buffer = Buffer(write)
        buffer.add(1)
        buffer.add(2)
        assert not buffer.flush()
        buffer.add(3)
        down.clear()
        down.append(False)
        assert buffer.flush()
        assert rows == [1, 2, 3]

    def test_gives_up_what_can_never_be_written(self):
        rows = []

        def write(some):
            if "bad" in some:
                raise ValueError("a NUL in a string")
            rows.extend(some)

        buffer = Buffer(write)
        buffer.add("bad")
        assert buffer.flush()
        buffer.add("good")
        assert buffer.flush()
        assert rows == ["good"]

    def test_writes_by_itself_within_a_round_and_the_rest_when_it_ends(self):
        from tests.waiting import until

        buffer = self.written()
        buffer.start()
        buffer.add(1)
        until(lambda: self.rows == [1])
        for number in range(100):
            buffer.add(number)
        buffer.end()
        assert len(self.rows) == 101
