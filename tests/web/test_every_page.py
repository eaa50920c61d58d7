"""Every page, for everybody who may come by: found in the URL configuration, so none can be forgotten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import resolve

from accounts.models import User
from tests import pages
from tests.browser import seeding
from tests.people import PASSWORD
from tests.web.markup import Markup

pytestmark = pytest.mark.django_db(transaction=True)
EVERYBODY = [None, seeding.NOTHING, seeding.LONG_ADDRESS, seeding.STAFF]
PUBLIC = {"home", "pricing", "docs", "docs_page"}
# Opened without what leads to them, pages lead on, or take only what a form sends.
FINE = {200, 302, 405}
# Not there for who has none of it: passkeys, a payment, a result; each has tests of its own.
MAY_BE_MISSING = {
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
    "checkout_done",
    "document_export",
    "missing_terms",
    "page_words",
    "document_line",
    "offer_rule",
    "ask_rule_past",
    "security_txt",
}
ONE_PAGE = [{"docs", "docs_page"}]  # with two addresses


@dataclass(frozen=True)
class Seen:
    address: str
    name: str
    status: int
    page: Markup | None


def visitor(email: str | None) -> Client:
    """Somebody who has just logged in, so that nothing is asked for once more."""
    client = Client()
    if email:
        client.post("/accounts/login/", {"login": email, "password": PASSWORD})
        assert "_auth_user_id" in client.session
    return client


def seen(client: Client, address: str, name: str) -> Seen:
    answer = client.get(address)
    content = answer.getvalue()
    answer.close()
    is_page = answer.status_code == 200 and content.lstrip().lower().startswith(b"<!doctype html>")
    return Seen(address, name, answer.status_code, Markup(content.decode()) if is_page else None)


@pytest.fixture
def visited() -> dict[str | None, list[Seen]]:
    """All pages as each of them sees them."""
    seeding.seed(some=1, many=20)
    found = {}
    for email in EVERYBODY:
        client, user = visitor(email), User.objects.filter(email=email).first()
        addresses = sorted(pages.addresses(user).items())
        found[email] = [seen(client, address, name) for address, name in addresses]
    return found


def test_each_is_sound_and_leads_somewhere(visited):
    found = []
    for email, visits in visited.items():
        found += [(email, *each) for each in missing(visits, email)]
        found += [(email, each.address, fault) for each in visits if each.page for fault in each.page.faults]
        found += [(email, *each) for each in alike(visits)]
        found += [(email, *each) for each in dead_links(visits, email)]
    found += undescribed(visited[None])
    assert found == [], "\n".join(map(str, found))


def missing(visits: list[Seen], email: str | None) -> Iterator[tuple[object, ...]]:
    for each in visits:
        is_gone = each.status == 404 and (email is None or each.name in MAY_BE_MISSING)
        if each.status not in FINE and not is_gone:
            yield each.address, each.status


def alike(visits: list[Seen]) -> list[tuple[object, ...]]:
    """Pages that a row of tabs could not tell apart."""
    titles = defaultdict(set)
    for each in visits:
        if each.page:
            titles[each.page.title].add(each.name)
    return [(title, names) for title, names in titles.items() if len(names) > 1 and names not in ONE_PAGE]


def undescribed(visits: list[Seen]) -> list[tuple[object, ...]]:
    """What can be found without an account says what it is, each in words of its own."""
    public = [each for each in visits if each.name in PUBLIC and each.address != "/docs"]
    texts = [each.page.described if each.page else "" for each in public]
    return [
        (each.address, "description", text)
        for each, text in zip(public, texts, strict=True)
        if not text or texts.count(text) > 1
    ]


def dead_links(visits: list[Seen], email: str | None) -> Iterator[tuple[object, ...]]:
    """One link of each kind is followed: where one of a list leads, the others do."""
    client, followed = visitor(email), set()
    for each in visits:
        for link in sorted(each.page.links if each.page else ()):
            target = urlsplit(urljoin(each.address, link))
            if target.netloc or target.scheme or target.path.startswith("/static/"):
                continue
            if target.fragment and is_here(target, each) and target.fragment not in each.page.ids:
                yield each.address, link, "no such part"
            if kind_of(target) in followed or resolve(target.path).view_name in pages.FILES:
                continue
            followed.add(kind_of(target))
            status = seen(client, target._replace(fragment="").geturl(), "").status
            if status not in {200, 302}:
                yield each.address, link, status


def is_here(target: SplitResult, here: Seen) -> bool:
    return target.path == urlsplit(here.address).path


def kind_of(target: SplitResult) -> tuple[object, ...]:
    asked = sorted(part.partition("=")[0] for part in target.query.split("&"))
    return resolve(target.path).view_name or target.path, *asked
