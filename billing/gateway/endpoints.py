"""Where Stripe sends its events to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import stripe
from stripe.params import WebhookEndpointCreateParams, WebhookEndpointUpdateParams

from billing.gateway.client import talking
from billing.gateway.events import LISTENED
from billing.gateway.subscriptions import moment

API_VERSION = stripe.api_version
EVENTS: Any = list(LISTENED)  # the library has a type for each of these words


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`is_right`: it is on and tells what we listen to. Its API version can never be changed."""

    id: str
    created: datetime
    is_right: bool
    api_version: str

    @property
    def speaks_our_version(self) -> bool:
        return self.api_version == API_VERSION


def at(url: str) -> list[Endpoint]:
    """Oldest first."""
    with talking() as client:
        found = client.v1.webhook_endpoints.list({"limit": 100})
        ours = [_endpoint(each) for each in found.auto_paging_iter() if each.url == url]
    return sorted(ours, key=lambda each: (each.created, each.id))


def create(url: str) -> str:
    """The secret of a new one, which Stripe tells this once."""
    params: WebhookEndpointCreateParams = {
        "url": url,
        "api_version": cast("Any", API_VERSION),  # here too
        "enabled_events": EVENTS,
        "description": "Invoice OCR",
    }
    with talking() as client:
        return client.v1.webhook_endpoints.create(params).secret or ""


def correct(endpoint_id: str) -> None:
    params: WebhookEndpointUpdateParams = {"enabled_events": EVENTS, "disabled": False}
    with talking() as client:
        client.v1.webhook_endpoints.update(endpoint_id, params)


def delete(endpoint_id: str) -> None:
    with talking() as client:
        client.v1.webhook_endpoints.delete(endpoint_id)


def _endpoint(endpoint: stripe.WebhookEndpoint) -> Endpoint:
    return Endpoint(
        id=endpoint.id,
        created=moment(endpoint.created),
        is_right=endpoint.status == "enabled" and set(LISTENED) <= set(endpoint.enabled_events),
        api_version=endpoint.api_version or "",
    )
