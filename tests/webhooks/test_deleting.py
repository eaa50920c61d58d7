"""Endpoints and deliveries that are deleted while something is sent: the log goes, and nothing fails."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from django.utils import timezone

from extraction import jobs
from extraction.models import Batch, Extraction, WebhookDelivery, WebhookEndpoint, WebhookEvent
from extraction.webhooks import endpoints, events
from tests.caller import caller
from tests.people import person
from tests.webhooks.happenings import batch_of

NOWHERE = "https://receiver.invalid/hook"


@pytest.fixture
def endpoint(db):
    alice = person("alice", plan="business")
    return endpoints.register(
        user=alice.user, url=NOWHERE, events=["batch.completed"], description="", now=timezone.now()
    )


def test_its_log_goes_with_an_endpoint(endpoint):
    events.send_test(endpoint, now=timezone.now())
    endpoints.delete(endpoint)
    assert not WebhookDelivery.objects.exists()


def test_nothing_is_sent_to_an_endpoint_that_is_gone(endpoint):
    WebhookEndpoint.objects.all().delete()
    with pytest.raises(WebhookEndpoint.DoesNotExist):
        events.send_test(endpoint, now=timezone.now())


def test_a_delivery_that_is_gone_is_not_sent_again(endpoint):
    delivery = events.send_test(endpoint, now=timezone.now())
    WebhookDelivery.objects.all().delete()
    with pytest.raises(WebhookDelivery.DoesNotExist):
        events.replay(delivery, now=timezone.now())


@pytest.mark.slow
@pytest.mark.stack
def test_deleting_an_endpoint_while_tests_are_sent_to_it_fails_neither(service):
    alice = caller(service, plan="business")

    def ask(method, path, **body):
        return requests.request(method, f"{alice.url}{path}", headers=alice.headers, timeout=60, **body)

    for _ in range(5):
        address = f"/v1/webhooks/{ask('POST', '/v1/webhooks', json={'url': NOWHERE}).json()['id']}"
        ask("POST", f"{address}/test")
        with ThreadPoolExecutor(4) as pool:
            tests = [pool.submit(ask, "POST", f"{address}/test") for _ in range(12)]
            deleted = pool.submit(ask, "DELETE", address)
        assert deleted.result().status_code == 204
        assert {test.result().status_code for test in tests} <= {202, 404}


def test_what_is_told_of_a_batch_loses_the_result_of_a_document_that_is_deleted(endpoint):
    batch = batch_of(endpoint.user, count=3)
    deleted, kept = batch.extractions.completed().order_by("position")
    jobs.delete(deleted)
    event = WebhookEvent.objects.get(batch=batch)
    told = json.loads(event.body)
    assert (told["id"], told["data"]["total_files"]) == (event.public_id, 2)
    assert deleted.public_id not in event.body
    assert kept.public_id in event.body


def test_a_batch_whose_documents_are_deleted_one_by_one_announces_nothing(endpoint):
    endpoints.change(endpoint, url=endpoint.url, events=["batch.completed"], description="")
    now = timezone.now()
    batch = Batch.objects.create(user=endpoint.user, created_at=now, webhook_url=endpoint.url)
    fields = {"user": endpoint.user, "created_at": now, "batch": batch, "size": 1, "sha256": "0"}
    waiting = [Extraction.objects.create(position=position, **fields) for position in range(2)]
    for extraction in waiting:
        jobs.delete(extraction)
    batch.refresh_from_db()
    assert batch.finished_at is not None
    assert not WebhookEvent.objects.exists()
