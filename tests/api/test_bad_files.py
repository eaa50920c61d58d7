"""Files that would break a reader: each gets its clear answer in time, and the next is read as ever."""

import json
import time
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from tests import hostile, invoices
from tests.caller import caller

pytestmark = pytest.mark.slow

ACME = invoices.draw(invoices.acme())
DEADLINE = 50.0

BAD_FILES = {
    "an empty file": (lambda: b"", "empty"),
    "text renamed to .pdf": (lambda: b"Dear Sir or Madam, please find attached", "PDF, PNG or JPG"),
    "half a PDF": (lambda: hostile.truncated(ACME), "damaged"),
    "half a PNG": (lambda: hostile.truncated(invoices.as_png(ACME)), "damaged"),
    "a PDF with a password": (hostile.encrypted, "password"),
    "500 MB in 510 KB": (lambda: hostile.flate_bomb(500), "than any invoice"),
    "2 GB in 4 KB": (lambda: hostile.double_flate_bomb(2000), "than any invoice"),
    "five million letters in 17 KB": (lambda: hostile.text_bomb(100_000), "than any invoice"),
    "a page of 200,000 points": (hostile.huge_page, "too large"),
    "144 megapixels in 17 KB": (hostile.huge_png, "too large"),
    "a page with nothing on it": (hostile.blank_page, "No text"),
    "pages that contain themselves": (hostile.cyclic_pages, ""),
}


@pytest.fixture(scope="module")
def alice(service):
    return caller(service, plan="pro")


@pytest.fixture(scope="module")
def bob(service):
    return caller(service, plan="free")


def error_of(answer):
    assert answer.headers["Content-Type"].startswith("application/json")
    return answer.json()["error"]


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_cannot_be_read_is_400_invalid_file_and_not_counted(alice, name):
    make, words = BAD_FILES[name]
    data, used = make(), alice.used
    before = time.monotonic()
    answer = alice.extract(data)
    assert time.monotonic() - before < DEADLINE
    assert alice.used == used
    assert answer.status_code == 400
    assert error_of(answer)["code"] == "invalid_file"
    assert words in error_of(answer)["message"]
    assert alice.extract(ACME).json()["total"] == 1217.81


def test_a_page_count_that_lies_does_not_get_more_pages_than_the_plan_has(bob):
    answer = bob.extract(hostile.lying_count(5000))
    assert answer.status_code == 403
    assert error_of(answer)["code"] == "plan_required"
    assert bob.extract(ACME).json()["total"] == 1217.81


@pytest.mark.parametrize("megabytes", [21, 300])
def test_a_file_over_20_mb_is_413_before_it_is_sent_whole(alice, megabytes):
    assert sent_and_answered(alice, length=megabytes << 20) == (413, "file_too_large")


def sent_and_answered(caller, *, length):
    """Announce a long body, send its first bytes only, and read the answer."""
    address = urlsplit(caller.url)
    connection = HTTPConnection(address.hostname, address.port, timeout=30)
    try:
        connection.putrequest("POST", "/v1/extract")
        connection.putheader("Authorization", caller.headers["Authorization"])
        connection.putheader("Content-Type", "multipart/form-data; boundary=x")
        connection.putheader("Content-Length", str(length))
        connection.endheaders(b"--x\r\n")
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())["error"]["code"]
    finally:
        connection.close()
