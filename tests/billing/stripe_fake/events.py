"""Events: kept for who asks, signed and sent to who listens."""

from __future__ import annotations

import contextlib
import copy
import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import requests

from tests.billing.stripe_fake.expanding import shown
from tests.billing.stripe_fake.faults import Refusal
from tests.billing.stripe_fake.listing import page
from tests.billing.stripe_fake.requests import Form
from tests.billing.stripe_fake.store import Object

if TYPE_CHECKING:
    from tests.billing.stripe_fake.server import FakeStripe

API_VERSION = "2026-10-28.endive"
KEPT_SECONDS = 30 * 24 * 3600
PATIENCE_SECONDS = 10


def happened(stripe: FakeStripe, kind: str, about: Object, previous: Object | None = None) -> Object:
    """Notes that something is so now; `previous` has the values of fields that changed."""
    data: Object = {"object": shown(about, stripe.store, [])}
    if previous is not None:
        data["previous_attributes"] = copy.deepcopy(previous)
    return stripe.store.add(
        "event",
        api_version=API_VERSION,
        data=data,
        pending_webhooks=1,
        request={"id": None, "idempotency_key": None},
        type=kind,
    )


@contextlib.contextmanager
def noting(stripe: FakeStripe, kind: str, about: Object) -> Iterator[None]:
    """An event if the object is another after the block, with what it was before."""
    before = copy.deepcopy(about)
    yield
    changed = {name: value for name, value in before.items() if about.get(name) != value}
    if changed:
        happened(stripe, kind, about, changed)


def listed(stripe: FakeStripe, form: Form) -> dict[str, Any]:
    if "type" in form and "types" in form:
        raise Refusal("You may pass either `type` or `types`, but not both.")
    wanted = form.get("types") or [form["type"]] if {"type", "types"} & form.keys() else None
    found = [each for each in stripe.store.all("event") if wanted is None or each["type"] in wanted]
    if "delivery_success" in form:
        found = [each for each in found if (each["pending_webhooks"] == 0) is form["delivery_success"]]
    return page([each for each in found if _is_kept(stripe, each)], form, url="/v1/events")


def _is_kept(stripe: FakeStripe, event: Object) -> bool:
    return bool(event["created"] > stripe.store.now - KEPT_SECONDS)


def get(stripe: FakeStripe, form: Form, event_id: str) -> Object:
    return stripe.store.get("event", event_id)


def signed(event: Object, *, secret: str, at: int) -> tuple[bytes, str]:
    """The body of a delivery, and its Stripe-Signature header."""
    body = json.dumps(event, indent=2).encode()
    mac = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256)
    return body, f"t={at},v1={mac.hexdigest()}"


def deliver(event: Object, *, to: str, secret: str, at: int) -> int:
    """The status that the receiver answers with; 0 when there is none. Delivered is what a 2xx says."""
    body, signature = signed(event, secret=secret, at=at)
    headers = {"Content-Type": "application/json; charset=utf-8", "Stripe-Signature": signature}
    try:
        answer = requests.post(
            to, data=body, headers=headers, timeout=PATIENCE_SECONDS, allow_redirects=False
        )
    except requests.RequestException:
        return 0
    if 200 <= answer.status_code < 300:
        event["pending_webhooks"] = 0
    return answer.status_code
