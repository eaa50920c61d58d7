"""No link leads nowhere: every address that a page offers answers, and has the part that it names."""

import re

import pytest

from extraction.web.docs import PAGES
from tests.web import papers

pytestmark = pytest.mark.django_db
OUTSIDE = [
    "/",
    "/pricing",
    *[page.address for page in PAGES.values()],
    "/accounts/signup/",
    "/accounts/login/",
    "/accounts/password/reset/",
    "/lost",
]
INSIDE = [
    "/account",
    "/account/activity",
    "/account/export",
    "/dashboard",
    "/keys",
    "/keys/new",
    "/pricing",
    "/docs",
    "/accounts/2fa/",
    "/accounts/email/",
]


def dead_links(client, address):
    page = client.get(address).content.decode()
    links = {link for link in re.findall(r'(?:href|hx-get)="([^"]+)"', page) if not is_file(link)}
    return {link for link in links if not answers(client, link, page)}


def is_file(link):
    """What is drawn or fetched for a page has tests of its own."""
    return link.startswith("/static/") or link.endswith(".jpg")


def answers(client, link, page):
    target, _, part = link.partition("#")
    if target:
        answer = client.get(target, follow=True)
        if answer.status_code != 200:
            return False
        page = answer.getvalue().decode(errors="replace")
    return f'id="{part}"' in page if "#" in link else True


@pytest.mark.parametrize("address", OUTSIDE)
def test_outside(client, address):
    assert dead_links(client, address) == set()


@pytest.mark.parametrize("address", INSIDE)
def test_inside(browse, alice, address):
    papers.completed(alice)
    assert dead_links(browse(alice), address) == set()


def test_of_documents(browse, alice):
    for extraction in (papers.completed(alice, papers.DOUBTFUL), papers.failed(alice), papers.queued(alice)):
        assert dead_links(browse(alice), f"/documents/{extraction.public_id}") == set()
    doubtful = alice.extractions.completed().get()
    assert dead_links(browse(alice), f"/documents/{doubtful.public_id}/missing-terms") == set()
