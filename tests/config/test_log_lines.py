"""What is logged names its request, its account and its job, as lines for people or as JSON for machines."""

import json
import logging

import pytest
import requests

from config.observing import lines
from tests import invoices
from tests.caller import caller
from tests.service import running_service
from tests.waiting import until


def as_json(message, **extra):
    record = logging.LogRecord("extraction", logging.INFO, "work.py", 1, message, (), None)
    lines.Named().filter(record)
    return json.loads(lines.AsJson().format(record))


def test_a_line_of_json_says_what_it_knows_and_nothing_else():
    said = as_json("read 3 pages")
    assert said.pop("time")
    assert said == {"level": "INFO", "logger": "extraction", "message": "read 3 pages"}


def test_a_job_is_named_until_it_is_done():
    lines.work(account=7, message="m-1")
    assert as_json("x") | {"time": ""} == {
        "time": "", "level": "INFO", "logger": "extraction", "message": "x", "account": 7, "job": "m-1",
    }  # fmt: skip
    lines.rest()
    assert "job" not in as_json("x")


@pytest.mark.parametrize(
    ("asked_for", "logged"),
    [
        ("/documents/ext_1", "/documents/ext_1"),
        ("/accounts/password/reset/key/3-c9x-0f/", "/accounts/password/reset/key/…"),
        ("/accounts/confirm-email/MTI:1abc:xyz/", "/accounts/confirm-email/…"),
        ("/v1/extract/iocr_live_0123456789abcdef", "/v1/extract/iocr_live_…"),
        ("/x%0A2026-01-01 INFO requests: GET / 200", "/x%0A2026-01-01%20INFO%20requests:%20GET%20/%20200"),
    ],
)
def test_a_line_has_the_address_that_was_asked_for_and_nothing_that_opens_an_account(
    client, db, caplog, asked_for, logged
):
    with caplog.at_level(logging.INFO, logger="requests"):
        client.get(asked_for)
    [line] = [each.getMessage() for each in caplog.records if each.name == "requests"]
    assert line.startswith(f"GET {logged} ")
    assert "\n" not in line


@pytest.mark.slow
def test_a_document_can_be_followed_from_its_request_to_the_worker_that_read_it():
    with running_service(LOG_FORMAT="json") as service:
        alice = caller(service, plan="pro")
        headers = {**alice.headers, "X-Request-Id": "order-4713"}
        answer = requests.post(
            f"{service.url}/v1/extract?key=in-the-query",
            headers=headers,
            files={"file": ("invoice.pdf", invoices.draw(invoices.acme()))},
            timeout=60,
        )
        assert answer.status_code == 200
        told = until(lambda: _lines(service.log, request="order-4713", at_least=2), within=5.0)
    came, read = (next(line for line in told if line["logger"] == name) for name in ("requests", "jobs"))
    assert came["message"].startswith("POST /v1/extract 200 in ")
    assert read["message"].startswith("extract done in ")
    assert came["account"] == read["account"]
    assert read["job"]
    assert "in-the-query" not in service.log
    assert alice.secret not in service.log


def _lines(log, *, request, at_least):
    found = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    named = [line for line in found if line.get("request") == request]
    return named if len(named) >= at_least else None
