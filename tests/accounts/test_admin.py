"""The Django admin shows people and their keys, and never what a key is."""

import pytest
from django.utils import timezone

from accounts import keys
from accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(db):
    return User.objects.create_superuser("operator@example.com", "a sentence nobody guesses")


@pytest.fixture
def issued(db):
    alice = User.objects.create_user("alice@example.com")
    return keys.issue(user=alice, name="Scanner desk", now=timezone.now())


def test_a_key_can_be_looked_at_but_shows_neither_secret_nor_digest(browse, operator, issued):
    client = browse(operator)
    for address in ("/admin/accounts/apikey/", f"/admin/accounts/apikey/{issued.key.pk}/change/"):
        page = client.get(address).content.decode()
        assert issued.key.prefix in page
        assert issued.secret not in page
        assert "digest" not in page.lower()


def test_keys_can_be_revoked_there_but_not_made(browse, operator, issued):
    client = browse(operator)
    assert client.get("/admin/accounts/apikey/add/").status_code == 403
    client.post("/admin/accounts/apikey/", {"action": "revoke", "_selected_action": [issued.key.pk]})
    issued.key.refresh_from_db()
    assert issued.key.revoked_at is not None


def test_people_can_be_found_and_added_by_address(browse, operator):
    client = browse(operator)
    assert "operator@example.com" in client.get("/admin/accounts/user/?q=operator").content.decode()
    form = {"email": "erin@example.com", "usable_password": "false"}
    assert client.post("/admin/accounts/user/add/", form).status_code == 302
    assert User.objects.filter(email="erin@example.com").exists()


def test_customers_do_not_get_in(browse, issued):
    assert browse(issued.key.user).get("/admin/").status_code == 302
