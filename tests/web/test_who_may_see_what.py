"""Every page of the portal asks who is there, and shows people their own things only."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.web import papers

pytestmark = pytest.mark.django_db

OF_NOBODY = ["dashboard", "upload", "keys", "new_key", "create_key", "usage", "usage_csv", "usage_alerts"]
OF_A_DOCUMENT = {
    "document": "get",
    "document_file": "get",
    "missing_terms": "get",
    "ask_delete": "get",
    "delete": "post",
}
OF_A_KEY = {
    "made_key": "get",
    "ask_limit_key": "get",
    "limit_key": "post",
    "ask_rotate_key": "get",
    "rotate_key": "post",
    "ask_revoke_key": "get",
    "revoke_key": "post",
}


@pytest.mark.parametrize("name", OF_NOBODY)
def test_a_stranger_is_asked_to_log_in(client, name):
    address = reverse(name)
    for answer in (client.get(address), client.post(address)):
        assert answer.status_code == 302
        assert answer["Location"] == f"/accounts/login/?next={address}"


@pytest.mark.parametrize(("name", "method"), OF_A_DOCUMENT.items())
def test_charlie_finds_nothing_where_alices_document_is(browse, alice, charlie, name, method):
    address = reverse(name, args=[papers.completed(alice).public_id])
    assert getattr(browse(charlie), method)(address).status_code == 404
    assert alice.extractions.count() == 1


@pytest.mark.parametrize("kind", ["json", "csv", "xml"])
def test_charlie_cannot_download_what_was_read_for_alice(browse, alice, charlie, kind):
    address = reverse("document_export", args=[papers.completed(alice).public_id, kind])
    assert browse(charlie).get(address).status_code == 404


@pytest.mark.parametrize(("name", "method"), OF_A_KEY.items())
def test_charlie_can_neither_limit_nor_rotate_nor_revoke_alices_key(browse, alice, charlie, name, method):
    key = alice.api_keys.get()
    assert getattr(browse(charlie), method)(reverse(name, args=[key.pk])).status_code == 404
    key.refresh_from_db()
    assert (key.revoked_at, key.expires_at, key.monthly_limit, alice.api_keys.count()) == (
        None,
        None,
        None,
        1,
    )


@pytest.mark.parametrize("address", ["document", "document_file", "ask_delete"])
def test_a_document_is_not_shown_to_somebody_who_is_not_logged_in(client, alice, address):
    answer = client.get(reverse(address, args=[papers.completed(alice).public_id]))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_charlies_overview_is_empty_whatever_alice_sends(browse, alice, charlie):
    papers.completed(alice)
    page = browse(charlie).get("/dashboard").content.decode()
    assert "Your first invoice" in page
    assert "Larkfield" not in page


@pytest.mark.parametrize(
    "address", ["/uploads", "/keys/create", "/usage/alerts", "/theme", "/accounts/logout/"]
)
def test_a_form_of_another_site_is_refused(alice, address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    answer = client.post(address, {"name": "stolen", "theme": "dark"})
    assert answer.status_code == 403
    assert "This form was open for too long" in answer.content.decode()
    assert alice.api_keys.count() == 1


def test_a_form_that_was_open_for_too_long_leads_back_to_its_page_and_never_to_another_site(alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    ours = client.post("/usage/alerts", headers={"Referer": "http://testserver/usage?period=year"})
    assert 'href="/usage?period=year">Back to where you were' in ours.content.decode()
    foreign = client.post("/usage/alerts", headers={"Referer": "https://elsewhere.example/usage"})
    assert "Back to where you were" not in foreign.content.decode()


@pytest.mark.parametrize("path", ["//evil.example/x", "///evil.example/x", "/\\evil.example/x"])
def test_a_page_of_ours_whose_path_looks_like_another_site_is_no_way_to_it(alice, path):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    answer = client.post("/usage/alerts", headers={"Referer": f"http://testserver{path}"})
    ways = re.findall(r'href="([^"]*)">Back to where you were', answer.content.decode())
    assert [way for way in ways if way.startswith(("//", "/\\")) or ":" in way] == []
