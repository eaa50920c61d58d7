"""The description at /v1/openapi.json names all that the API has, and its examples are what it says."""

import json
from dataclasses import fields

import pytest
from django.urls import get_resolver
from django.utils import timezone
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator

from billing.usage import metering
from extraction.api.errors import TABLE
from extraction.api.schema import examples, openapi
from extraction.api.schema.keys import shapes_within
from extraction.api.schema.result import RESULT
from extraction.engine import invoice, render
from tests.people import person
from tests.web import papers

PARTS = (
    invoice.Party,
    invoice.LineItem,
    invoice.Tax,
    invoice.Payment,
    invoice.Period,
    invoice.Check,
    invoice.Evidence,
    invoice.Alternative,
)
METHODS = {"get", "post", "put", "patch", "delete"}
DOCUMENT = json.loads(render.to_json(openapi.document()))
OPERATIONS = {
    (method, path): operation
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
    if method in METHODS
}


def routes():
    """Every address under /v1 and the methods that its view takes, as Django knows them."""
    [api] = [entry for entry in get_resolver().url_patterns if str(entry.pattern) == "v1/"]
    for route in api.url_patterns:
        view = route.callback.cls
        for method in METHODS:
            if hasattr(view, method):
                yield method, f"/v1/{route.pattern}", view


def without_converters(path):
    return "/".join("{id}" if part.startswith("<") else part for part in path.split("/"))


def contents():
    """Every described body of an answer: where it is, its schema, its examples."""
    for (method, path), operation in OPERATIONS.items():
        for status, answer in operation["responses"].items():
            for kind, content in answer.get("content", {}).items():
                yield f"{method} {path} {status} {kind}", content


def problems(schema, value):
    whole = {**schema, "components": DOCUMENT["components"]}
    return [error.message for error in Draft202012Validator(whole).iter_errors(value)]


def closed(schema):
    """The schema without room for keys that it does not name."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {name: closed(each) for name, each in schema.items()}
    return {**inner, "additionalProperties": False} if "properties" in schema else inner


def strange(path, answered):
    schema = OPERATIONS["get", path]["responses"]["200"]["content"]["application/json"]["schema"]
    whole = {**schema, "components": {"schemas": closed(DOCUMENT["components"]["schemas"])}}
    return [error.message for error in Draft202012Validator(whole).iter_errors(answered)]


def get(client, person, address):
    answer = client.get(address, headers={"Authorization": person.authorization})
    assert answer.status_code == 200
    return answer.json()


def test_every_route_is_described():
    assert {(method, without_converters(path)) for method, path, _ in routes()} == set(OPERATIONS)


def test_the_document_is_openapi_3_1():
    assert DOCUMENT["openapi"].startswith("3.1")
    validate_schema(DOCUMENT)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_operation_says_what_it_is_for(method, path):
    operation = OPERATIONS[method, path]
    assert operation["operationId"]
    assert operation["summary"]
    assert operation["description"].endswith(".")
    assert set(operation["tags"]) <= {tag["name"] for tag in DOCUMENT["tags"]}
    for parameter in operation.get("parameters", []):
        assert parameter["description"], parameter["name"]


def test_what_is_done_once_under_a_key_says_so():
    for method, path, view in routes():
        if getattr(getattr(view, method), "is_done_once", False):
            operation = OPERATIONS[method, without_converters(path)]
            assert "Idempotency-Key" in {parameter["name"] for parameter in operation["parameters"]}
            assert "409" in operation["responses"]


def test_operations_have_names_of_their_own():
    names = [operation["operationId"] for operation in OPERATIONS.values()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", DOCUMENT["components"]["schemas"])
def test_every_key_of_every_schema_has_a_meaning(name):
    schema = DOCUMENT["components"]["schemas"][name]
    assert schema["description"]
    for key, described in schema["properties"].items():
        assert described["description"], key


@pytest.mark.parametrize(("where", "content"), list(contents()))
def test_examples_fit_their_schema(where, content):
    for name, example in content.get("examples", {}).items():
        assert problems(content["schema"], example["value"]) == [], (where, name)


@pytest.mark.parametrize("name", DOCUMENT["components"]["schemas"])
def test_examples_of_keys_fit_them(name):
    for key, described in DOCUMENT["components"]["schemas"][name]["properties"].items():
        for example in described.get("examples", []):
            assert problems(described, example) == [], key


def test_the_reference_s_own_examples_are_the_ones_shown():
    shown = json.dumps([content.get("examples") for _, content in contents()])
    for text in (examples.RESULT, examples.USAGE, examples.ERROR, examples.BATCH_ACCEPTED):
        assert json.dumps(json.loads(text)) in shown


def test_amounts_in_examples_keep_their_cents():
    assert '"subtotal": 1125.00' in render.to_json(openapi.document())


def test_every_code_of_the_table_is_described_with_its_status():
    described = {
        (example["summary"], int(where.split()[2]))
        for where, content in contents()
        for example in content.get("examples", {}).values()
        if where.split()[2][0] in "45"
    }
    assert {code for code, _ in described} == set(TABLE) - {"method_not_allowed"}
    assert all(TABLE[code].status == status for code, status in described)


def test_every_key_that_the_engine_writes_is_described():
    described = [key.name for key in RESULT.keys]
    written = render.document(papers.LARKFIELD, evidence=True)
    assert described == ["id", "status", "processing_time_ms", *written, "corrected", "duplicate_of"]


@pytest.mark.parametrize("own", PARTS)
def test_every_part_that_the_engine_writes_is_described(own):
    said_by_people = {"corrected", "confirmed"}
    described = [
        key.name for key in shapes_within(RESULT)[own.__name__].keys if key.name not in said_by_people
    ]
    assert described == [field.name for field in fields(own)]


class TestAnswers:
    """What comes back has no key that is not described, which the schemas themselves would allow."""

    @pytest.fixture
    def alice(self, db):
        return person("alice", plan="pro")

    @pytest.mark.parametrize("state", [papers.completed, papers.failed, papers.queued])
    @pytest.mark.parametrize("query", ["", "?include=evidence"])
    def test_of_one_extraction(self, client, alice, state, query):
        extraction = state(alice.user)
        answered = get(client, alice, f"/v1/extract/{extraction.public_id}{query}")
        assert strange("/v1/extract/{id}", answered) == []

    def test_of_a_repeated_document(self, client, alice):
        first, again = papers.completed(alice.user), papers.completed(alice.user)
        again.duplicate_of_id, again.duplicate_reason = first.public_id, "same_invoice"
        again.save()
        answered = get(client, alice, f"/v1/extract/{again.public_id}")
        assert answered["duplicate_of"]["id"] == first.public_id
        assert strange("/v1/extract/{id}", answered) == []

    def test_of_the_list(self, client, alice):
        for state in (papers.completed, papers.failed, papers.queued):
            state(alice.user)
        answered = get(client, alice, "/v1/extractions")
        assert len(answered["results"]) == 3
        assert strange("/v1/extractions", answered) == []

    @pytest.mark.parametrize("query", ["", "?include=by_day,by_key"])
    def test_of_usage(self, client, alice, query):
        metering.reserve(user=alice.user, reference="ext_1", now=timezone.now())
        answered = get(client, alice, f"/v1/usage{query}")
        assert answered["invoices_used"] == 1
        assert strange("/v1/usage", answered) == []


@pytest.mark.django_db
class TestServed:
    def test_everybody_may_read_it(self, client):
        answer = client.get("/v1/openapi.json")
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/json"
        assert answer.json()["servers"] == [{"url": "http://testserver"}]

    def test_it_names_the_address_under_which_it_was_reached(self, client, settings):
        settings.ALLOWED_HOSTS = ["invoices.example"]
        answer = client.get("/v1/openapi.json", headers={"host": "invoices.example"})
        assert answer.json()["servers"] == [{"url": "http://invoices.example"}]

    def test_it_is_sent_once_to_those_who_keep_it(self, client):
        first = client.get("/v1/openapi.json")
        again = client.get("/v1/openapi.json", headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304
        assert again["ETag"] == first["ETag"]
        assert not again.content
        assert "public" in first["Cache-Control"]

    def test_it_costs_no_query(self, client, django_assert_num_queries):
        with django_assert_num_queries(0):
            client.get("/v1/openapi.json")

    def test_a_key_that_is_wrong_does_not_matter(self, client):
        headers = {"Authorization": f"Bearer {person('charlie').secret}x"}
        assert client.get("/v1/openapi.json", headers=headers).status_code == 200
