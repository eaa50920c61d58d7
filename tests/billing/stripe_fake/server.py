"""The fake as a test has it: what it keeps, what it was asked, and what the test makes happen at Stripe."""

from __future__ import annotations

import contextlib
import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from queue import SimpleQueue
from typing import Any

from tests.billing.stripe_fake import cards, checkout, clock, events, invoices, pages, payments
from tests.billing.stripe_fake.expanding import shown
from tests.billing.stripe_fake.faults import Fault, Refusal
from tests.billing.stripe_fake.params import checked
from tests.billing.stripe_fake.requests import Form, Request
from tests.billing.stripe_fake.routes import ROUTES
from tests.billing.stripe_fake.store import Object, Store
from tests.billing.stripe_fake.wire import Server

WEBHOOK_SECRET = "whsec_of_the_fake"

Answer = tuple[int, Any]
Endpoint = Callable[..., Any]


class FakeStripe:
    """The server and what it keeps. `requests` are all calls so far, in order; `faults` are those to come.

    Settings of the account: `tax_percent` where tax is automatic; what becomes of a subscription
    `after_retries`; `listener`, the address to which events are sent by themselves, if any.
    """

    tax_percent = 19
    after_retries = "canceled"
    listener: str | None = None

    def __init__(self) -> None:
        self.secret_key = f"sk_test_{secrets.token_hex(8)}"
        self.store = Store()
        self.requests: list[Request] = []
        self.faults: list[Fault] = []
        self._answers: dict[str, tuple[Request, Answer]] = {}
        self._one_at_a_time = threading.RLock()
        self._to_send: SimpleQueue[Object] = SimpleQueue()
        self._server = Server(self)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> None:
        serve = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        serve.start()
        threading.Thread(target=self._send_events, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def environment(self) -> dict[str, str]:
        """What a service is started with to take this for Stripe."""
        return {
            "STRIPE_SECRET_KEY": self.secret_key,
            "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "STRIPE_API_URL": self.url,
        }

    # --- what was asked, and what goes wrong -----------------------------------------------------

    def calls(self, pattern: str) -> list[Request]:
        """The recorded requests such as "POST /v1/customers"; the pattern is a regular expression."""
        return [each for each in self.requests if re.fullmatch(pattern, str(each))]

    def fail(self, path: str, **how: Any) -> Fault:
        self.faults.append(Fault(path, **how))
        return self.faults[-1]

    @property
    def now(self) -> datetime:
        """What time it is at Stripe."""
        return datetime.fromtimestamp(self.store.now, tz=UTC)

    # --- what happens at Stripe ------------------------------------------------------------------

    def advance(self, **time_: float) -> None:
        """Lets time pass, such as days=31, and with it all that becomes due."""
        with self._one_at_a_time:
            clock.advance(self, timedelta(**time_).total_seconds())

    def pay(self, session_id: str, *, card: str = cards.GOOD) -> Object:
        """Somebody pays at the checkout. A card that is declined leaves the session open."""
        with self._one_at_a_time:
            return checkout.pay(self, session_id, card=card)

    def pay_invoice(self, invoice_id: str, *, card: str | None = None) -> str:
        """Somebody pays on the invoice's page: with that card, or by confirming the one that there is."""
        with self._one_at_a_time:
            invoice = invoices.open_one(self, invoice_id)
            return payments.pay(self, invoice, number=card, holder_is_there=True)

    def change_card(self, customer_id: str, card: str) -> Object:
        """Somebody changes their card in the portal."""
        with self._one_at_a_time:
            return cards.make_default(self, customer_id, card)

    # --- events ----------------------------------------------------------------------------------

    def emit(self, kind: str, about: Object, previous: Object | None = None) -> None:
        event = events.happened(self, kind, about, previous)
        if self.listener:
            self._to_send.put(event)

    def events(self, *kinds: str) -> list[Object]:
        """What happened so far, oldest first."""
        return [each for each in self.store.all("event")[::-1] if not kinds or each["type"] in kinds]

    def signed(self, event: Object) -> tuple[bytes, str]:
        """The body of a delivery and its Stripe-Signature header, for a client that is no server."""
        return events.signed(event, secret=WEBHOOK_SECRET, at=int(time.time()))

    def deliver(self, event: Object, *, to: str) -> int:
        """The status of the receiver's answer; 0 without one."""
        return events.deliver(event, to=to, secret=WEBHOOK_SECRET, at=int(time.time()))

    def _send_events(self) -> None:
        while True:
            event = self._to_send.get()
            if self.listener:
                self.deliver(event, to=self.listener)

    # --- answers ---------------------------------------------------------------------------------

    def answer(self, request: Request) -> Answer | None:
        """Status and body; None: hang up."""
        with self._one_at_a_time:
            self.requests.append(request)
            fault = next((each for each in self.faults if each.takes(request.method, request.path)), None)
        if fault is None:
            return self._answer_once(request)
        answer = self._answer_once(request) if fault.after_the_fact or fault.held_back else None
        time.sleep(fault.seconds)
        if fault.held_back:
            return answer
        return None if fault.hang_up else (fault.status, fault.body)

    def show(self, request: Request) -> pages.Page:
        """A page as somebody's browser asks for it."""
        with self._one_at_a_time:
            return pages.answer(self, request.method, request.path, request.form)

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
                text = "Keys for idempotent requests can only be used with the same parameters."
                return _refused(400, text, kind="idempotency_error")
            return answer

    def _do(self, request: Request) -> Answer:
        if request.authorization != f"Bearer {self.secret_key}":
            return _refused(401, "Invalid API Key provided")
        for method, pattern, endpoint, parameters in ROUTES:
            matched = re.fullmatch(pattern, request.path)
            if matched and method == request.method:
                return self._done(endpoint, request.form, parameters, matched.groups())
        return _refused(404, f"Unrecognized request URL ({request}).")

    def _done(self, endpoint: Endpoint, form: Form, parameters: Any, ids: tuple[str, ...]) -> Answer:
        try:
            form = checked(form, parameters)
            expand = form.pop("expand", [])
            return 200, shown(endpoint(self, form, *ids), self.store, expand)
        except Refusal as refusal:
            return refusal.status, refusal.body
        except NotImplementedError as absent:
            return _refused(400, f"The Stripe of the tests does not have this: {absent}.")


def _refused(status: int, message: str, *, kind: str = "invalid_request_error") -> Answer:
    return status, {"error": {"type": kind, "message": message}}


@contextlib.contextmanager
def running() -> Iterator[FakeStripe]:
    fake = FakeStripe()
    fake.start()
    try:
        yield fake
    finally:
        fake.stop()
