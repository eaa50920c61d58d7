"""Endpoints, deliveries and attempts as the API shows them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from extraction.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from extraction.models.webhooks import Signer
from extraction.webhooks import signing


def endpoint(endpoint: WebhookEndpoint) -> dict[str, Any]:
    return {
        "id": endpoint.public_id,
        "url": endpoint.url,
        "description": endpoint.description,
        "events": endpoint.events,
        "status": "enabled" if endpoint.is_enabled else "disabled",
        "disabled_reason": endpoint.disabled_because or None,
        "failing_since": _time(endpoint.failing_since),
        "created_at": _time(endpoint.created_at),
    }


def secret(signer: Signer) -> dict[str, Any]:
    """What to verify with, and until when the secret before signs as well. Beside no other document, so that
    none that is kept or logged gives it away."""
    return {
        "secret": signing.secret(signer.seed),
        "previous_secret_until": _time(signer.previous_until),
    }


def delivery(delivery: WebhookDelivery) -> dict[str, Any]:
    """A line of the log: what was to be sent where, and how far that is."""
    attempts = list(delivery.attempts.all())
    made = [attempt for attempt in attempts if attempt.started_at]
    due = [attempt.due_at for attempt in attempts if not attempt.started_at]
    return {
        "id": delivery.public_id,
        "status": delivery.status,
        "event": {"id": delivery.event.public_id, "type": delivery.event.type},
        "endpoint": delivery.endpoint.public_id if delivery.endpoint else None,
        "url": delivery.url,
        "created_at": _time(delivery.created_at),
        "attempts_made": len(made),
        "next_attempt_at": _time(min(due, default=None)),
        "last_status_code": made[-1].status_code if made else None,
    }


def delivery_in_full(shown: WebhookDelivery) -> dict[str, Any]:
    """The log's line with the body that was sent and every attempt at it."""
    attempts = shown.attempts.started()
    return delivery(shown) | {
        "body": json.loads(shown.event.body),
        "attempts": [attempt(one) for one in attempts],
    }


def attempt(attempt: WebhookAttempt) -> dict[str, Any]:
    """`succeeded` is null while it runs."""
    return {
        "number": attempt.number,
        "by_hand": attempt.by_hand,
        "started_at": _time(attempt.started_at),
        "succeeded": attempt.succeeded if attempt.finished_at else None,
        "status_code": attempt.status_code,
        "milliseconds": attempt.milliseconds,
        "answer": attempt.answer,
        "error": attempt.error or None,
    }


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None
