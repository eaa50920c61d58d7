"""Whoever knows what somebody else's things are called has nothing of it: not at any address, by any method.

The addresses are those of the URL configuration. A new one needs what its form sends in `FORMS`, if it
changes something; a new kind of id needs a line in `tests.pages.VALUES`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from accounts.models import User
from tests import pages
from tests.tenants import estate, visits
from tests.tenants.estate import Owner

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

OTHERS = "elsewhere"
ROOMS = ["v1", "documents", "webhooks", OTHERS]
# A link that only a mail has: who has it may use it, which is what it is for.
OPEN_BY_WHAT_THEY_NAME = {"account_confirm_email", "account_reset_password_from_key"}

RULE = {"kind": "always", "value": "60 days net"}
ENDPOINT = {"url": "https://other.example.com/", "events": ["extraction.failed"], "description": "taken over"}
# What the page's form, or a program, sends to change something.
FORMS: dict[str, dict[str, Any]] = {
    "document_work": {"do": "save", "total": "1.00"},
    "make_rule": {"path": "payment_terms", **RULE},
    "change_rule": RULE,
    "change_webhook": ENDPOINT,
    "limit_key": {"invoices": "5"},
    "rotate_key": {"form": "anything"},
    "mfa_edit_webauthn": {"name": "taken over"},
    "take_upload": {"file": "the file"},
}
QUERIES = {"offer_rule": {"path": "payment_terms"}}
BODIES: dict[str, dict[str, Any]] = {
    "api_extraction": {"corrections": {"total": "1.00"}},
    "api_webhook": {"description": "taken over"},
}
# What changes nothing of hers, for it is as the form would have it already.
DONE_ALREADY = {
    "POST uploads/<drop:public_id>/put-away",  # an open one cannot be
    "POST rules/<rule:public_id>/on",
    "POST webhooks/<endpoint:public_id>/enable",
}


@dataclass(frozen=True)
class Target:
    """An address of one thing: with alice's ids, and with ids that nothing ever had."""

    route: pages.Route
    hers: str
    nobodys: str
    ids: tuple[tuple[str, str], ...]

    @property
    def room(self) -> str:
        """Where in the site it is, so that not all of it is one test."""
        first = self.route.path.partition("/")[0]
        return first if first in ROOMS else OTHERS

    @property
    def is_api(self) -> bool:
        return self.route.path.startswith("v1/")

    def same(self, told: visits.Told) -> visits.Told:
        return told.without(*(each for pair in self.ids for each in pair))


def targets(user: User) -> list[Target]:
    """An address for each route that names something of an account's."""
    return [target for route in pages.every_route() if (target := _target(route, user))]


def _target(route: pages.Route, user: User) -> Target | None:
    hers = [_hers(part, route, user) for part in route.parts]
    nobodys = [pages.values(part, route, None) for part in route.parts]
    for part, some in zip(route.parts, hers, strict=True):
        assert some, f"Give her something for {part} of {route.path}, in tests.tenants.estate."
    if hers == nobodys or route.name in OPEN_BY_WHAT_THEY_NAME:
        return None
    first, never = [some[0] for some in hers], [some[0] for some in nobodys]
    ids = tuple((str(a), str(b)) for a, b in zip(first, never, strict=True) if a != b)
    return Target(route, route.filled(first), route.filled(never), ids)


def _hers(part: str, route: pages.Route, user: User) -> list[object]:
    """The document that has most to lose; one that failed where only such a one can be had."""
    if part != "extraction:public_id":
        return pages.values(part, route, user)
    wanted = {"status": "failed"} if route.name == "document_again" else {"page_words__isnull": False}
    return [user.extractions.filter(**wanted).latest("pk").public_id]


def sent(target: Target, method: str) -> dict[str, Any]:
    """As the page's own form or a program would send it."""
    name = target.route.name
    if method in ("get", "head", "options"):
        return {"data": QUERIES.get(name, {})} if method == "get" else {}
    if target.is_api:
        body = {} if method == "delete" else BODIES.get(name, {})
        return {"data": json.dumps(body), "content_type": "application/json"}
    form = dict(FORMS.get(name, {}))
    if "file" in form:
        form["file"] = ContentFile(estate.ACME, name="alices-own.pdf")
    return {"data": form} if method == "post" else {}


@pytest.fixture
def alice(db) -> Owner:
    return estate.of("alice")


@pytest.fixture
def charlie(db, alice) -> Owner:
    return estate.of("charlie")


def intruders(charlie: Owner) -> list[tuple[str, Client, Callable[[Target], Sequence[str]]]]:
    """Who they are, and what they try at an address; where a door takes no such proof, one look will do."""
    key, session, nobody = visits.program(charlie.secret), visits.page_visitor(charlie.user), Client()
    return [
        ("charlie's key", key, lambda target: visits.METHODS if target.is_api else ["get"]),
        ("charlie's session", session, lambda target: ["get"] if target.is_api else visits.METHODS),
        ("nobody", nobody, lambda _: ["get", "post"]),
    ]


@pytest.mark.parametrize("room", ROOMS)
def test_nobody_else_sees_or_changes_anything_at_any_address(alice, charlie, room):
    before, watch, found = estate.files(alice.user), visits.Watch(alice.user), []
    visitors = intruders(charlie)
    for target in targets(alice.user):
        for who, client, methods in visitors if target.room == room else []:
            for method in methods(target):
                at = f"{who}: {method.upper()} {target.hers} ({target.route.name})"
                found += [f"{at} {fault}" for fault in wrong(client, method, target, watch, mark=alice.mark)]
    assert estate.files(alice.user) == before
    assert found == [], "\n".join(found)


def wrong(client: Client, method: str, target: Target, watch: visits.Watch, *, mark: str) -> Iterator[str]:
    told, changed = watch.changed_by(client, method, target.hers, **sent(target, method))
    nobodys, _ = watch.changed_by(client, method, target.nobodys, **sent(target, method))
    told, nobodys = target.same(told), target.same(nobodys)
    if changed:
        yield f"changed {changed}"
    if told != nobodys:
        yield f"is told from one that never was: {told.beside(nobodys)}"
    if mark in told.text or (told.status < 300 and method != "options"):  # which only lists methods
        yield f"answered {told.status}: {told.text[:200]}"


def test_alice_herself_gets_there_by_the_same_requests(alice):
    """Else the test above would prove nothing: each address is hers, and what a form does is done."""
    doors = {True: visits.program(alice.secret), False: visits.page_visitor(alice.user)}
    watch, everything = visits.Watch(alice.user), targets(alice.user)
    opened, idle = set(), set()
    for target, method in product(everything, visits.METHODS):
        told, changed = watch.changed_by(doors[target.is_api], method, target.hers, **sent(target, method))
        if told.status < 400:
            opened.add(target.route.path)
        if told.status < 400 and method in ("post", "patch", "delete") and not changed:
            idle.add(f"{method.upper()} {target.route.path}")
    assert {target.route.path for target in everything} - opened == set()
    assert idle - DONE_ALREADY == set()
