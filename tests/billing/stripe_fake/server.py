"""The HTTP side: routes, records, faults, idempotency, and answers in Stripe's envelope."""

from __future__ import annotations

import contextlib
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from tests.billing.stripe_fake import events
from tests.billing.stripe_fake.expanding import shown
from tests.billing.stripe_fake.faults import Fault, Refusal
from tests.billing.stripe_fake.params import checked
from tests.billing.stripe_fake.requests import Form, Request, unfold
from tests.billing.stripe_fake.store import Object, Store

SECRET_KEY = "sk_test_of_the_fake"
WEBHOOK_SECRET = "whsec_of_the_fake"

Answer = tuple[int, Any]
Endpoint = Callable[..., Any]


class FakeStripe:
    """The server and what it keeps. `requests` are all calls so far, in order; `faults` are those to come."""

    def __init__(self) -> None:
        from tests.billing.stripe_fake.routes import ROUTES

        self.store = Store()
        self.requests: list[Request] = []
        self.faults: list[Fault] = []
        self._routes = ROUTES
        self._answers: dict[str, tuple[Request, Answer]] = {}
        self._one_at_a_time = threading.RLock()
        self._server = _Server(self)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> None:
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def environment(self) -> dict[str, str]:
        """What a service is started with to take this for Stripe."""
        return {
            "STRIPE_SECRET_KEY": SECRET_KEY,
            "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "STRIPE_API_URL": self.url,
        }

    def calls(self, pattern: str) -> list[Request]:
        """The recorded requests such as "POST /v1/customers"; the pattern is a regular expression."""
        return [each for each in self.requests if re.fullmatch(pattern, str(each))]

    def fail(self, path: str, **how: Any) -> Fault:
        self.faults.append(Fault(path, **how))
        return self.faults[-1]

    def answer(self, request: Request) -> Answer | None:
        """Status and body; None: hang up."""
        with self._one_at_a_time:
            self.requests.append(request)
            fault = next((each for each in self.faults if each.takes(request.method, request.path)), None)
        if fault is None:
            return self._answer_once(request)
        time.sleep(fault.seconds)
        if fault.after_the_fact:
            self._answer_once(request)
        return None if fault.hang_up else (fault.status, fault.body)

    def _answer_once(self, request: Request) -> Answer:
        """A POST under a key that was seen is answered as before, and does nothing."""
        with self._one_at_a_time:
            key = request.idempotency_key
            if key is None:
                return self._do(request)
            if key not in self._answers:
                self._answers[key] = (request, self._do(request))
            first, answer = self._answers[key]
            if (first.path, first.form) != (request.path, request.form):
                return _refused("Keys for idempotent requests can only be used with the same parameters.")
            return answer

    def _do(self, request: Request) -> Answer:
        if request.authorization != f"Bearer {SECRET_KEY}":
            return 401, {"error": {"type": "invalid_request_error", "message": "Invalid API Key provided"}}
        for method, pattern, endpoint, parameters in self._routes:
            matched = re.fullmatch(pattern, request.path)
            if matched and method == request.method:
                try:
                    return 200, self._done(endpoint, request.form, parameters, matched.groups())
                except Refusal as refusal:
                    return refusal.status, refusal.body
        return 404, {
            "error": {"type": "invalid_request_error", "message": f"Unrecognized request URL ({request})."}
        }

    def _done(self, endpoint: Endpoint, form: Form, parameters: Any, ids: tuple[str, ...]) -> Object:
        form = checked(form, parameters)
        expand = form.pop("expand", [])
        return shown(endpoint(self, form, *ids), self.store, expand)

    def emit(self, kind: str, about: Object, previous: Object | None = None) -> None:
        events.happened(self, kind, about, previous)

    def events(self, *kinds: str) -> list[Object]:
        """What happened so far, oldest first."""
        return [each for each in self.store.all("event")[::-1] if not kinds or each["type"] in kinds]

    def signed(self, event: Object) -> tuple[bytes, str]:
        """The body of a delivery and its Stripe-Signature header, for a client that is no server."""
        return events.signed(event, secret=WEBHOOK_SECRET, at=int(time.time()))

    def deliver(self, event: Object, *, to: str) -> int:
        """The status of the receiver's answer; 0 without one."""
        return events.deliver(event, to=to, secret=WEBHOOK_SECRET, at=int(time.time()))


def _refused(message: str) -> Answer:
    return 400, {"error": {"type": "idempotency_error", "message": message}}


@contextlib.contextmanager
def running() -> Iterator[FakeStripe]:
    fake = FakeStripe()
    fake.start()
    try:
        yield fake
    finally:
        fake.stop()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, fake: FakeStripe) -> None:
        self.fake = fake
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

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
        answer = self.server.fake.answer(request)
        if answer is None:
            self.close_connection = True
            return
        self._send(*answer)

    def _send(self, status: int, body: Any) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Request-Id", f"req_{len(self.server.fake.requests):06d}")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *arguments: Any) -> None:
        """Nothing: the tests look at `requests`."""
