"""The whole service on a disk that gets full, or forbids writing: it says so, loses nothing, and goes on."""

import os
import time
from pathlib import Path

import pytest
import requests

from tests import invoices
from tests.caller import caller
from tests.service import running_service
from tests.small_disk import mounted
from tests.waiting import until

pytestmark = [pytest.mark.slow]

ACME = invoices.draw(invoices.acme())
LARGE = ACME + b"\n%" + b"x" * (6 << 20)  # goes to the disk while it is received


@pytest.fixture(scope="module")
def disk(tmp_path_factory):
    with mounted(tmp_path_factory.mktemp("disk"), megabytes=96) as small:
        yield small


@pytest.fixture(scope="module")
def service(disk):
    with running_service(parent=disk.folder, SYNC_WAIT_SECONDS="30") as running:
        yield running


@pytest.fixture
def alice(service):
    return caller(service, plan="business")


def another():
    return ACME + b"\n%" + os.urandom(8).hex().encode()


def assert_nothing_can_be_taken(alice):
    refused = [
        alice.extract(another()),
        alice.extract(LARGE),
        alice.batch([("a.pdf", LARGE), ("b.pdf", ACME)]),
    ]
    for answer in refused:
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10"), answer.text
        assert answer.json()["error"]["code"] == "unavailable"


def assert_it_goes_on(service, alice):
    """At once, and what was taken before is finished; what is kept is what is known."""
    until(lambda: alice.extract(another(), prefer="respond-async").status_code == 202, within=30)
    rows = until(lambda: finished(alice))
    assert {row["status"] for row in rows} == {"completed"}
    assert alice.used == len(rows)
    assert len(files(service, "files")) == len(rows)
    assert files(service, "tmp") == []


def finished(alice):
    rows = alice.get("/v1/extractions?limit=100").json()["results"]
    return rows if all(row["status"] != "processing" for row in rows) else None


def files(service, folder):
    return [path for path in Path(service.data_dir, folder).rglob("*") if path.is_file()]


def forget_all(service, alice):
    for row in alice.get("/v1/extractions?limit=100").json()["results"]:
        assert alice.delete(f"/v1/extract/{row['id']}").status_code == 204


def test_a_full_disk(disk, service, alice):
    assert alice.extract(another()).status_code == 200
    programs = set(service.processes())
    disk.fill()
    assert_nothing_can_be_taken(alice)
    assert alice.used == 1
    assert alice.get("/v1/extractions").status_code == 200
    assert requests.get(f"{service.url}/", timeout=10).status_code == 200
    ready = requests.get(f"{service.url}/readyz", timeout=10)
    assert ready.status_code == 503
    assert "left on the disk" in ready.json()["checks"]["documents"]
    disk.make_room()
    assert_it_goes_on(service, alice)
    assert programs <= set(service.processes())
    forget_all(service, alice)


def test_a_disk_that_is_full_once_documents_were_taken(disk, service, alice):
    assert alice.extract(another()).status_code == 200
    disk.fill(but=400_000)
    answers = []
    while len(answers) < 200 and 503 not in {answer.status_code for answer in answers}:
        answers.append(alice.extract(another(), prefer="respond-async"))
    taken = [answer for answer in answers if answer.status_code == 202]
    assert {answer.status_code for answer in answers} <= {202, 429, 503}
    assert len(taken) > 1
    disk.fill()
    time.sleep(3)  # workers fail meanwhile
    disk.make_room()
    assert_it_goes_on(service, alice)
    assert len(finished(alice)) == len(taken) + 2
    forget_all(service, alice)


def test_a_disk_that_forbids_writing(disk, service, alice):
    disk.forbid_writing()
    try:
        assert_nothing_can_be_taken(alice)
        assert alice.get("/v1/usage").status_code == 200
    finally:
        disk.allow_writing()
    assert_it_goes_on(service, alice)
    forget_all(service, alice)
