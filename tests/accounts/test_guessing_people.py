"""Passwords, codes and accounts cannot be tried one after the other, from one address or about one person."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client

from accounts.models import User
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db
HERE, THERE = "198.51.100.7", "203.0.113.9"
Try = Callable[[Client, int], object]


@pytest.fixture
def dora():
    user = User.objects.create_user("dora@example.com", PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def visitor(address: str = HERE) -> Client:
    return Client(REMOTE_ADDR=address, raise_request_exception=False)


def refused_after(tried: Callable[[int], object], *, most: int) -> int:
    """How many tries it took, until the answer was a different one: 429, or words about too many."""
    for number in range(most):
        answer = tried(number)
        page = answer.content.decode()
        if answer.status_code == 429 or "Too many" in page or "too many" in page:
            return number
    return most


def log_in(client: Client, email: str, password: str = "not this one"):
    return client.post("/accounts/login/", {"login": email, "password": password})


def test_the_password_of_one_person_can_be_tried_five_times(dora):
    assert refused_after(lambda _: log_in(visitor(), dora.email), most=20) == 5
    assert "Too many" in log_in(visitor(), dora.email, PASSWORD).content.decode()


def test_from_many_addresses_as_well(dora):
    assert refused_after(lambda n: log_in(visitor(f"198.51.100.{n}"), dora.email), most=20) == 5


def test_from_one_address_many_people_cannot_be_tried(dora):
    assert refused_after(lambda n: log_in(visitor(), f"somebody{n}@example.com"), most=40) == 10
    assert "Too many" not in log_in(visitor(THERE), "somebody1@example.com").content.decode()


def test_whoever_logs_in_properly_uses_up_nothing(dora):
    for _ in range(12):
        client = visitor()
        assert log_in(client, dora.email, PASSWORD).status_code == 302
        client.post("/accounts/logout/")


def test_accounts_cannot_be_opened_by_the_hundred():
    def sign_up(number: int):
        form = {"email": f"new{number}@example.com", "password1": PASSWORD}
        return visitor().post("/accounts/signup/", form)

    assert refused_after(sign_up, most=40) == 20
    assert User.objects.count() == 20


def test_nobody_is_flooded_with_mails_about_a_forgotten_password(dora):
    def ask(number: int):
        return visitor(f"198.51.100.{number}").post("/accounts/password/reset/", {"email": dora.email})

    assert refused_after(ask, most=20) == 5
    assert len(mail.outbox) == 5


def test_from_one_address_one_cannot_ask_for_many_people(dora):
    def ask(number: int):
        return visitor().post("/accounts/password/reset/", {"email": f"new{number}@example.com"})

    assert refused_after(ask, most=40) == 20


def test_links_out_of_mails_cannot_be_guessed(dora):
    def follow(number: int):
        return visitor().post(f"/accounts/password/reset/key/1-{number:06}-abc/", {"password1": "x"})

    assert refused_after(follow, most=40) == 20


@pytest.fixture
def half_in(dora):
    """Somebody who knows the password, and is asked for a code."""
    TOTP.activate(dora, generate_totp_secret())
    RecoveryCodes.activate(dora)

    def client(address: str = HERE) -> Client:
        found = visitor(address)
        assert log_in(found, dora.email, PASSWORD)["Location"] == "/accounts/2fa/authenticate/"
        return found

    return client


@pytest.mark.parametrize("code", ["{:06}", "{:08}"], ids=["of an app", "for recovery"])
def test_the_second_factor_can_be_tried_five_times(half_in, code):
    client = half_in()
    found = refused_after(
        lambda n: client.post("/accounts/2fa/authenticate/", {"code": code.format(n)}), most=20
    )
    assert found == 5


def test_logging_in_anew_or_elsewhere_gives_no_more_tries(half_in):
    def tried(number: int):
        client = half_in(f"198.51.100.{number}")
        return client.post("/accounts/2fa/authenticate/", {"code": f"{number:06}"})

    assert refused_after(tried, most=20) == 5


def test_the_password_asked_for_once_more_cannot_be_tried_for_ever(dora):
    client = visitor()
    client.force_login(dora)
    found = refused_after(lambda n: client.post("/accounts/reauthenticate/", {"password": f"{n}"}), most=20)
    assert found <= 10


def test_passkeys_cannot_be_tried_by_the_hundred(dora):
    made_up = {"id": "AA", "rawId": "AA", "type": "public-key", "response": {"userHandle": "MQ"}}

    def tried(_: int):
        client = visitor()
        client.get("/accounts/2fa/webauthn/login/")
        return client.post("/accounts/2fa/webauthn/login/", {"credential": json.dumps(made_up)})

    assert refused_after(tried, most=60) <= 30


def test_behind_a_proxy_each_has_tries_of_their_own(dora, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def from_(address: str) -> Client:
        return Client(REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": f"127.0.0.1, {address}"})

    for number in range(12):
        log_in(from_(HERE), f"somebody{number}@example.com")
    assert "Too many" in log_in(from_(HERE), "somebody@example.com").content.decode()
    assert "Too many" not in log_in(from_(THERE), "somebody@example.com").content.decode()


def test_by_ipv6_who_came_by_ipv4_is_not_taken_for_all_others(dora):
    for number in range(12):
        log_in(visitor(f"::ffff:{HERE}"), f"somebody{number}@example.com")
    assert "Too many" not in log_in(visitor(f"::ffff:{THERE}"), "somebody@example.com").content.decode()


def test_a_refusal_says_when_to_come_back():
    for number in range(21):
        answer = visitor().post(
            "/accounts/signup/", {"email": f"new{number}@example.com", "password1": PASSWORD}
        )
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
