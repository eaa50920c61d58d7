"""One button leads to the first document that waits for a person; from there each leads to the next."""

import pytest

from tests.web import papers

pytestmark = pytest.mark.django_db


def waiting(user, filename):
    extraction = papers.completed(user, filename=filename)
    user.extractions.filter(pk=extraction.pk).update(to_check=2)
    return extraction


def test_it_leads_to_the_newest_that_waits(browse, alice):
    waiting(alice, "older.pdf")
    newest = waiting(alice, "newer.pdf")
    settled = papers.completed(alice, filename="settled.pdf")
    alice.extractions.filter(pk=settled.pk).update(to_check=0)
    assert browse(alice).get("/review")["Location"] == f"/documents/{newest.public_id}"


def test_where_nothing_waits_it_leads_to_the_list_that_says_so(browse, alice):
    assert browse(alice).get("/review")["Location"] == "/documents?state=review"


def test_charlie_is_not_led_to_alices_documents(browse, alice, charlie):
    waiting(alice, "alices.pdf")
    assert browse(charlie).get("/review")["Location"] == "/documents?state=review"


def test_the_overview_offers_it_while_something_waits(browse, alice):
    assert 'href="/review"' not in browse(alice).get("/dashboard").content.decode()
    waiting(alice, "waits.pdf")
    assert 'href="/review"' in browse(alice).get("/dashboard").content.decode()
