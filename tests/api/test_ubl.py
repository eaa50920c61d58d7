"""A result as an electronic invoice: written if the document says enough, else refused with what it lacks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from extraction.engine import e_invoice
from extraction.engine.document import Attachment
from tests.exports import drawn
from tests.people import person
from tests.web import papers

pytestmark = pytest.mark.django_db
COMPLETE = drawn.with_allowances(1, "FR")


def get(somebody, extraction, query="format=ubl", **headers):
    path = f"/v1/extract/{extraction.public_id}?{query}"
    return Client().get(path, headers={"Authorization": somebody.authorization, **headers})


def test_a_complete_document_is_answered_as_a_file(alice):
    extraction = papers.completed(alice.user, COMPLETE)
    answer = get(alice, extraction)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="{extraction.public_id}.xml"'
    stated = e_invoice.find([Attachment("invoice.xml", answer.content)]).stated
    assert stated is not None
    assert (stated.invoice_number, stated.total) == (COMPLETE.invoice_number, COMPLETE.total)


def test_what_is_missing_is_named_with_its_term_and_its_field(alice):
    lacking = replace(COMPLETE, customer=replace(COMPLETE.customer, name=None), total=None)
    answer = get(alice, papers.completed(alice.user, lacking))
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert error["code"] == "terms_missing"
    assert error["message"].endswith(": BT-44 Buyer name, BT-112 Total with VAT.")
    assert [(each["term"], each["field"]) for each in error["missing"]] == [
        ("BT-44", "customer.name"),
        ("BT-112", "total"),
    ]
    assert error["missing"][1] == {
        "term": "BT-112",
        "name": "Total with VAT",
        "message": "The document names no total.",
        "field": "total",
        "rule": "BR-14",
    }


def test_a_refusal_leaves_the_other_forms(alice):
    extraction = papers.completed(alice.user)
    assert get(alice, extraction).status_code == 422
    assert get(alice, extraction, "format=csv").status_code == 200
    assert get(alice, extraction, "").json()["invoice_number"] == "LS-2026-0418"


def test_it_need_not_be_sent_twice(alice):
    extraction = papers.completed(alice.user, COMPLETE)
    tag = get(alice, extraction)["ETag"]
    assert get(alice, extraction, **{"If-None-Match": tag}).status_code == 304


def test_evidence_changes_nothing(alice):
    extraction = papers.completed(alice.user, COMPLETE)
    with_evidence = get(alice, extraction, "format=ubl&include=evidence")
    assert with_evidence.content == get(alice, extraction).content


@pytest.mark.parametrize(("state", "status"), [(papers.queued, "processing"), (papers.failed, "failed")])
def test_without_a_result_its_state_is_answered(alice, state, status):
    answer = get(alice, state(alice.user))
    assert answer.status_code == 200
    assert answer.json()["status"] == status


def test_a_new_document_cannot_be_answered_as_ubl(client, alice):
    """Whether it can is known only once it was read, and counted."""
    answer = client.post("/v1/extract", {"format": "ubl"}, headers={"Authorization": alice.authorization})
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "invalid_request"


def test_charlie_finds_nothing(alice):
    charlie = person("charlie")
    assert get(charlie, papers.completed(alice.user, COMPLETE)).status_code == 404
