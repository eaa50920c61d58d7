"""The admin has no door of its own: what guards the log-in guards it too."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.people import PASSWORD, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return User.objects.create_superuser("alice@example.com", PASSWORD)


def test_its_log_in_is_the_site_s_own(staff):
    response = Client().post("/admin/login/", {"username": staff.email, "password": PASSWORD})
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_charlie_is_not_let_in():
    client = Client()
    client.force_login(person("charlie").user)
    assert client.get("/admin/").status_code in (302, 403)


def test_an_address_can_be_typed_in_any_case_and_stays_one_account(staff):
    client = Client()
    client.force_login(staff)
    form = {
        "email": "Carl@Example.com",
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    assert client.post("/admin/accounts/user/add/", form).status_code == 302
    assert User.objects.get(email="carl@example.com").check_password(PASSWORD)
    again = client.post("/admin/accounts/user/add/", {**form, "email": "CARL@example.com"})
    assert again.status_code == 200
    assert User.objects.filter(email__iexact="carl@example.com").count() == 1
