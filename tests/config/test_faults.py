"""What is told of an unexpected fault: where it happened, and no value of anything."""

import subprocess
import sys
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

FAILING = """
import sys
from config.observing import faults
import sentry_sdk

def read(secret):
    document = "Acme Supply Co., Austin"
    raise RuntimeError("the engine failed")

faults.report_to(sys.argv[1], release="1.2.3", environment="invoices.example")
try:
    read("inv_live_secret")
except RuntimeError:
    sentry_sdk.capture_exception()
sentry_sdk.flush(5)
"""


@pytest.fixture
def collector():
    """An address for reports, and what was sent there."""
    received = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append(zlib.decompress(body, wbits=31).decode())
            self.send_response(200)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://key@127.0.0.1:{server.server_port}/1", received
    server.shutdown()
    server.server_close()


def test_it_says_where_and_what_and_no_value_of_anything(collector):
    address, received = collector
    subprocess.run([sys.executable, "-c", FAILING, address], check=True, timeout=60)
    report = "".join(received)
    for told in ("the engine failed", "RuntimeError", '"release":"1.2.3"', "invoices.example"):
        assert told in report
    for kept in ("Acme Supply Co., Austin", "inv_live_secret"):
        assert kept not in report.replace(FAILING, "")
