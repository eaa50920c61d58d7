"""A body that breaks off is refused as a whole, wherever it was sent to: nothing of it is kept or counted."""

import io
import json
import socket
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from billing.usage import metering
from extraction.models import Extraction
from tests.people import person
from tests.web import papers

pytestmark = pytest.mark.django_db
FORM = "multipart/form-data; boundary=x"


def part(name, content, filename=""):
    named = f'; filename="{filename}"' if filename else ""
    head = f'--x\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'
    return head.encode() + content + b"\r\n"


def file(name="file", filename="invoice.pdf", size=40):
    return part(name, papers.PDF + b" " * size, filename)


def send_cut(client, path, body, *, missing, method="POST", content_type=FORM, **more):
    """As a server hands it on: the header says how long it was to be."""
    cut = {"CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body[:-missing])}
    return client.generic(method, path, CONTENT_TYPE=content_type, **cut, **more)


@pytest.mark.parametrize("missing", [1, 3, 8, 60, 120])
@pytest.mark.parametrize("size", [40, 200_000])
def test_a_form_of_the_portal_that_breaks_off_brings_no_file(browse, alice, missing, size):
    body = file(size=size) + file(filename="second.pdf", size=size) + b"--x--\r\n"
    answer = send_cut(browse(alice), "/uploads", body, missing=missing)
    assert answer.status_code == 400
    assert not Extraction.objects.exists()


@pytest.mark.parametrize("missing", [1, 8, 40, 120])
def test_a_program_s_form_that_breaks_off_is_not_read_without_its_last_fields(client, missing):
    alice = person("alice", plan="pro")
    body = file() + part("async", b"true") + part("language", b"deu") + b"--x--\r\n"
    headers = {"Authorization": alice.authorization}
    answer = send_cut(client, "/v1/extract", body, missing=missing, headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_request")
    assert not Extraction.objects.exists()
    assert metering.usage(user=alice.user, now=timezone.now()).used == 0


def test_a_value_that_was_typed_is_not_saved_in_half(browse, alice):
    extraction = papers.completed(alice)
    body = b"do=save&total=371.34"
    answer = send_cut(
        browse(alice),
        f"/documents/{extraction.public_id}/work",
        body,
        missing=3,
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 400
    assert not extraction.corrections.exists()


def test_json_that_breaks_off_where_it_could_end_is_refused_too(client):
    alice = person("alice", plan="pro")
    extraction = papers.completed(alice.user)
    body = json.dumps({"corrections": {"total": "300.00"}}).encode() + b"   "
    answer = send_cut(
        client,
        f"/v1/extract/{extraction.public_id}",
        body,
        missing=2,
        method="PATCH",
        content_type="application/json",
        headers={"Authorization": alice.authorization},
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_request")
    assert not extraction.corrections.exists()


def test_what_comes_whole_is_taken(browse, alice):
    body = file() + file(filename="second.pdf") + b"--x--\r\n"
    browse(alice).generic("POST", "/uploads", body, content_type=FORM)
    assert Extraction.objects.count() == 2


def test_a_page_is_answered_that_says_so(alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    client.cookies["csrftoken"] = "a" * 32  # without one the body is not even looked at
    answer = send_cut(client, "/uploads", file() + b"--x--", missing=5)
    assert (answer.status_code, answer["Content-Type"]) == (400, "text/html; charset=utf-8")


@pytest.mark.slow
def test_a_client_that_is_gone_in_the_middle_of_a_form_sends_nothing(service):
    address = urlsplit(service.url)
    key = service.manage("create_key", "cut@example.com").split()[-1]
    body = file(size=200_000) + part("async", b"true") + b"--x--\r\n"
    head = (
        f"POST /v1/extract HTTP/1.1\r\nHost: {address.netloc}\r\nAuthorization: Bearer {key}\r\n"
        f"Content-Type: {FORM}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection((address.hostname, address.port), 20) as connection:
        connection.sendall(head.encode() + body[:-40])
        connection.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"invalid_request" in answer
