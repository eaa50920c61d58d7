"""How long a receiver may take: so long, and not a moment longer, whatever it does meanwhile."""

import contextlib
import socket
import threading
import time
from dataclasses import dataclass
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.db import connection
from django.utils import timezone

from extraction import safe_http
from extraction.webhooks.lanes import Lanes
from tests.webhooks.receiver import Receiver, listening

SECONDS = 1.0
MARGIN = 5.0  # for a busy machine; the receivers take longer


@pytest.fixture(autouse=True)
def this_machine_may_be_called(settings):
    settings.WEBHOOKS_MAY_CALL_PRIVATE = True


@pytest.fixture
def own_certificate(tmp_path):
    """A certificate for localhost, signed by nobody but itself, and its key, in one file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), timezone.now()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "own.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(secret + certificate.public_bytes(Encoding.PEM))
    return file


def send(receiver, *, seconds=SECONDS):
    """The answer or the reason why there is none, and how long that took."""
    started = time.monotonic()
    try:
        answer = safe_http.post(receiver.url, body=b"{}", headers={}, seconds=seconds, keep_bytes=1024)
    except safe_http.NotAnswered as error:
        answer = str(error)
    return answer, time.monotonic() - started


def dribble(handler, beginning):
    """Something every tenth of a second, so that no single read takes long."""
    with contextlib.suppress(OSError):
        handler.wfile.write(beginning)
        for _ in range(100):
            handler.wfile.write(b"x")
            time.sleep(0.1)


def test_a_receiver_that_says_nothing_is_given_up(receiver):
    receiver.answer = lambda _: time.sleep(10)
    answer, took = send(receiver)
    assert answer == "There was no answer within 1 seconds."
    assert took < SECONDS + MARGIN


def test_a_receiver_that_dribbles_its_headers_is_given_up(receiver):
    receiver.answer = lambda handler: dribble(handler, b"HTTP/1.1 200 OK\r\nX-Slow: ")
    answer, took = send(receiver)
    assert answer == "There was no answer within 1 seconds."
    assert SECONDS <= took < SECONDS + MARGIN


def test_a_receiver_that_dribbles_its_body_has_answered_but_holds_nobody_up(receiver):
    receiver.answer = lambda handler: dribble(handler, b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")
    answer, took = send(receiver)
    assert answer.is_good
    assert set(answer.beginning) == {"x"}
    assert took < SECONDS + MARGIN


def test_no_more_is_read_than_is_kept(receiver):
    receiver.answer = lambda handler: dribble(handler, b"HTTP/1.1 200 OK\r\n\r\n" + b"y" * 2000)
    answer, took = send(receiver, seconds=5)
    assert answer.beginning == "y" * 1024
    assert took < 5


def test_a_body_that_unpacks_to_gigabytes_is_kept_as_it_came(receiver):
    receiver.headers, receiver.body = {"Content-Encoding": "gzip"}, b"\x1f\x8b" + b"\0" * 10_000
    answer, _ = send(receiver)
    assert len(answer.beginning) == 1024


@pytest.mark.parametrize("nonsense", [b"", b"\x00\x01\x02", b"HTTP/1.1 abc\r\n\r\n", b"SSH-2.0-x\r\n" * 100])
def test_an_answer_that_is_none_is_a_failure_in_words(receiver, nonsense):
    receiver.answer = lambda handler: handler.wfile.write(nonsense)
    answer, _ = send(receiver)
    assert answer == "The connection could not be made, or broke off before the answer."


def test_a_receiver_without_tls_is_said_to_be_so(receiver):
    answer, took = send(_Address(receiver.url.replace("http://", "https://")))
    assert answer == "No secure connection could be made; look at the receiver's certificate."
    assert took < SECONDS + MARGIN


def test_a_receiver_that_never_shakes_hands_is_given_up():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        answer, took = send(_Address(f"https://localhost:{silent.getsockname()[1]}/"))
    assert answer == "There was no answer within 1 seconds."
    assert took < SECONDS + MARGIN


def test_a_receiver_whose_certificate_nobody_vouches_for_is_sent_nothing(own_certificate):
    with listening(Receiver(), certificate=own_certificate) as dubious:
        answer, _ = send(_Address(dubious.url.replace("http://127.0.0.1", "https://localhost")))
    assert answer == "No secure connection could be made; look at the receiver's certificate."
    assert dubious.received == []


def test_a_slow_receiver_does_not_hold_up_the_others():
    lanes = Lanes()
    slow, quick = ("account", "slow.example.com"), ("account", "quick.example.com")
    with contextlib.ExitStack() as stack:
        inside = [stack.enter_context(lanes.enter(host=(slow, 2))) for _ in range(5)]
        assert inside == [True, True, False, False, False]
        assert stack.enter_context(lanes.enter(host=(quick, 2)))
    with lanes.enter(host=(slow, 2)) as entered:
        assert entered


def test_of_many_threads_no_more_are_in_a_lane_than_it_is_wide():
    lanes, inside, most = Lanes(), [], []

    def pass_through():
        for _ in range(200):
            with lanes.enter(host=("a", 2), account=("b", 3)) as entered:
                if entered:
                    inside.append(1)
                    most.append(len(inside))
                    inside.pop()

    threads = [threading.Thread(target=pass_through) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) <= 2
    connection.close()


@dataclass
class _Address:
    url: str
