"""schemathesis sends what the description allows and what it does not; every answer is a described one."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from tests import invoices
from tests.caller import caller
from tests.service import PROJECT
from tests.waiting import until

pytestmark = pytest.mark.slow

ACME = invoices.draw(invoices.acme())
HOOKS = Path(__file__).with_name("schemathesis_hooks.py")
REPORT = os.environ.get("SCHEMATHESIS_REPORT")  # a folder that keeps what was sent and answered
CONFIG = f"""
hooks = "{HOOKS.as_posix()}"

[generation]
deterministic = true
max-examples = 20

[checks]
# Nobody can describe in a schema which bytes are an invoice, or which cursors were given out.
positive_data_acceptance.enabled = false
"""


@pytest.fixture
def alice(service):
    return caller(service, plan="business")


def post(alice, path, **request):
    answer = requests.post(f"{alice.url}{path}", headers=alice.headers, timeout=60, **request)
    assert answer.ok, answer.text
    return answer.json()


def extraction(alice):
    return alice.extract(ACME).json()["id"]


def batch(alice):
    taken = post(alice, "/v1/batch/extract", files=[("files[]", ("a.pdf", ACME))] * 2)
    until(lambda: alice.get(taken["poll_url"]).json()["status"] == "completed")
    return taken["batch_id"]


def endpoint(alice):
    return post(alice, "/v1/webhooks", json={"url": "https://receiver.invalid/hook"})["id"]


@pytest.fixture
def known(alice):
    """What is there to ask for; what a DELETE may take is nothing that others ask for."""
    hook = endpoint(alice)
    delivery = post(alice, f"/v1/webhooks/{hook}/test")["id"]
    return {
        "/v1/extract/{id}": [extraction(alice)],
        "delete /v1/extract/{id}": [extraction(alice), extraction(alice)],
        "/v1/batch/{id}": [batch(alice)],
        "delete /v1/batch/{id}": [batch(alice)],
        **{
            f"/v1/webhooks/{{id}}{part}": [hook]
            for part in ("", "/secret", "/rotate", "/test", "/deliveries")
        },
        "delete /v1/webhooks/{id}": [endpoint(alice)],
        "/v1/webhooks/deliveries/{id}": [delivery],
        "/v1/webhooks/deliveries/{id}/replay": [delivery],
    }


@pytest.mark.timeout(400)
def test_it_finds_no_500_and_no_answer_that_is_not_described(alice, known, tmp_path):
    (tmp_path / "schemathesis.toml").write_text(CONFIG)
    program = Path(sys.executable).with_name("schemathesis")
    authorization = f"Authorization: {alice.headers['Authorization']}"
    report = ["--report", "junit,ndjson", "--report-dir", REPORT] if REPORT else []
    done = subprocess.run(
        [
            program,
            "run",
            f"{alice.url}/v1/openapi.json",
            "-H",
            authorization,
            "--continue-on-failure",
            *report,
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PROJECT), "KNOWN_IDS": json.dumps(known)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if REPORT:
        (Path(REPORT) / "report.txt").write_text(done.stdout)
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-5_000:]
