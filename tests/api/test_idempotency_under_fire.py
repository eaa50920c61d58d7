"""At the same moment, or after a kill: under one Idempotency-Key there is one extraction, counted once."""

import contextlib
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from billing.usage import metering
from tests.caller import caller
from tests.extraction.documents import many_scanned_pages
from tests.people import person
from tests.waiting import until

pytestmark = [pytest.mark.stack, pytest.mark.slow]

THREADS = 24
WEB = "config.wsgi:application"
REPLAYED = "Idempotency-Replayed"


@pytest.mark.django_db(transaction=True)
def test_of_many_at_the_same_moment_one_makes_an_extraction():
    alice = person("alice", plan="business")

    def post(number):
        headers = {
            "Authorization": alice.authorization,
            "Idempotency-Key": f"key-{number % 3}",
            "Prefer": "respond-async",
        }
        form = {"file": SimpleUploadedFile("invoice.pdf", b"%PDF-1.7 and so on")}
        try:
            return Client().post("/v1/extract", form, headers=headers)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as threads:
        answers = list(threads.map(post, range(THREADS)))
    assert {answer.status_code for answer in answers} <= {202, 409}
    new = [answer for answer in answers if answer.status_code == 202 and not answer.has_header(REPLAYED)]
    made = {answer.json()["id"] for answer in answers if answer.status_code == 202}
    assert len(new) == len(made) == alice.user.extractions.count() == 3
    assert metering.usage(user=alice.user, now=timezone.now()).reserved == 3


def test_a_retry_after_the_web_processes_were_killed_gets_the_first_one_s_result(service):
    alice = caller(service, plan="pro")
    document = many_scanned_pages()
    with ThreadPoolExecutor(1) as threads:
        lost = threads.submit(_extract, alice, document)
        until(lambda: alice.get("/v1/extractions").json()["results"])
        for pid, command in service.processes().items():
            if WEB in command:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        assert isinstance(lost.exception(timeout=60), requests.ConnectionError)
    answer = _retried(alice, document)
    assert answer.status_code == 200
    assert answer.headers[REPLAYED] == "true"
    [line] = alice.get("/v1/extractions").json()["results"]
    assert line["id"] == answer.json()["id"]
    assert alice.used == 1
    again = _extract(alice, document)
    assert (again.status_code, again.content) == (200, answer.content)


def _extract(alice, document):
    return requests.post(
        f"{alice.url}/v1/extract",
        headers={**alice.headers, "Idempotency-Key": "after-a-kill"},
        files={"file": ("invoice.pdf", document)},
        timeout=100,
    )


def _retried(alice, document, *, within=100.0):
    """As a careful program does it: again after a lost connection, and after Retry-After."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            answer = _extract(alice, document)
        except requests.ConnectionError:
            time.sleep(0.5)
            continue
        if answer.status_code != 409:
            return answer
        assert answer.json()["error"]["reason"] == "still_running"
        time.sleep(int(answer.headers["Retry-After"]))
    raise AssertionError("The key was blocked.")
