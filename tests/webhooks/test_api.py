"""/v1/webhooks: endpoints, their secrets, what was sent to them, and sending it again; not for charlie."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from extraction.models import WebhookDelivery, WebhookEndpoint
from extraction.webhooks import endpoints, signing
from extraction.work import run as read
from tests import invoices
from tests.people import person
from tests.webhooks.happenings import Clock, completed, only_delivery, work

pytestmark = pytest.mark.django_db(transaction=True)

URL = "https://example.com/hook"
NOBODY_S = "0123456789abcdef"


def call(person, method, path, body=None):
    content = "" if body is None else json.dumps(body)
    headers = {"Authorization": person.authorization}
    return Client().generic(
        method.upper(), f"/v1/webhooks{path}", content, content_type="application/json", headers=headers
    )


def registered(person, **changes):
    answer = call(person, "post", "", {"url": URL, **changes})
    assert answer.status_code == 201, answer.content
    return answer.json()


def refused(answer, status, code):
    assert answer.status_code == status, answer.content
    error = answer.json()["error"]
    assert error["code"] == code
    return error


def every_call(endpoint="whe_" + NOBODY_S, delivery="dlv_" + NOBODY_S):
    return [
        ("get", f"/{endpoint}"),
        ("patch", f"/{endpoint}"),
        ("delete", f"/{endpoint}"),
        ("get", f"/{endpoint}/secret"),
        ("post", f"/{endpoint}/rotate"),
        ("post", f"/{endpoint}/test"),
        ("get", f"/{endpoint}/deliveries"),
        ("get", f"/deliveries/{delivery}"),
        ("post", f"/deliveries/{delivery}/replay"),
    ]


def test_an_endpoint_is_registered_for_all_events_unless_it_says_which(alice):
    endpoint = registered(alice, description="Books")
    assert endpoint["url"] == URL
    assert endpoint["description"] == "Books"
    assert endpoint["events"] == ["extraction.completed", "extraction.failed", "batch.completed"]
    assert (endpoint["status"], endpoint["disabled_reason"], endpoint["failing_since"]) == (
        "enabled",
        None,
        None,
    )
    assert call(alice, "get", f"/{endpoint['id']}").json() == endpoint
    other = registered(alice, events=["batch.completed"])
    assert other["events"] == ["batch.completed"]
    assert call(alice, "get", "").json() == {"results": [other, endpoint]}


def test_what_is_left_out_of_a_change_stays(alice):
    endpoint = registered(alice, description="Books")
    changed = call(alice, "patch", f"/{endpoint['id']}", {"events": ["extraction.failed"]}).json()
    assert changed == endpoint | {"events": ["extraction.failed"]}
    changed = call(alice, "patch", f"/{endpoint['id']}", {"url": "https://example.org/"}).json()
    assert (changed["url"], changed["description"]) == ("https://example.org/", "Books")


def test_an_endpoint_is_disabled_and_enabled(alice):
    address = f"/{registered(alice)['id']}"
    disabled = call(alice, "patch", address, {"disabled": True}).json()
    assert (disabled["status"], disabled["disabled_reason"]) == ("disabled", "Disabled by its owner.")
    enabled = call(alice, "patch", address, {"disabled": False}).json()
    assert (enabled["status"], enabled["disabled_reason"]) == ("enabled", None)


def test_an_endpoint_is_deleted(alice):
    address = f"/{registered(alice)['id']}"
    assert call(alice, "delete", address).status_code == 204
    refused(call(alice, "get", address), 404, "not_found")


def test_a_secret_is_shown_to_its_owner_at_any_time_and_only_where_it_is_asked_for(alice):
    endpoint = registered(alice)
    first = call(alice, "get", f"/{endpoint['id']}/secret").json()
    assert first == {
        "secret": signing.secret(WebhookEndpoint.objects.get().seed),
        "previous_secret_until": None,
    }
    assert "secret" not in endpoint
    assert call(alice, "post", f"/{endpoint['id']}/rotate").status_code == 200
    second = call(alice, "get", f"/{endpoint['id']}/secret").json()
    assert second["secret"] != first["secret"]
    assert second["previous_secret_until"] > timezone.now().isoformat()


def test_the_account_has_a_secret_for_the_addresses_of_single_requests(alice):
    first = call(alice, "get", "/secret").json()
    assert first == call(alice, "get", "/secret").json()
    assert first["secret"].startswith("whsec_")
    assert call(alice, "post", "/secret/rotate").status_code == 204
    assert call(alice, "get", "/secret").json()["secret"] != first["secret"]


def test_a_test_answers_202_and_what_came_of_it_is_in_the_log(alice, endpoint, receiver):
    answer = call(alice, "post", f"/{endpoint.public_id}/test")
    assert answer.status_code == 202
    delivery = answer.json()
    assert (delivery["status"], delivery["event"]["type"]) == ("pending", "webhook.test")
    work(Clock())
    shown = call(alice, "get", f"/deliveries/{delivery['id']}").json()
    assert shown["status"] == "delivered"
    assert shown["body"] == receiver.received[0].document
    [attempt] = shown["attempts"]
    assert (attempt["number"], attempt["by_hand"], attempt["succeeded"]) == (1, True, True)
    assert (attempt["status_code"], attempt["answer"], attempt["error"]) == (200, "thank you", None)


def test_a_delivery_is_replayed(alice, endpoint, receiver):
    receiver.status = 500
    completed(alice.user)
    work(Clock())
    [delivery] = call(alice, "get", f"/{endpoint.public_id}/deliveries").json()["results"]
    assert (delivery["status"], delivery["attempts_made"], delivery["last_status_code"]) == (
        "pending",
        1,
        500,
    )
    assert delivery["next_attempt_at"]
    receiver.status = 200
    answer = call(alice, "post", f"/deliveries/{delivery['id']}/replay")
    assert answer.status_code == 202
    work(Clock())
    shown = call(alice, "get", f"/deliveries/{delivery['id']}").json()
    assert (shown["status"], shown["next_attempt_at"]) == ("delivered", None)
    assert [attempt["error"] for attempt in shown["attempts"]] == ["It answered 500.", None]


def test_the_log_is_listed_by_status_and_in_pages(alice, endpoint, django_assert_max_num_queries):
    for _ in range(4):
        completed(alice.user)
    completed(alice.user, webhook_url=f"{endpoint.url}/once")
    first = WebhookDelivery.objects.last()
    WebhookDelivery.objects.filter(pk=first.pk).update(status="failed")
    call(alice, "get", "/deliveries")  # from here her key is known
    with django_assert_max_num_queries(12):
        page = call(alice, "get", "/deliveries?limit=2").json()
    assert len(page["results"]) == 2
    assert page["next"]
    failed = call(alice, "get", "/deliveries?status=failed").json()["results"]
    assert [delivery["id"] for delivery in failed] == [first.public_id]
    assert len(call(alice, "get", "/deliveries").json()["results"]) == 6
    assert len(call(alice, "get", f"/{endpoint.public_id}/deliveries").json()["results"]) == 5
    refused(call(alice, "get", "/deliveries?status=lost"), 400, "invalid_request")


def test_there_are_twenty_endpoints_at_most(alice):
    for _ in range(endpoints.MOST_PER_ACCOUNT):
        registered(alice)
    error = refused(call(alice, "post", "", {"url": URL}), 400, "invalid_request")
    assert error["message"] == "There are 20 endpoints already. Delete one first."


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        "text",
        None,
        17,
        {"url": 17},
        {"url": ""},
        {"url": "http://example.com/"},
        {"url": "https://127.0.0.1/"},
        {"url": "https://[::ffff:10.0.0.1]/"},
        {"url": "https://user:password@example.com/"},
        {"url": URL + "\0"},
        {"url": URL, "events": []},
        {"url": URL, "events": "extraction.completed"},
        {"url": URL, "events": ["extraction.started"]},
        {"url": URL, "events": [["extraction.completed"]]},
        {"url": URL, "events": [{}]},
        {"url": URL, "events": ["webhook.test"]},
        {"url": URL, "description": "x" * 201},
        {"url": URL, "description": None},
        {"url": URL, "description": "\ud800"},
        {"url": URL, "\ud800": 1},
        {"url": URL, "disabled": "yes"},
        {"url": URL, "secret": "whsec_mine"},
    ],
)
def test_a_bad_body_is_400_with_a_reason(alice, body):
    error = refused(call(alice, "post", "", body), 400, "invalid_request")
    assert error["message"]
    assert not WebhookEndpoint.objects.exists()


@pytest.mark.parametrize("body", [b"{", b"[" * 50_000, b"\xff\xfe", b'{"url": "' + b"x" * 100_000, b""])
def test_a_body_that_is_no_json_is_400(alice, body):
    answer = Client().post(
        "/v1/webhooks", body, content_type="application/json", headers={"Authorization": alice.authorization}
    )
    assert re.search(
        "not JSON|longer than 64 KB|`url` is missing", refused(answer, 400, "invalid_request")["message"]
    )


def test_a_form_is_400_and_told_that_json_is_wanted(alice):
    headers = {"Authorization": alice.authorization}
    answer = Client().post("/v1/webhooks", {"url": URL}, headers=headers)
    assert "application/json" in refused(answer, 400, "invalid_request")["message"]


@pytest.mark.parametrize("plan", ["free", "pro"])
def test_below_business_everything_is_403_plan_required(plan):
    bob = person("bob", plan=plan)
    for method, path in [
        ("get", ""),
        ("post", ""),
        ("get", "/secret"),
        ("get", "/deliveries"),
        *every_call(),
    ]:
        error = refused(call(bob, method, path, {}), 403, "plan_required")
        assert error["upgrade_url"] == "http://testserver/pricing?plan=business"


def test_charlie_can_neither_see_nor_touch_what_is_alice_s(alice, endpoint):
    charlie = person("charlie", plan="business")
    completed(alice.user)
    delivery = only_delivery()
    before = WebhookEndpoint.objects.values().get()
    for method, path in every_call(endpoint.public_id, delivery.public_id):
        refused(call(charlie, method, path, {} if method == "patch" else None), 404, "not_found")
    assert call(charlie, "get", "").json() == {"results": []}
    assert call(charlie, "get", "/deliveries").json()["results"] == []
    assert WebhookEndpoint.objects.values().get() == before
    assert delivery.attempts.count() == 1


def test_without_a_key_everything_is_401():
    for method, path in [("get", ""), ("post", ""), *every_call()]:
        assert getattr(Client(), method)(f"/v1/webhooks{path}").status_code == 401


def test_a_request_with_a_webhook_url_is_answered_202_and_announced(alice, receiver):
    file = SimpleUploadedFile("invoice.pdf", invoices.draw(invoices.acme()))
    answer = Client().post(
        "/v1/extract",
        {"file": file, "webhook_url": receiver.url},
        headers={"Authorization": alice.authorization},
    )
    assert answer.status_code == 202
    document = answer.json()
    assert document["poll_url"] == f"/v1/extract/{document['id']}"
    read(pk=alice.user.extractions.get().pk)
    work(Clock())
    [received] = receiver.received
    got = Client().get(document["poll_url"], headers={"Authorization": alice.authorization})
    assert received.document["data"] == got.json()
    assert got.json()["invoice_number"] == "INV-2026-0847"


@pytest.mark.parametrize("url", ["https://10.0.0.1/", "https://me:x@example.com/", "http://example.com/"])
def test_a_webhook_url_that_cannot_be_used_is_400(alice, url):
    answer = Client().post(
        "/v1/extract",
        {"file": SimpleUploadedFile("invoice.pdf", b"%PDF-1.7"), "webhook_url": url},
        headers={"Authorization": alice.authorization},
    )
    error = refused(answer, 400, "invalid_request")
    assert error["message"].startswith("`webhook_url` cannot be used.")
