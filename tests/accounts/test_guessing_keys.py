"""Whoever tries many wrong keys has to wait; a program that worked from the same address before does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from accounts import guessing, keys
from accounts.guessing import Guesses, TooManyGuesses
from tests.people import person

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 30, 12, tzinfo=UTC)
OFFICE, HOME = "198.51.100.7", "203.0.113.9"


@pytest.fixture(autouse=True)
def few_guesses(settings):
    settings.WRONG_KEYS_PER_MINUTE = 5


@pytest.fixture
def alice():
    return person("alice", plan="pro")


def ask(secret: str, *, from_: str = OFFICE, **headers: str):
    client = Client(REMOTE_ADDR=from_, raise_request_exception=False)
    return client.get("/v1/usage", headers={"Authorization": f"Bearer {secret}", **headers})


def guess(count: int, *, from_: str = OFFICE, well_formed: bool = False, **headers: str) -> list[int]:
    made = keys._new_secret if well_formed else (lambda: f"guess-{next(NUMBERS)}")
    return [ask(made(), from_=from_, **headers).status_code for _ in range(count)]


NUMBERS = iter(range(10**6))


@pytest.mark.parametrize("well_formed", [False, True])
def test_after_so_many_different_wrong_keys_the_answer_is_429_with_when_to_come_back(well_formed):
    assert guess(7, well_formed=well_formed) == [401] * 5 + [429] * 2
    answer = ask("one more")
    error = answer.json()["error"]
    assert (error["code"], error["reason"]) == ("rate_limited", "too_many_wrong_keys")
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert "upgrade_url" not in error


def test_a_right_key_that_is_guessed_meanwhile_opens_nothing(alice):
    guess(6)
    assert ask(alice.secret).status_code == 429


def test_a_program_that_worked_before_from_that_address_goes_on_working(alice):
    assert ask(alice.secret).status_code == 200
    guess(8)
    assert ask(alice.secret).status_code == 200


def test_another_process_knows_it_too(alice):
    """What a process remembers is gone with it; that somebody waits, and who is known, is not."""
    ask(alice.secret)
    guess(6)
    guessing.GUESSES.forget()
    assert ask("one more").status_code == 429
    assert ask(alice.secret).status_code == 200
    assert ask(person("bob").secret).status_code == 429


def test_others_are_not_concerned(alice):
    guess(8)
    assert ask(alice.secret, from_=HOME).status_code == 200
    assert guess(1, from_=HOME) == [401]


def test_one_wrong_key_however_often_is_no_guessing(alice):
    """A program whose key was revoked sends it again and again; the one beside it is new."""
    assert {ask("iocr_live_revoked").status_code for _ in range(30)} == {401}
    assert ask(alice.secret).status_code == 200


def test_no_key_is_no_guess(alice):
    client = Client(REMOTE_ADDR=OFFICE)
    assert {client.get("/v1/usage").status_code for _ in range(10)} == {401}
    assert ask(alice.secret).status_code == 200


def test_behind_a_proxy_it_is_the_address_before_it_that_counts(alice, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    proxy = "10.0.0.1"
    assert guess(6, from_=proxy, **{"X-Forwarded-For": OFFICE})[-1] == 429
    assert ask(alice.secret, from_=proxy, **{"X-Forwarded-For": HOME}).status_code == 200
    lied = {"X-Forwarded-For": f"{HOME}, {OFFICE}"}  # the first is what the client says of itself
    assert ask(person("bob").secret, from_=proxy, **lied).status_code == 429


def test_without_a_proxy_what_a_client_says_of_itself_counts_for_nothing():
    statuses = [ask(f"guess-{n}", **{"X-Forwarded-For": f"192.0.2.{n}"}).status_code for n in range(7)]
    assert statuses[-1] == 429


def test_after_a_minute_it_is_over():
    guesses = Guesses()
    for number in range(5):
        guesses.missed(OFFICE, f"{number}", now=NOON)
    with pytest.raises(TooManyGuesses) as refused:
        guesses.missed(OFFICE, "one more", now=NOON)
    assert 60 <= refused.value.seconds <= 61
    guesses.missed(OFFICE, "later", now=NOON + timedelta(seconds=61))
    guesses.found(OFFICE, 1, now=NOON + timedelta(seconds=61))


def test_all_addresses_of_one_line_of_ipv6_are_one():
    guesses = Guesses()
    for number in range(5):
        guesses.missed(f"2001:db8:1:2::{number}", f"{number}", now=NOON)
    with pytest.raises(TooManyGuesses):
        guesses.missed("2001:db8:1:2::ffff", "one more", now=NOON)
    guesses.missed("2001:db8:1:3::1", "a neighbour", now=NOON)


def test_ipv4_that_came_in_by_ipv6_is_itself_and_no_neighbour_of_all_others():
    assert guess(7, from_=f"::ffff:{OFFICE}")[-1] == 429
    assert guess(1, from_=f"::ffff:{HOME}") == [401]


def test_a_crowd_of_addresses_does_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(guessing, "MOST_REMEMBERED", 50)
    guesses = Guesses()
    for number in range(200):
        guesses.missed(f"198.51.{number}.1", "x", now=NOON)
    assert len(guesses._tried) == 50


def test_who_goes_on_trying_costs_no_write(django_assert_num_queries, alice):
    guess(6)
    with django_assert_num_queries(0):
        assert guess(20) == [429] * 20


def test_a_program_that_goes_on_working_is_looked_up_once(django_assert_num_queries, alice):
    ask(alice.secret)
    key = alice.user.api_keys.get().pk
    with django_assert_num_queries(0):
        guessing.GUESSES.found(OFFICE, key, now=datetime.now(tz=UTC))
