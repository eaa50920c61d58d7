"""Ids of others that are sent inside a request, and not in its address, are as good as none."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import ApiKey
from config.environment import BASE_DIR
from extraction.models import Extraction
from tests.tenants import estate, visits
from tests.tenants.estate import Owner

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# Every name that a view asks a query or a form for, and where somebody else's value for it is tried.
# What names nothing of anybody's is "no id".
ASKED_FOR = {
    **dict.fromkeys(["id", "all", "search", "seen", "do", "sure"], "documents that are picked"),
    "at": "what was approved at a moment",
    "source": "a search",
    "cursor": "a list",
    "endpoint": "the log of deliveries",
    "quote": "a quote",
    "session_id": "a payment, in tests/billing/test_checkout.py",
    **dict.fromkeys(["next", "back"], "the way back"),
    "form": "a form of keys",
    **dict.fromkeys(["page", "part", "width", "period", "kind", "theme", "plan", "interval"], "no id"),
    **dict.fromkeys(["look", "path", "file", "goes"], "no id"),
}
READ = re.compile(r"(?:GET|POST|FILES|query_params|posted|form)\.(?:get|getlist)\(\"(\w+)\"")


@pytest.fixture
def alice(db) -> Owner:
    return estate.of("alice")


@pytest.fixture
def charlie(db, alice) -> Owner:
    return estate.of("charlie")


@pytest.fixture
def browser(charlie) -> Client:
    return visits.page_visitor(charlie.user)


@pytest.fixture
def watch(alice, charlie) -> visits.Watch:
    return visits.Watch(alice.user)


def test_every_name_that_a_view_asks_for_is_tried_here():
    found = {name for app in ("accounts", "billing", "extraction") for name in _names(BASE_DIR / app)}
    assert found - ASKED_FOR.keys() == set()


def _names(folder: Path) -> set[str]:
    return {name for file in folder.rglob("*.py") for name in READ.findall(file.read_text())}


@pytest.mark.parametrize("wanted", ["json", "csv", "xlsx", "ubl", "approve", "delete"])
def test_documents_of_others_cannot_be_picked(browser, alice, watch, wanted):
    form = {"id": sorted(estate.ids(alice.user)), "do": wanted, "sure": "yes"}
    told, changed = watch.changed_by(browser, "post", "/documents/picked", data=form)
    assert (changed, alice.mark in told.text) == ([], False)


def test_documents_of_others_cannot_be_deleted_by_picking_them(browser, alice, charlie, watch):
    his = charlie.user.extractions.count()
    form = {"id": sorted(estate.ids(alice.user))}
    assert watch.changed_by(browser, "post", "/documents/picked/delete", data=form)[1] == []
    assert charlie.user.extractions.count() == his


def test_all_means_all_of_ones_own(browser, alice, charlie, watch):
    form = {"all": "1", "seen": (timezone.now() + timedelta(hours=1)).isoformat(), "search": ""}
    for wanted in ("csv", "approve"):
        told, changed = watch.changed_by(
            browser, "post", "/documents/picked", data={**form, "do": wanted, "sure": "yes"}
        )
        assert (changed, alice.mark in told.text) == ([], False)
    assert watch.changed_by(browser, "post", "/documents/picked/delete", data=form)[1] == []


def test_what_alice_approved_at_a_moment_cannot_be_reopened_by_naming_the_moment(browser, alice, charlie):
    now = timezone.now()
    document = alice.user.extractions.filter(page_words__isnull=False).get()
    Extraction.objects.filter(pk=document.pk).update(
        review="approved", reviewed_at=now, reviewed_by=alice.user
    )
    watch = visits.Watch(alice.user)
    at = {"at": now.isoformat()}
    address = f"/documents/picked/reopen?at={now.isoformat().replace('+', '%2B')}"
    assert watch.changed_by(browser, "post", address, data=at)[1] == []


def sources(owner: Owner) -> list[str]:
    batch, key = owner.user.batches.earliest("pk"), ApiKey.objects.get(user=owner.user)
    return [batch.public_id, f"key-{key.pk}"]


def test_a_search_for_somebody_elses_batch_or_key_finds_nothing(browser, alice):
    for source in sources(alice):
        for address in ("/documents", "/documents/export.csv", "/documents/export.json"):
            told = visits.told(browser, "get", address, data={"source": source})
            assert alice.mark not in told.text
            assert "s-own.pdf" not in told.text


def test_the_log_of_deliveries_cannot_be_narrowed_to_somebody_elses_endpoint(browser, alice):
    theirs = alice.user.webhook_endpoints.get().public_id
    assert alice.mark not in visits.told(browser, "get", "/webhooks", data={"endpoint": theirs}).text


@pytest.mark.parametrize("address", ["/v1/extractions", "/v1/batches", "/v1/webhooks/deliveries"])
def test_a_cursor_out_of_somebody_elses_list_opens_ones_own(alice, charlie, address):
    """A cursor is a side of a row: whose row it was plays no part in what is listed."""
    hers = visits.program(alice.secret).get(address, {"limit": 1}).json()
    cursor = hers.get("next_cursor") or "none"
    told = visits.told(visits.program(charlie.secret), "get", address, data={"cursor": cursor})
    assert alice.mark not in told.text
    assert not estate.ids(alice.user) & set(re.findall(r"\w{3}_\w{16}", told.text))


def test_a_quote_made_for_somebody_else_buys_nothing(browser, watch):
    for address in ("/plan/change/confirmed", "/plan/cancel/confirmed"):
        told, changed = watch.changed_by(browser, "post", address, data={"quote": "anything"})
        assert changed == []
        assert told.status < 500


ELSEWHERE = ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert('evil')"]


def test_no_way_back_leads_to_another_site(browser, charlie):
    document = charlie.user.extractions.filter(page_words__isnull=False).get().public_id
    doors = [
        ("get", f"/documents/{document}/delete"),
        ("post", f"/documents/{document}/delete/confirmed"),
        ("post", "/theme"),
        ("post", "/accounts/logout/"),
        ("get", "/accounts/login/"),
        ("post", "/accounts/reauthenticate/"),
    ]
    for (method, address), way, name in product(doors, ELSEWHERE, ["back", "next"]):
        with visits.undone():
            told = visits.told(browser, method, address, data={name: way, "theme": "dark", "password": "x"})
        assert "evil" not in told.headers.get("location", ""), (address, name, way)
        assert not re.search(r"(?:href|action)=\"[^\"?]*evil", told.text), (address, name, way)


def test_the_number_of_somebody_elses_form_makes_a_key_of_ones_own(browser, alice, charlie, watch):
    form = {"name": "mine", "form": "the number of her form", "expires": ""}
    alice_has = ApiKey.objects.get(user=alice.user)
    ApiKey.objects.filter(pk=alice_has.pk).update(form=form["form"], name=form["name"])
    watch = visits.Watch(alice.user)
    told, changed = watch.changed_by(browser, "post", "/keys/create", data=form)
    assert changed == []
    assert told.headers.get("location") != f"/keys/{alice_has.pk}/made"


def test_an_id_in_a_body_is_not_followed(alice, charlie, watch):
    webhook = {"url": "https://c.example.com/", "events": ["extraction.failed"]}
    for public_id in sorted(estate.ids(alice.user)):
        for address, body in [
            ("/v1/webhooks", {**webhook, "id": public_id}),
            ("/v1/validate", {"id": public_id}),
        ]:
            sent = {"data": json.dumps(body), "content_type": "application/json"}
            told, changed = watch.changed_by(visits.program(charlie.secret), "post", address, **sent)
            assert (changed, alice.mark in told.text) == ([], False)


def test_an_idempotency_key_of_somebody_else_answers_nothing_of_theirs(alice, charlie):
    sent = {"data": json.dumps({"total": 1}), "content_type": "application/json"}
    same = {"headers": {"Idempotency-Key": "the-same-for-both"}}
    hers = visits.program(alice.secret).post("/v1/validate", **sent, **same)
    his = visits.program(charlie.secret).post("/v1/validate", **sent, **same)
    assert "Idempotency-Replayed" not in his
    assert (hers.status_code, his.status_code) == (200, 200) or hers.status_code == his.status_code
