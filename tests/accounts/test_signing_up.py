"""From a stranger to somebody with an account, and back in again."""

import re

import pytest
from django.core import mail

from accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "a sentence nobody guesses"


def sign_up(client, email="dora@example.com", password=PASSWORD, **more):
    return client.post("/accounts/signup/", {"email": email, "password1": password, **more}, follow=True)


def test_signing_up_leads_to_where_the_first_invoice_is_dropped(client):
    assert "Drop an invoice" in client.get("/accounts/signup/").content.decode()
    answer = sign_up(client)
    assert answer.redirect_chain[-1] == ("/dashboard", 302)
    assert "Your first invoice" in answer.content.decode()
    assert User.objects.get().email == "dora@example.com"


@pytest.mark.parametrize("page", ["/", "/pricing", "/docs", "/docs/keys"])
def test_whoever_asks_for_a_key_is_led_to_their_first_one(client, page):
    [address] = set(re.findall(r'href="(/accounts/signup/\?next=/keys)"', client.get(page).content.decode()))
    assert "Get a key" in client.get(address).content.decode()
    answer = sign_up(client, next="/keys")
    assert answer.redirect_chain[-1] == ("/keys", 302)
    assert "Your first key" in answer.content.decode()


def test_a_password_of_eleven_characters_is_too_short_and_the_page_says_so(client):
    page = sign_up(client, password="kw8-fHw2!xq").content.decode()
    assert "At least 12 characters" in page
    assert "This password is too short" in page
    assert 'aria-describedby="id_password1-hint id_password1-error"' in page
    assert not User.objects.exists()


def test_an_address_has_one_account_only(client):
    sign_up(client)
    client.post("/accounts/logout/")
    page = sign_up(client, password="another sentence nobody guesses").content.decode()
    assert "already registered" in page
    assert User.objects.get().check_password(PASSWORD)


def test_no_page_promises_a_mail_that_is_only_printed(client):
    assert "sent" not in re.sub(r"<[^>]+>", " ", sign_up(client).content.decode()).lower()


def test_logging_in_leads_to_the_overview(client):
    sign_up(client)
    client.post("/accounts/logout/")
    answer = client.post("/accounts/login/", {"login": "dora@example.com", "password": PASSWORD}, follow=True)
    assert answer.redirect_chain[-1] == ("/dashboard", 302)


def test_logging_in_leads_back_to_where_one_wanted_to_go(client):
    sign_up(client)
    client.post("/accounts/logout/")
    form = {"login": "dora@example.com", "password": PASSWORD, "next": "/keys"}
    assert client.post("/accounts/login/", form)["Location"] == "/keys"


def test_a_wrong_password_is_refused_in_one_sentence_for_every_address(client):
    sign_up(client)
    client.post("/accounts/logout/")
    pages = [
        client.post("/accounts/login/", {"login": email, "password": "not this one"}).content.decode()
        for email in ("dora@example.com", "nobody@example.com")
    ]
    said = [re.search(r'role="alert">.*?<p>(.*?)</p>', page, re.DOTALL)[1] for page in pages]
    assert said[0] == said[1]


def test_logging_out_takes_a_click_and_not_only_a_link(client):
    sign_up(client)
    client.get("/accounts/logout/")
    assert client.get("/dashboard").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/dashboard").status_code == 302


def test_a_forgotten_password_can_be_set_anew_through_the_mail(client):
    sign_up(client)
    client.post("/accounts/logout/")
    client.post("/accounts/password/reset/", {"email": "dora@example.com"})
    link = re.search(r"http://testserver(/\S+)", mail.outbox[-1].body)[1]
    form = client.get(link, follow=True)
    new = "another sentence nobody guesses"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert User.objects.get().check_password(new)


def test_too_many_tries_are_slowed_down_with_a_page_that_says_so(client):
    sign_up(client)
    client.post("/accounts/logout/")
    form = {"login": "dora@example.com", "password": "not this one"}
    answers = [client.post("/accounts/login/", form) for _ in range(12)]
    last = answers[-1]
    assert last.status_code == 429 or "Too many failed login attempts" in last.content.decode()
