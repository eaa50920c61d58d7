"""Every answer names its request, and so does every line that was logged for it, by workers too."""

import logging
import re

import dramatiq
import pytest
import requests
from django.test import Client
from dramatiq import Worker

from config import request_ids
from config.observing import lines
from config.queue.broker import DatabaseBroker
from config.queue.middleware import FreshConnections, Origin
from tests.caller import caller
from tests.extraction.documents import many_scanned_pages
from tests.extraction.killing import ENGINE, kill_mid_document
from tests.waiting import until

MADE = re.compile(r"[0-9a-f]{32}")


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/docs", "/v1/usage", "/v1/nothing", "/nothing", "/accounts/login/", "/dashboard"]
)
def test_every_answer_has_one_and_no_two_the_same(client, path):
    names = {client.get(path)["X-Request-Id"] for _ in range(2)}
    assert len(names) == 2
    assert all(MADE.fullmatch(name) for name in names)


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_answered_with_one(client):
    response = client.get("/v1/usage", headers={"Host": "elsewhere.example.com"})
    assert (response.status_code, bool(response["X-Request-Id"])) == (400, True)


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["order-4711", "x" * 128, "~!@#$%^&*()"])
def test_the_client_s_own_is_taken_when_it_is_sane(client, given):
    assert client.get("/v1/usage", headers={"X-Request-Id": given})["X-Request-Id"] == given


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["", "x" * 129, "two words", "um\xe4laut", "new\nline", "\x1b[31mred"])
def test_what_could_do_harm_in_a_log_is_replaced(client, given):
    assert MADE.fullmatch(client.get("/v1/usage", headers={"X-Request-Id": given})["X-Request-Id"])


@pytest.mark.django_db
def test_the_lines_of_a_request_name_it(client, caplog):
    logger = logging.getLogger("django.request")
    names = lines.Named()
    logger.addFilter(names)
    try:
        client.get("/v1/nothing", headers={"X-Request-Id": "order-4711"})
    finally:
        logger.removeFilter(names)
    assert [record.prefix for record in caplog.records if record.name == "django.request"] == [
        " [order-4711]"
    ]
    assert request_ids.current() == ""


@pytest.mark.django_db(transaction=True)
def test_a_job_works_under_the_name_of_the_request_that_asked_for_it():
    broker = DatabaseBroker(middleware=[FreshConnections(), Origin()])
    worked_under = []

    def work(number):
        worked_under.append((number, request_ids.current()))
        if number == 1:
            work.send(3)

    work = dramatiq.actor(work, actor_name="work", queue_name="letters", broker=broker)
    request_ids.enter("order-4711")
    work.send(1)
    request_ids.leave()
    work.send(2)
    worker = Worker(broker, worker_threads=1, worker_timeout=50)
    worker.start()
    try:
        broker.join("letters", timeout=10_000)
    finally:
        worker.stop()
    assert sorted(worked_under) == [(1, "order-4711"), (2, ""), (3, "order-4711")]


@pytest.mark.slow
def test_what_a_running_service_logs_of_a_request_names_it(service):
    alice = caller(service, plan="free")
    headers = {**alice.headers, "X-Request-Id": "order-4711-is-not-there"}
    answer = requests.get(f"{service.url}/v1/extract/ext_0123456789abcdef", headers=headers, timeout=10)
    assert answer.headers["X-Request-Id"] == "order-4711-is-not-there"
    assert re.search(r"\[order-4711-is-not-there\]: Not Found: /v1/extract/", service.log)
    assert requests.get(f"{service.url}/static/app.css", timeout=10).headers["X-Request-Id"]


@pytest.mark.slow
@pytest.mark.stack
def test_what_a_worker_logs_of_a_document_names_the_request_that_brought_it(service):
    alice = caller(service, plan="pro")
    headers = {**alice.headers, "X-Request-Id": "order-4712", "Prefer": "respond-async"}
    files = {"file": ("invoice.pdf", many_scanned_pages())}
    requests.post(f"{service.url}/v1/extract", headers=headers, files=files, timeout=30)
    kill_mid_document(service, ENGINE)
    until(lambda: re.search(r"extraction\.work \[order-4712\]: ext_\w+: .*It is tried again", service.log))
