"""An address that only takes what a form sends says so to somebody who merely opens it."""

import pytest

from tests.people import person

pytestmark = pytest.mark.django_db

ONLY_SENT_TO = ["/checkout", "/plan/portal", "/plan/payment", "/usage/alerts", "/keys/create", "/uploads"]


@pytest.mark.parametrize("address", ONLY_SENT_TO)
def test_opened_it_leads_on(browse, alice, address):
    answer = browse(alice).get(address)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    page = answer.content.decode()
    assert "Nothing was done" in page
    assert 'href="/dashboard"' in page


def test_the_api_has_words_of_its_own(client):
    answer = client.put("/v1/usage", headers={"Authorization": person("alice").authorization})
    assert answer.status_code == 405
    assert "message" in answer.json()["error"]


def test_the_webhook_needs_nobody(client):
    answer = client.get("/billing/stripe/webhook/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert 'href="/accounts/login/"' in answer.content.decode()
