"""A program that waits as long as it was told finds its connection as it left it."""

import http.client
import time
from urllib.parse import urlsplit

import pytest

from extraction.api.errors import RUNNING_RETRY_SECONDS

pytestmark = pytest.mark.slow


def test_whoever_asks_again_when_told_to_needs_no_new_connection(service):
    connection = http.client.HTTPConnection(urlsplit(service.url).netloc, timeout=10)
    connection.request("GET", "/healthz")
    connection.getresponse().read()
    opened = connection.sock
    time.sleep(RUNNING_RETRY_SECONDS + 1)
    connection.request("GET", "/healthz")
    assert connection.getresponse().status == 200
    assert connection.sock is opened
    connection.close()
