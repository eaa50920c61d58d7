"""What a request about webhooks asks for, checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from extraction.api import pagination, queries
from extraction.api.errors import InvalidRequest
from extraction.models import WebhookDelivery, WebhookEndpoint
from extraction.webhooks import endpoints

KNOWN = ("url", "events", "description", "disabled")
LONGEST_DESCRIPTION = 200
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")  # JSON can hold halves of characters, and no database can
DELIVERIES: queries.Parameters = {
    **pagination.PARAMETERS,
    "status": queries.choice(WebhookDelivery.Status.values),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """An endpoint as it shall be. `disabled` None: as it is."""

    url: str
    events: list[str]
    description: str
    disabled: bool | None


@dataclass(frozen=True, slots=True)
class Deliveries(pagination.Wanted):
    """Those to list; without a status all."""

    status: str = ""


def wanted(data: object, *, now: WebhookEndpoint | None = None) -> Wanted:
    """What is left out stays as it is `now`; a new endpoint gets all events. Raises `InvalidRequest`."""
    body = _object(data)
    return Wanted(
        url=_text(body, "url", now.url if now else None),
        events=_events(body.get("events", now.events if now else list(endpoints.SUBSCRIBABLE))),
        description=_description(_text(body, "description", now.description if now else "")),
        disabled=_flag(body, "disabled"),
    )


def deliveries(query: QueryDict) -> Deliveries:
    """Raises `InvalidRequest`."""
    return Deliveries(**queries.read(query, DELIVERIES))


def _object(data: object) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise InvalidRequest('Send a JSON object, such as {"url": "https://example.com/hook"}.')
    for name in data:
        if name not in KNOWN:
            raise InvalidRequest(f"Unknown field {name!r}. There are {_either(KNOWN)}.")
    return data


def _text(body: Mapping[str, Any], name: str, otherwise: str | None) -> str:
    value = body.get(name, otherwise)
    if not isinstance(value, str) or _UNSTORABLE.search(value):
        raise InvalidRequest(f"`{name}` is missing or no text.")
    return value.strip()


def _description(value: str) -> str:
    if len(value) > LONGEST_DESCRIPTION:
        raise InvalidRequest(f"`description` is longer than {LONGEST_DESCRIPTION} characters.")
    return value


def _events(value: object) -> list[str]:
    if not isinstance(value, list) or not value:
        raise InvalidRequest(f"`events` is a list of at least one of {_either(endpoints.SUBSCRIBABLE)}.")
    for name in value:
        if name not in endpoints.SUBSCRIBABLE:
            raise InvalidRequest(f"Unknown event {name!r}. It can be {_either(endpoints.SUBSCRIBABLE)}.")
    return [name for name in endpoints.SUBSCRIBABLE if name in value]


def _flag(body: Mapping[str, Any], name: str) -> bool | None:
    value = body.get(name)
    if name in body and not isinstance(value, bool):
        raise InvalidRequest(f"`{name}` is true or false.")
    return value


def _either(names: Any) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last}"
