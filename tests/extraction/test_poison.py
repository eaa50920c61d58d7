"""A document that ends whatever reads it: three tries, then it has failed, and nobody else has noticed."""

import contextlib
import os
import signal
import time

import pytest

from tests import invoices
from tests.caller import caller
from tests.extraction.documents import many_scanned_pages
from tests.extraction.killing import WORKER, busy_engines, kill_mid_document
from tests.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.stack]

ACME = invoices.draw(invoices.acme())
TRIES = 3
STANDING = """
from extraction.models import Extraction
print(Extraction.objects.get(public_id="{}").attempts)
"""


@pytest.fixture
def alice(service):
    return caller(service, plan="business")


def tries(service, document):
    told = service.manage("shell", "--verbosity", "0", "--command", STANDING.format(document))
    return int(told.split()[-1])


def ended(alice, address):
    """What is said of it, once it is decided."""
    found = alice.get(address)
    return None if found.json().get("status") == "processing" else found


def killing(busy):
    """What kills an engine whenever one is busy: it may have been starting, which is no try of a document."""

    def kill():
        if pid := busy():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    return kill


@pytest.mark.timeout(200)
def test_one_that_kills_every_engine_is_given_up_and_others_are_read_meanwhile(service, alice):
    beside = alice.batch([(f"{number}.pdf", ACME) for number in range(3)]).json()
    poison = alice.extract(many_scanned_pages(), prefer="respond-async").json()
    behind = alice.extract(ACME, prefer="respond-async").json()
    kill = killing(busy_engines(service, queue="interactive"))
    answer = until(lambda: ended(alice, poison["poll_url"]) or kill(), within=120)
    assert answer.json()["error"]["code"] == "processing_error", answer.text
    assert until(lambda: ended(alice, behind["poll_url"])).json()["invoice_number"] == "INV-2026-0847"
    until(lambda: alice.get(beside["poll_url"]).json()["completed"] == 3)
    assert alice.used == 4
    assert tries(service, poison["id"]) == TRIES
    time.sleep(3.0)  # three rounds of the sweeper
    assert tries(service, poison["id"]) == TRIES


@pytest.mark.fire
@pytest.mark.timeout(600)
def test_one_that_kills_every_worker_is_given_up_too(service, alice):
    poison = alice.extract(many_scanned_pages(), prefer="respond-async").json()
    for _ in range(TRIES):
        kill_mid_document(service, f"{WORKER} --queues interactive")
    answer = until(lambda: ended(alice, poison["poll_url"]), within=120)
    assert answer.json()["error"]["code"] == "processing_error", answer.text
    assert alice.extract(ACME).status_code == 200
    assert alice.used == 1
    assert tries(service, poison["id"]) == TRIES
