"""What allauth asks and writes is said in our words."""

import pytest

from tests.people import PASSWORD, person
from tests.web.markup import source

pytestmark = pytest.mark.django_db


def test_the_mail_that_confirms_an_address(client, mailoutbox):
    client.post("/accounts/signup/", {"email": "dora@example.com", "password1": PASSWORD})
    [mail] = mailoutbox
    assert mail.subject == "Confirm your e-mail address"
    assert "this address was given for an account at testserver." in mail.body
    assert "http://testserver/accounts/confirm-email/" in mail.body


def test_the_page_that_asks_for_the_password_once_more(client):
    client.force_login(person("alice").user)
    page = source(client.get("/accounts/reauthenticate/"))
    assert "<title>Confirm that it is you · Invoice OCR</title>" in page
    assert "reauthenticate to safeguard" not in page


def test_the_pages_of_a_second_factor(client):
    client.force_login(person("alice").user)
    factors = source(client.get("/accounts/2fa/"))
    assert "With a second factor a stolen password opens nothing." in factors
    assert "Deactivate" not in factors
    assert "There is none yet." in source(client.get("/accounts/2fa/webauthn/"))
