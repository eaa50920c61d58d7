"""What the operations on webhooks answer with, and what is posted to receivers, key by key."""

from __future__ import annotations

from extraction.api.schema.keys import Key, Shape
from extraction.models import WebhookDelivery, WebhookEvent

STATUSES = tuple(WebhookDelivery.Status.values)

ENDPOINT = Shape(
    "WebhookEndpoint",
    "An address that events are sent to.",
    (
        Key("id", "text", "The name of this endpoint.", "whe_0a1b2c3d4e5f6g7h"),
        Key("url", "text", "Where events are sent.", "https://example.com/hook"),
        Key("description", "text", "What it is for, in words of your own.", "Bookkeeping"),
        Key("events", "list", "What is sent there.", ["extraction.completed"]),
        Key("status", "text", "Whether anything is sent.", "enabled", choices=("enabled", "disabled")),
        Key("disabled_reason", "text", "Why nothing is sent.", "Disabled by its owner.", nullable=True),
        Key("failing_since", "time", "Since when no attempt has succeeded.", nullable=True),
        Key("created_at", "time", "When it was registered.", "2026-05-16T09:30:00Z"),
    ),
)
ENDPOINTS = Shape(
    "WebhookEndpoints",
    "All endpoints, newest first; there are 20 at most.",
    (Key("results", "list", "The endpoints.", of=ENDPOINT),),
)
SECRET = Shape(
    "WebhookSecret",
    "What signatures are verified with.",
    (
        Key("secret", "text", "The secret, in the form that libraries for Standard Webhooks take."),
        Key(
            "previous_secret_until",
            "time",
            "After a rotation: until when the secret before signs as well.",
            nullable=True,
        ),
    ),
)
EVENT = Shape(
    "WebhookEvent",
    "What was announced.",
    (
        Key("id", "text", "Sent as `webhook-id`, the same on every attempt.", "evt_0a1b2c3d4e5f6g7h"),
        Key(
            "type", "text", "What happened.", "extraction.completed", choices=tuple(WebhookEvent.Type.values)
        ),
    ),
)
DELIVERED_KEYS = (
    Key("id", "text", "The name of this delivery.", "dlv_0a1b2c3d4e5f6g7h"),
    Key("status", "text", "How far it is.", "delivered", choices=STATUSES),
    Key("event", "object", "What is sent.", of=EVENT),
    Key("endpoint", "text", "To which endpoint; null for a `webhook_url`.", nullable=True),
    Key("url", "text", "To which address.", "https://example.com/hook"),
    Key("created_at", "time", "When it was announced.", "2026-05-16T09:30:00Z"),
    Key("attempts_made", "integer", "How many attempts there were.", 1, least=0),
    Key("next_attempt_at", "time", "When the next attempt is due.", nullable=True),
    Key("last_status_code", "integer", "The status of the last answer.", 200, nullable=True),
)
DELIVERY = Shape("WebhookDelivery", "One event on its way to one address.", DELIVERED_KEYS)
ATTEMPT = Shape(
    "WebhookAttempt",
    "One request to the receiver.",
    (
        Key("number", "integer", "Counted from 1.", 1, least=1),
        Key("by_hand", "flag", "Whether somebody asked for it, beside the schedule.", False),
        Key("started_at", "time", "When it was sent.", "2026-05-16T09:30:00Z"),
        Key("succeeded", "flag", "Whether it was taken; null while it runs.", True, nullable=True),
        Key("status_code", "integer", "The status of the answer.", 200, nullable=True),
        Key("milliseconds", "integer", "How long the answer took.", 84, nullable=True, least=0),
        Key("answer", "text", "The first kilobyte of the answer.", "thank you"),
        Key("error", "text", "What was wrong.", "It answered 500.", nullable=True),
    ),
)
DATA = Shape(
    "WebhookData",
    "The document that `GET /v1/extract/{id}` gives, or for `batch.completed` that of the batch.",
    (),
)
BODY = Shape(
    "WebhookBody",
    "The body of the request to the receiver.",
    (
        Key(
            "type", "text", "What happened.", "extraction.completed", choices=tuple(WebhookEvent.Type.values)
        ),
        Key("id", "text", "The event's name.", "evt_0a1b2c3d4e5f6g7h"),
        Key("timestamp", "time", "When it happened.", "2026-05-16T09:30:00Z"),
        Key("data", "object", "What it happened to.", of=DATA),
    ),
)
DELIVERY_IN_FULL = Shape(
    "WebhookDeliveryInFull",
    "A delivery with the body that is sent and every attempt at it.",
    (
        *DELIVERED_KEYS,
        Key("body", "object", "What is sent.", of=BODY),
        Key("attempts", "list", "The attempts, the first one first.", of=ATTEMPT),
    ),
)
PAGE = Shape(
    "WebhookDeliveryPage",
    "A page of deliveries, newest first.",
    (
        Key("next", "text", "The address of the following page.", nullable=True),
        Key("previous", "text", "The address of the page before.", nullable=True),
        Key("results", "list", "The deliveries.", of=DELIVERY),
    ),
)
SHAPES = (ENDPOINTS, SECRET, DELIVERY_IN_FULL, PAGE)
