"""HTTP: one server on this machine, for the API and for the pages that people see."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.billing.stripe_fake.requests import Request, unfold

if TYPE_CHECKING:
    from tests.billing.stripe_fake.server import FakeStripe


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, fake: FakeStripe) -> None:
        self.fake = fake
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def do_DELETE(self) -> None:
        self._handle()

    def _handle(self) -> None:
        address = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        request = Request(
            method=self.command,
            path=address.path,
            form=unfold(body if self.command == "POST" else address.query),
            idempotency_key=self.headers.get("Idempotency-Key"),
            version=self.headers.get("Stripe-Version"),
            authorization=self.headers.get("Authorization"),
        )
        if address.path.startswith("/v1/"):
            self._answer(request)
        else:
            self._show(request)

    def _answer(self, request: Request) -> None:
        answer = self.server.fake.answer(request)
        if answer is None:
            self.close_connection = True
            return
        status, body = answer
        name = f"req_{len(self.server.fake.requests):06d}"
        self._send(status, json.dumps(body), {"Content-Type": "application/json", "Request-Id": name})

    def _show(self, request: Request) -> None:
        status, page = self.server.fake.show(request)
        if status == 303:
            self._send(status, "", {"Location": page})
        else:
            self._send(status, page, {"Content-Type": "text/html; charset=utf-8"})

    def _send(self, status: int, body: str, headers: dict[str, str]) -> None:
        data = body.encode()
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(data))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *arguments: object) -> None:
        """Nothing: the tests look at `requests`."""
