"""Clients that send slowly, stop, or go away: others are served, and no thread is theirs for ever."""

import contextlib
import socket
import threading
import time
from urllib.parse import urlsplit

import pytest
import requests

from config import web_worker
from tests import invoices
from tests.caller import caller
from tests.service import running_service
from tests.waiting import until

ACME = invoices.draw(invoices.acme())
THREADS = 2 * 64  # of all web processes


@pytest.fixture
def alice(service):
    return caller(service, plan="business")


def connected(service):
    parts = urlsplit(service.url)
    return socket.create_connection((parts.hostname, parts.port), timeout=40)


def head(alice, *, length, prefer=""):
    lines = [
        "POST /v1/extract HTTP/1.1",
        "Host: localhost",
        f"Authorization: Bearer {alice.secret}",
        "Content-Type: multipart/form-data; boundary=x",
        f"Content-Length: {length}",
        *([f"Prefer: {prefer}"] if prefer else []),
    ]
    return "\r\n".join([*lines, "", ""]).encode()


def form(data):
    opened = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    return opened + data + b"\r\n--x--\r\n"


def answer_on(connection):
    """All that comes until the other side ends it."""
    received = b""
    with contextlib.suppress(ConnectionResetError):
        while data := connection.recv(65536):
            received += data
    return received


class TestTheSocket:
    """Time that the other side takes is its own budget; what comes adds to it."""

    @pytest.fixture
    def ends(self, monkeypatch):
        monkeypatch.setattr(web_worker, "PATIENCE_SECONDS", 0.3)
        monkeypatch.setattr(web_worker, "SLOWEST", 1 << 20)
        monkeypatch.setattr(web_worker.BoundedSocket, "_left", 0.3)
        ours, theirs = socket.socketpair()
        bounded = web_worker.BoundedSocket(fileno=ours.detach())
        with bounded, theirs:
            yield bounded, theirs

    def test_silence_ends_it(self, ends):
        began = time.monotonic()
        with pytest.raises(ConnectionResetError):
            ends[0].recv(10)
        assert time.monotonic() - began < 3

    def test_a_byte_now_and_then_does_not_keep_it(self, ends):
        ours, theirs = ends
        ours._left = 30.0
        for _ in range(3):
            theirs.send(b"x")
            ours.recv(10)
            ours._left -= 10.0  # as if it had been waited for
        began = time.monotonic()
        with pytest.raises(ConnectionResetError):
            ours.recv(10)
        assert time.monotonic() - began < 5

    def test_what_comes_steadily_may_take_as_long_as_it_likes(self, ends):
        ours, theirs = ends
        for _ in range(20):
            theirs.send(bytes(1 << 16))
            assert len(ours.recv(1 << 16, socket.MSG_WAITALL)) == 1 << 16
        assert ours._left > 1.0

    def test_who_takes_nothing_is_left(self, ends):
        with pytest.raises(ConnectionResetError):
            ends[0].sendall(bytes(1 << 20))

    def test_the_end_of_an_answer_is_waited_for_once(self, ends, monkeypatch):
        monkeypatch.setattr(web_worker, "LINGER_SECONDS", 0.2)
        ours, theirs = ends
        ours.sendall(b"an answer")
        ours.linger()
        assert theirs.recv(100) == b"an answer"
        with pytest.raises(OSError, match="not connected"):  # so that nobody waits once more
            ours.shutdown(socket.SHUT_WR)

    def test_it_blocks_again_afterwards(self, ends):
        ours, theirs = ends
        theirs.send(b"x")
        ours.recv(1)
        with pytest.raises(ConnectionResetError):
            ours.recv(1)
        assert ours.gettimeout() is None

    def test_what_the_thread_holds_is_given_back_only_if_something_is_waited_for(self, ends, monkeypatch):
        waits = []
        monkeypatch.setattr(web_worker.BoundedSocket, "before_waiting", staticmethod(lambda: waits.append(1)))
        ours, theirs = ends
        theirs.send(b"x")
        assert (ours.recv(1), waits) == (b"x", [])
        threading.Timer(0.05, theirs.send, [b"y"]).start()
        assert (ours.recv(1), waits) == (b"y", [1])

    def test_an_answer_longer_than_there_is_room_for_comes_whole(self, ends):
        ours, theirs = ends
        answer = bytes(range(256)) * 4096
        received = bytearray()
        reader = threading.Thread(target=lambda: received.extend(theirs.recv(1 << 20, socket.MSG_WAITALL)))
        reader.start()
        ours.sendall(answer)
        reader.join()
        assert received == answer


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_as_many_as_there_are_threads_send_nothing_more_and_others_are_served_soon():
    """Half of them stop in their head, half in their body."""
    with running_service(CLIENT_PATIENCE_SECONDS="3") as own:
        crowd(own, caller(own, plan="business"))


def crowd(service, alice):
    body = form(ACME)
    with contextlib.ExitStack() as stack:
        for number in range(THREADS + 20):
            connection = stack.enter_context(connected(service))
            sent = head(alice, length=len(body)) + body[:100] if number % 2 else b"GET / HTTP/1.1\r\nHost: l"
            connection.sendall(sent)
        assert requests.get(f"{service.url}/healthz", timeout=90).status_code == 200
        assert alice.extract(ACME).status_code == 200
    assert alice.used == 1
    assert len(alice.get("/v1/extractions").json()["results"]) == 1


@pytest.mark.slow
def test_idle_connections_take_no_thread(service, alice):
    with contextlib.ExitStack() as stack:
        for _ in range(300):
            stack.enter_context(connected(service))
        assert requests.get(f"{service.url}/healthz", timeout=60).status_code == 200
        assert alice.extract(ACME).status_code == 200


@pytest.mark.slow
def test_a_body_that_stops_is_told_so_and_nothing_is_kept_or_counted(service, alice):
    body = form(ACME)
    with connected(service) as connection:
        connection.sendall(head(alice, length=len(body)) + body[: len(body) // 2])
        connection.shutdown(socket.SHUT_WR)  # half closed: it still listens
        answered = answer_on(connection)
    assert b" 400 " in answered.split(b"\r\n")[0]
    assert alice.used == 0
    assert alice.get("/v1/extractions").json()["results"] == []


@pytest.mark.slow
@pytest.mark.parametrize("goes", ["at once", "half closed"])
def test_who_goes_away_while_it_is_read_finds_it_later_and_counted_once(service, alice, goes):
    body = form(ACME)
    with connected(service) as connection:
        connection.sendall(head(alice, length=len(body)) + body)
        if goes == "half closed":
            connection.shutdown(socket.SHUT_WR)
            assert b" 200 " in answer_on(connection).split(b"\r\n")[0]
    [row] = until(lambda: completed(alice))
    assert alice.get(f"/v1/extract/{row['id']}").json()["invoice_number"] == "INV-2026-0847"
    assert alice.used == 1


def completed(alice):
    time.sleep(0.2)
    rows = alice.get("/v1/extractions").json()["results"]
    return rows if rows and all(row["status"] == "completed" for row in rows) else None
