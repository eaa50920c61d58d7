"""Webhooks of the real service, on every database and broker: what was announced arrives, whatever dies."""

import contextlib
import os
import signal
import threading

import pytest
import requests
from standardwebhooks import Webhook

from tests import invoices
from tests.caller import caller
from tests.waiting import until
from tests.webhooks.receiver import Receiver, listening

pytestmark = [pytest.mark.stack, pytest.mark.slow, pytest.mark.timeout(240)]

ACME = invoices.draw(invoices.acme())
SENDER = "--queues delivery"
IT_IS_TIME = """
from django.utils import timezone
from extraction.models import WebhookAttempt
WebhookAttempt.objects.running().update(lease_until=timezone.now())
WebhookAttempt.objects.waiting().update(lease_until=None, due_at=timezone.now())
"""


@pytest.fixture
def alice(service):
    return caller(service, plan="business")


def post(caller, path, body=None):
    answer = requests.post(f"{caller.url}{path}", json=body, headers=caller.headers, timeout=30)
    assert answer.ok, answer.text
    return answer.json()


def deliveries(caller):
    return caller.get("/v1/webhooks/deliveries").json()["results"]


def test_what_is_announced_while_the_receiver_is_down_arrives_when_it_is_up(alice, service):
    receiver = Receiver()
    with listening(receiver):
        endpoint = post(alice, "/v1/webhooks", {"url": receiver.url})
        first = alice.extract(ACME).json()
        receiver.wait_for(1)
    results = [first, *(alice.extract(ACME).json() for _ in range(3))]
    until(lambda: all(delivery["attempts_made"] for delivery in deliveries(alice)))
    assert [delivery["status"] for delivery in deliveries(alice)] == ["pending"] * 3 + ["delivered"]
    secret = alice.get(f"/v1/webhooks/{endpoint['id']}/secret").json()["secret"]
    with listening(receiver):
        service.manage("shell", "--command", IT_IS_TIME)
        received = receiver.wait_for(4, within=60)
    for one in received:
        Webhook(secret).verify(one.body, one.headers)
    sent = {one.document["data"]["id"]: one.document["data"] for one in received}
    assert sent == {result["id"]: result for result in results}
    until(lambda: {delivery["status"] for delivery in deliveries(alice)} == {"delivered"})


def test_a_sender_that_is_killed_mid_attempt_never_makes_the_same_attempt_twice(service, alice):
    released = threading.Event()
    receiver = Receiver(answer=lambda _: released.wait(60))
    with listening(receiver):
        post(alice, "/v1/webhooks", {"url": receiver.url})
        result = alice.extract(ACME).json()
        receiver.wait_for(1)
        for pid, command in service.processes().items():
            if SENDER in command:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        receiver.answer = None
        service.manage("shell", "--command", IT_IS_TIME)
        first, second = receiver.wait_for(2, within=100)
        [delivery] = until(lambda: [one for one in deliveries(alice) if one["status"] == "delivered"])
        released.set()
    assert (first.id, first.body) == (second.id, second.body)
    assert second.document["data"] == result
    attempts = alice.get(f"/v1/webhooks/deliveries/{delivery['id']}").json()["attempts"]
    assert [(attempt["number"], attempt["error"]) for attempt in attempts] == [
        (1, "The sender was stopped during this attempt."),
        (2, None),
    ]
    assert len(receiver.received) == 2


def test_a_slow_receiver_does_not_hold_up_a_quick_one(alice):
    released = threading.Event()
    slow, quick = Receiver(answer=lambda _: released.wait(60)), Receiver()
    with listening(slow), listening(quick):
        for _ in range(6):
            alice.extract(ACME, webhook_url=slow.url.replace("127.0.0.1", "localhost"))
        slow.wait_for(2, within=60)
        for _ in range(3):
            alice.extract(ACME, webhook_url=quick.url)
        quick.wait_for(3, within=10)  # sooner than who waits for the slow one gives up
        assert len(slow.received) == 2
        released.set()
