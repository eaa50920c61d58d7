"""A batch's way through the real service: each file read once, billed once.

What queues, counts and forgets is run on every database and broker; how a request is taken in, and what is
estimated, is the same on all of them.
"""

import contextlib
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests import hostile, invoices
from tests.caller import caller
from tests.extraction.documents import many_scanned_pages
from tests.extraction.killing import kill_mid_document
from tests.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

ACME = invoices.draw(invoices.acme())
BULK_WORKER = "--queues bulk"
MEGABYTES_ALLOWED = 300


@pytest.fixture
def alice(service):
    return caller(service, plan="business")


def completed(caller, answer, *, within=120.0):
    """The batch, once all of it is read."""

    def look():
        batch = caller.get(answer["poll_url"]).json()
        return batch if batch["status"] == "completed" else None

    return until(look, within=within)


def drawn(number):
    """Invoices in four languages, some of them as pictures."""
    languages = ["en", "de", "fr", "es"]
    files = [
        invoices.draw(invoices.example(seed, language=languages[seed % len(languages)]))
        for seed in range(number)
    ]
    return [
        (f"{seed}.png", invoices.as_png(data)) if seed % 10 == 7 else (f"{seed}.pdf", data)
        for seed, data in enumerate(files)
    ]


def values(result):
    """A result without what says which request it came with."""
    own = ("id", "processing_time_ms", "duplicate_of", "warnings")
    return {key: value for key, value in result.items() if key not in own}


def files_of(service):
    return set((service.data_dir / "files").rglob("*.pdf"))


def processes(service, command):
    return [pid for pid, line in service.processes().items() if command in line]


def forget_peak(pid):
    """From now on VmHWM is the most memory that it has used since."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def status(pid, what):
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    [line] = [line for line in lines if line.startswith(f"{what}:")]
    return int(line.split()[1])


@pytest.mark.stack
def test_the_files_of_a_batch_are_read_as_they_are_one_by_one(alice):
    files = drawn(16)
    answer = alice.batch(files)
    assert answer.status_code == 202, answer.text
    batch = completed(alice, answer.json())
    assert (batch["completed"], batch["failed"]) == (16, 0)
    assert [item["filename"] for item in batch["results"]] == [name for name, _ in files]
    for (name, data), item in zip(files, batch["results"], strict=True):
        assert values(item["data"]) == values(alice.extract(data, name=name).json()), name
    assert alice.used == 32


@pytest.mark.stack
def test_bad_files_fail_alone_and_are_not_billed(alice):
    bad = {
        "locked.pdf": hostile.encrypted(),
        "bomb.pdf": hostile.double_flate_bomb(2000),
        "letter.pdf": b"Dear Sir or Madam",
        "half.pdf": hostile.truncated(ACME),
    }
    files = [("first.pdf", ACME), *bad.items(), ("last.pdf", ACME)]
    batch = completed(alice, alice.batch(files).json())
    assert [item["status"] for item in batch["results"]] == ["completed", *["failed"] * 4, "completed"]
    for item in batch["results"][1:-1]:
        assert item["error"]["code"] == "invalid_file"
    assert batch["results"][-1]["data"]["total"] == 1217.81
    assert alice.used == 2


@pytest.mark.stack
def test_a_bulk_worker_that_is_killed_mid_batch_costs_nobody_anything(alice, service):
    files = [ACME, ACME, many_scanned_pages(2), ACME, ACME]
    answer = alice.batch([(f"{number}.pdf", data) for number, data in enumerate(files)]).json()
    until(lambda: alice.get(answer["poll_url"]).json()["completed"] >= 2, within=60)
    kill_mid_document(service, BULK_WORKER)
    batch = completed(alice, answer, within=200)
    assert (batch["completed"], batch["failed"]) == (5, 0)
    assert {item["data"]["invoice_number"] for item in batch["results"]} == {"INV-2026-0847"}
    assert alice.used == 5


@pytest.mark.stack
def test_a_batch_that_is_deleted_mid_way_frees_what_was_not_read(alice, service):
    kept = files_of(service)
    answer = alice.batch([(f"{number}.pdf", many_scanned_pages(1)) for number in range(10)]).json()
    until(lambda: alice.get(answer["poll_url"]).json()["completed"] >= 1, within=120)
    read = alice.get(answer["poll_url"]).json()["completed"]
    assert alice.delete(answer["poll_url"]).status_code == 204
    assert alice.get(answer["poll_url"]).status_code == 404
    assert read <= alice.used <= read + 1
    assert files_of(service) <= kept
    follower = alice.batch([("next.pdf", ACME)]).json()
    assert completed(alice, follower)["completed"] == 1


@pytest.mark.stack
def test_twelve_batches_at_once_never_pass_the_month_s_limit(service):
    alice = caller(service, plan="pro")
    files = [(f"{number}.pdf", ACME) for number in range(50)]
    with ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(lambda _: alice.batch(files), range(12)))
    accepted = [answer.json() for answer in answers if answer.status_code == 202]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert (len(accepted), len(refused)) == (10, 2)
    assert alice.used == 500
    for answer in refused:
        assert answer.json()["error"]["reason"] == "quota_exceeded"
        assert "0 are left" in answer.json()["error"]["message"]
    for batch in accepted:
        assert alice.delete(batch["poll_url"]).status_code == 204


@pytest.mark.stack
def test_three_files_are_not_held_up_by_a_hundred_of_somebody_else(alice, service):
    charlie = caller(service, plan="pro")
    many = alice.batch([(f"{number}.pdf", ACME) for number in range(100)]).json()
    few = charlie.batch([(f"{number}.pdf", ACME) for number in range(3)]).json()
    completed(charlie, few)
    assert alice.get(many["poll_url"]).json()["status"] == "processing"
    assert charlie.get(many["poll_url"]).status_code == 404
    assert charlie.delete(many["poll_url"]).status_code == 404
    assert alice.delete(many["poll_url"]).status_code == 204


def test_the_estimate_is_of_the_right_order(alice):
    files = [(f"{number}.pdf", ACME) for number in range(30)]
    completed(alice, alice.batch(files).json())  # so that there is something to go by
    answer, started = alice.batch(files).json(), time.monotonic()
    completed(alice, answer)
    took = time.monotonic() - started
    assert took / 10 <= answer["estimated_completion_seconds"] <= took * 10 + 1


def test_a_batch_of_a_gigabyte_is_not_held_in_memory(alice, service):
    kept = files_of(service)
    padded = ACME + b"\n%" + bytes(2 * 1024 * 1024)
    web = processes(service, "gunicorn")
    for pid in web:
        forget_peak(pid)
    assert sent_in_pieces(alice, files=500, data=padded) == 202
    assert max(status(pid, "VmHWM") for pid in web) < MEGABYTES_ALLOWED * 1024
    assert len(files_of(service) - kept) == 500
    assert list((service.data_dir / "tmp").iterdir()) == []
    [batch] = alice.get("/v1/batches").json()["results"]
    assert alice.delete(f"/v1/batch/{batch['batch_id']}").status_code == 204


def test_the_file_too_many_is_answered_before_the_rest_is_sent(service):
    bob = caller(service, plan="pro")
    started = time.monotonic()
    body = b"".join(head + bytes(64 * 1024) + b"\r\n" for head in heads(60))
    assert sent_and_answered(bob, body=body, length=500 << 20) == 413
    assert time.monotonic() - started < 10.0
    assert list((service.data_dir / "tmp").iterdir()) == []


def test_a_client_that_is_gone_in_the_middle_leaves_nothing(service):
    bob = caller(service, plan="pro")
    with connected(bob, length=500 << 20) as connection:
        for head in heads(5):
            connection.send(head + ACME + b"\r\n")
        until(lambda: list((service.data_dir / "tmp").iterdir()))
    until(lambda: not list((service.data_dir / "tmp").iterdir()))
    assert bob.used == 0
    assert bob.get("/v1/batches").json()["results"] == []


def sent_in_pieces(caller, *, files, data):
    """The status of a batch that this process does not hold in memory either."""
    end = b"--x--\r\n"
    length = sum(len(head) + len(data) + 2 for head in heads(files)) + len(end)
    with connected(caller, length=length) as connection:
        for head in heads(files):
            connection.send(head)
            connection.send(data)
            connection.send(b"\r\n")
        connection.send(end)
        return connection.getresponse().status


def sent_and_answered(caller, *, body, length):
    with connected(caller, length=length) as connection:
        connection.send(body)
        return connection.getresponse().status


def heads(number):
    """What stands before each file of a form."""
    start = '--x\r\nContent-Disposition: form-data; name="files[]"; filename='
    return [f'{start}"{name}.pdf"\r\n\r\n'.encode() for name in range(number)]


@contextlib.contextmanager
def connected(caller, *, length):
    """A connection on which a batch of this length was announced."""
    address = urlsplit(caller.url)
    connection = HTTPConnection(address.hostname, address.port, timeout=120)
    try:
        connection.putrequest("POST", "/v1/batch/extract")
        connection.putheader("Authorization", caller.headers["Authorization"])
        connection.putheader("Content-Type", "multipart/form-data; boundary=x")
        connection.putheader("Content-Length", str(length))
        connection.endheaders()
        yield connection
    finally:
        connection.close()
