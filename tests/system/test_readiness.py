"""Whether the service answers, whether it can take documents, and what the doctor says of it."""

import io
import re
from datetime import timedelta

import pytest
import requests
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.utils import timezone

from config.models import Heartbeat
from config.system import machine, readiness
from tests.waiting import until

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return Client()


@pytest.fixture
def readers():
    for program in ("worker 1", "bulk 1"):
        now = timezone.now()
        Heartbeat.objects.create(
            token=program, program=program, host="reader", pid=1, started_at=now, seen_at=now
        )


@pytest.fixture
def no_broker():
    """An address at which nobody listens."""
    with override_settings(BROKER_URL="redis://127.0.0.1:1/0"):
        yield


def doctor():
    said = io.StringIO()
    try:
        call_command("doctor", stdout=said)
    except CommandError as error:
        return said.getvalue(), str(error)
    return said.getvalue(), ""


def test_a_process_that_answers_is_healthy(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content, "no-store" in answer["Cache-Control"]) == (200, b"ok\n", True)


def test_probes_are_not_sent_to_https(client):
    with override_settings(SECURE_SSL_REDIRECT=True):
        assert client.get("/healthz").status_code == 200
        assert client.get("/").status_code == 301


def test_it_is_ready_when_all_that_it_needs_is_there(client, readers):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ready",
        "checks": {"database": "ok", "messages": "ok", "documents": "ok", "workers": "ok"},
    }


def test_without_readers_documents_are_still_taken_and_it_says_that_they_wait(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["checks"]["workers"].startswith("No worker and no bulk was seen lately.")


def test_a_reader_that_was_not_seen_for_minutes_is_missed(client, readers):
    Heartbeat.objects.filter(program="bulk 1").update(seen_at=timezone.now() - timedelta(minutes=5))
    assert client.get("/readyz").json()["checks"]["workers"] == "No bulk was seen lately. What is sent waits."


def test_without_its_queue_it_is_not_ready(client, readers, no_broker):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (503, "unready")
    assert "refused" in answer.json()["checks"]["messages"]


def test_the_doctor_says_what_is_set_up_and_ends_well(readers):
    said, error = doctor()
    assert error == ""
    for line in ("ok    Database        fine", "ok    Readers         fine", "ok    Tables          fine"):
        assert line in said


def test_the_doctor_says_what_is_missing_and_ends_badly(readers, no_broker):
    said, error = doctor()
    assert error == "Documents cannot be taken."
    assert "BAD   Messages" in said


@pytest.mark.parametrize(
    ("gigabytes", "free", "is_almost_full"),
    [(200, 100, False), (200, 19, True), (5, 2, False), (5, 0.9, True)],
)
def test_too_little_room_is_said_before_documents_are_refused(gigabytes, free, is_almost_full):
    room = machine.Room(total=gigabytes << 30, free=int(free * (1 << 30)), database=0)
    assert room.is_almost_full is is_almost_full
    assert readiness.LEAST_ROOM < machine.LITTLE


def test_the_doctor_says_how_much_room_there_is(readers):
    assert re.search(r"^(look)? +Room +[\d.,]+ of [\d.,]+ GB are free in ", doctor()[0], re.MULTILINE)


@pytest.mark.slow
@pytest.mark.stack
def test_a_running_service_is_ready_and_tells_how_its_queues_stand(service):
    ready = until(lambda: _ready(service), within=30.0)
    assert set(ready["checks"].values()) == {"ok"}
    figures = requests.get(f"{service.url}/metrics", timeout=10).text
    assert 'invoice_ocr_queue_age_seconds{queue="interactive"} 0.0' in figures
    assert 'invoice_ocr_messages{queue="delivery",state="waiting"}' in figures


def _ready(service):
    answer = requests.get(f"{service.url}/readyz", timeout=10).json()
    return answer if answer["status"] == "ready" else None
