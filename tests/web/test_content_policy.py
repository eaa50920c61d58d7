"""The pages hold to a strict content policy: no style and no script in the markup itself."""

import re
from html.parser import HTMLParser

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
    "/dashboard",
    "/plan",
    "/keys",
    "/keys/new",
    "/accounts/2fa/",
    "/accounts/2fa/webauthn/",
    "/accounts/password/change/",
    "/accounts/email/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
]


class Inline(HTMLParser):
    """Collects what the policy would stop."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        inline_script = tag == "script" and "src" not in named and named.get("type") != "application/json"
        handlers = [name for name in named if name == "style" or name.startswith("on")]
        if inline_script or tag == "style" or handlers:
            self.found.append((tag, handlers))


def inline(answer):
    parser = Inline()
    parser.feed(answer.content.decode())
    return parser.found


@pytest.mark.parametrize("address", OUTSIDE)
def test_public_pages_hold_no_inline_style_or_script(client, address):
    assert inline(client.get(address)) == []


@pytest.mark.parametrize("address", INSIDE)
def test_pages_of_the_portal_hold_none_either(browse, alice, address):
    answer = browse(alice).get(address)
    assert answer.status_code == 200
    assert inline(answer) == []


def test_a_result_holds_none(browse, alice):
    for extraction in (papers.completed(alice, papers.DOUBTFUL), papers.failed(alice), papers.queued(alice)):
        assert inline(browse(alice).get(f"/documents/{extraction.public_id}")) == []


def test_the_policy_is_sent_with_every_page_and_allows_this_site_only(client):
    policy = client.get("/")["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == "'self'"
    assert directives["object-src"] == "'none'"
    assert directives["frame-ancestors"] == "'none'"
    assert directives["form-action"] == "'self'"  # and Stripe's pages, where there is a key of Stripe's
    assert "unsafe" not in policy


@pytest.mark.parametrize("address", OUTSIDE)
def test_nothing_is_loaded_from_another_site(client, address):
    page = client.get(address).content.decode()
    loaded = re.sub(r'<link rel="canonical"[^>]*>', "", page)  # which is only said
    assert not re.search(r'(?:src|href)="(?:https?:)?//', loaded)


def test_pages_forbid_themselves_what_they_never_ask_for(client):
    policy = client.get("/")["Permissions-Policy"]
    assert {"camera=()", "microphone=()", "geolocation=()"} <= set(policy.split(", "))
