"""PATCH /v1/extract/{id}: a program corrects a result."""

import json

import pytest
from django.utils import timezone

from extraction.models import Correction, Extraction
from tests.people import person
from tests.web.papers import completed, failed

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(alice):
    return completed(alice.user)


@pytest.fixture
def patch(client, alice, document):
    def send(body, *, to=None, of=alice, query=""):
        return client.patch(
            f"/v1/extract/{(to or document).public_id}{query}",
            body if isinstance(body, str) else json.dumps(body),
            content_type="application/json",
            headers={"Authorization": of.authorization},
        )

    return send


def corrections(**values):
    return {"corrections": {path.replace("__", "."): value for path, value in values.items()}}


def error(answer):
    assert answer.status_code == 400
    return answer.json()["error"]["message"]


def test_texts_and_numbers_are_taken(patch):
    answer = patch(
        corrections(total="1.234,50", line_items__0__quantity=11.5, date="30.6.2026", tax_rate="19 %")
    ).json()
    assert (answer["total"], answer["line_items"][0]["quantity"]) == (1234.5, 11.5)
    assert (answer["date"], answer["tax_rate"], answer["corrected"]) == ("2026-06-30", 0.19, True)


def test_numbers_keep_their_decimals(patch):
    assert '"total": 300.10' in patch('{"corrections": {"total": 300.10}}').content.decode()


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_what_is_not_on_the_page_is_null(patch, nothing):
    assert patch(corrections(payment_terms=nothing)).json()["payment_terms"] is None


def test_evidence_says_who_it_is_from(patch):
    answer = patch(corrections(total="300"), query="?include=evidence").json()
    assert answer["evidence"]["total"]["source"] == "person"
    assert answer["evidence"]["total"]["corrected"] is True
    assert "evidence" not in patch(corrections(total="300")).json()


def test_it_is_the_same_for_whoever_asks_later(patch, client, alice, document):
    answer = patch(corrections(total="300.00"), query="?include=evidence")
    address = f"/v1/extract/{document.public_id}?include=evidence"
    later = client.get(address, headers={"Authorization": alice.authorization})
    assert later.content == answer.content


def test_sent_again_it_changes_nothing(patch):
    first = patch(corrections(total="300.00", due_date="2026-07-02"))
    second = patch(corrections(total="300.00", due_date="2026-07-02"))
    assert first.content == second.content
    assert Correction.objects.count() == 2


def test_nothing_is_counted(patch, alice):
    patch(corrections(total="300.00"))
    assert not alice.user.usage_periods.exists()


def test_a_value_that_cannot_be_meant_is_named_by_its_path_and_none_is_taken(patch):
    message = error(patch(corrections(total="a lot", invoice_number="X-1")))
    assert message == 'total: "a lot" is not an amount. Write it like 1234.56.'
    assert Extraction.objects.get().corrected is None


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("{", "The body is not JSON in UTF-8."),
        ("[]", "The body is not a JSON object."),
        ({}, "`corrections` is empty."),
        ({"corrections": {}}, "`corrections` is empty."),
        ({"corrections": ["total"]}, "corrections is not an object."),
        ({"corrections": {"totl": 1}}, "corrections.totl is no value that can be corrected."),
        ({"corrections": {"checks": None}}, "corrections.checks is no value that can be corrected."),
        ({"corrections": {"total": True}}, "corrections.total is not text."),
        ({"corrections": {"total": {"a": 1}}}, "corrections.total is not text."),
        ({"corrections": {"total": "1"}, "total": 1}, "total is not known here."),
        ({"corrections": {"line_items.9.amount": 1}}, "line_items.9.amount: There is no such value"),
        ({"corrections": {"line_items.-1.amount": 1}}, "corrections.line_items.-1.amount is no value"),
        ({"corrections": {"date": 20260531}}, "date: This takes text."),
        ('{"corrections": {"total": 1e400}}', "corrections.total is a larger or finer number"),
        ('{"corrections": {"total": NaN}}', "corrections.total is not a number."),
        ('{"corrections": {"vendor.name": "\\udcff"}}', "corrections.vendor.name is not text."),
        ('{"corrections": {"\\udcff": 1}}', "corrections.? is no value"),
        ({"corrections": {"vendor.name": "a\u0000b"}}, "vendor.name: This has characters that cannot"),
        ({"corrections": {"vendor.name": "a" * 1001}}, "vendor.name: This is longer than 1,000 characters."),
    ],
)
def test_whatever_else_is_sent_is_answered_in_words(patch, body, says):
    assert error(patch(body)).startswith(says)
    assert not Correction.objects.exists()


def test_what_was_not_read_cannot_be_corrected(patch, alice):
    assert error(patch(corrections(total=1), to=failed(alice.user))).startswith("This document has no result")


def test_charlie_cannot(patch, document):
    answer = patch(corrections(total=1), of=person("charlie"))
    assert answer.status_code == 404
    assert not Correction.objects.exists()


def test_csv_and_ubl_have_what_was_corrected(patch, client, alice, document):
    patch(corrections(vendor__name="Fernhill Paper Ltd"))

    def file(form):
        address = f"/v1/extract/{document.public_id}?format={form}"
        return client.get(address, headers={"Authorization": alice.authorization}).content.decode()

    assert "Fernhill Paper Ltd" in file("csv")
    assert ",true," in file("csv")
    assert "Larkfield" not in file("csv")


def test_lists_have_what_was_corrected(patch, client, alice):
    patch(corrections(vendor__name="Fernhill Paper Ltd", total="12.00"))
    listed = client.get("/v1/extractions?vendor=fernhill", headers={"Authorization": alice.authorization})
    [line] = listed.json()["results"]
    assert (line["vendor"]["name"], line["total"]) == ("Fernhill Paper Ltd", 12)
    assert line["created_at"] <= timezone.now().isoformat()
