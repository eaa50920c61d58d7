"""Where somebody is logged in, and logging out everywhere else."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from accounts import closing
from tests.people import person

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def logged_in(user, agent=FIREFOX):
    browser = Client(headers={"User-Agent": agent})
    answer = browser.post("/accounts/login/", {"login": user.email, "password": "a sentence nobody guesses"})
    assert answer.status_code == 302
    return browser


def test_each_browser_is_listed_and_the_others_can_be_logged_out():
    alice, bob = person("alice").user, person("bob").user
    here, there, other = logged_in(alice), logged_in(alice, "curl/8.5"), logged_in(bob)
    page = here.get("/accounts/sessions/").content.decode()
    assert (page.count("This one"), "Firefox on Linux" in page, "curl" in page) == (1, True, True)
    assert "2 browsers logged in" in here.get("/account").content.decode()
    assert here.post("/accounts/sessions/").status_code == 302
    assert there.get("/account").status_code == 302
    assert here.get("/account").status_code == other.get("/account").status_code == 200


def test_a_closed_account_leaves_none():
    alice = person("alice").user
    logged_in(alice)
    closing.take_away_doors(alice)
    assert not UserSession.objects.exists()
