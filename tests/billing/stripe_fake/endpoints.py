"""Webhook endpoints. The secret is told once, to who makes one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.billing.stripe_fake.faults import Refusal
from tests.billing.stripe_fake.listing import page
from tests.billing.stripe_fake.requests import Form
from tests.billing.stripe_fake.store import Object

if TYPE_CHECKING:
    from tests.billing.stripe_fake.server import FakeStripe


def create(stripe: FakeStripe, form: Form) -> Object:
    _refuse_hidden(form["url"])
    form.pop("connect", None)
    values = {"api_version": None, "application": None, "description": None, **form}
    made = stripe.store.add("webhook_endpoint", status="enabled", **values)
    return {**made, "secret": secret_of(made)}


def secret_of(endpoint: Object) -> str:
    return f"whsec_of_{endpoint['id']}"


def get(stripe: FakeStripe, form: Form, endpoint_id: str) -> Object:
    return stripe.store.get("webhook_endpoint", endpoint_id)


def update(stripe: FakeStripe, form: Form, endpoint_id: str) -> Object:
    endpoint = stripe.store.get("webhook_endpoint", endpoint_id)
    _refuse_hidden(form.get("url", endpoint["url"]))
    if "disabled" in form:
        endpoint["status"] = "disabled" if form.pop("disabled") else "enabled"
    stripe.store.change(endpoint, form)
    return endpoint


def delete(stripe: FakeStripe, form: Form, endpoint_id: str) -> Object:
    gone = stripe.store.get("webhook_endpoint", endpoint_id)
    del stripe.store.objects[endpoint_id]
    return {"id": gone["id"], "object": gone["object"], "deleted": True}


def listed(stripe: FakeStripe, form: Form) -> dict[str, Any]:
    return page(stripe.store.all("webhook_endpoint"), form, url="/v1/webhook_endpoints")


def _refuse_hidden(url: str) -> None:
    """With a live key Stripe also refuses http; a test key may have it, but nobody reaches this machine."""
    if any(hidden in url for hidden in ("//localhost", "//127.", "//[::1]")):
        raise Refusal("Invalid URL: URL must be publicly accessible.", code="url_invalid", param="url")
