"""The operations on webhooks: where events go, what was sent, and sending it again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema

from extraction.api.schema import answers, headers
from extraction.api.schema import webhook_shapes as shapes
from extraction.api.schema.failures import failures
from extraction.api.schema.keys import Schema, Shape, reference
from extraction.api.webhook_parameters import LONGEST_DESCRIPTION
from extraction.webhooks.endpoints import SUBSCRIBABLE

Operation = TypeVar("Operation", bound=Callable[..., Any])

TAG = "Webhooks"
FIELDS: Schema = {
    "url": {"type": "string", "description": "A public address that starts with https://."},
    "events": {
        "type": "array",
        "minItems": 1,
        "items": {"type": "string", "enum": list(SUBSCRIBABLE)},
        "description": "What to send there; all events if left out.",
    },
    "description": {
        "type": "string",
        "maxLength": LONGEST_DESCRIPTION,
        "description": "What it is for, in words of your own.",
    },
    "disabled": {"type": "boolean", "description": "Whether to send nothing there."},
}
CHANGE: Schema = {"type": "object", "properties": FIELDS, "additionalProperties": False}
NEW: Schema = {**CHANGE, "required": ["url"]}


def _id(of: str, example: str) -> OpenApiParameter:
    shown = [OpenApiExample("example", example)]
    return OpenApiParameter("id", str, OpenApiParameter.PATH, description=f"The {of}'s `id`.", examples=shown)


ENDPOINT_ID = _id("endpoint", "whe_0a1b2c3d4e5f6g7h")
DELIVERY_ID = _id("delivery", "dlv_0a1b2c3d4e5f6g7h")
PAGING = (
    OpenApiParameter("status", {"type": "string", "enum": list(shapes.STATUSES)}, description="Only those."),
    *answers.PAGES,
)


def _operation(
    name: str,
    summary: str,
    description: str,
    *parameters: OpenApiParameter,
    answer: tuple[int, OpenApiResponse],
    body: Schema | None = None,
    once: bool = False,
    codes: Sequence[str] = (),
) -> Callable[[Operation], Operation]:
    status, response = answer
    again = [*headers.done_once(on=[status]), headers.retry_after(on=[409])] if once else []
    found = ["not_found"] if ENDPOINT_ID in parameters or DELIVERY_ID in parameters else []
    conflict = ["idempotency_conflict"] if once else []
    return extend_schema(
        operation_id=name,
        tags=[TAG],
        summary=summary,
        description=f"{description} Business plan.",
        parameters=[*parameters, *again, *headers.KEYED],
        request={"application/json": body} if body else None,
        responses={status: response, **failures("plan_required", *found, *conflict, *codes)},
    )


def _with(shape: Shape, meaning: str, status: int = 200) -> tuple[int, OpenApiResponse]:
    return status, answers.json_answer(reference(shape.name), meaning)


def _nothing(meaning: str) -> tuple[int, OpenApiResponse]:
    return 204, OpenApiResponse(description=meaning)


register = _operation(
    "registerWebhook",
    "Register an endpoint",
    "Events from now on are sent to it, signed with its own secret.",
    answer=_with(shapes.ENDPOINT, "The endpoint", 201),
    body=NEW,
    once=True,
)
endpoints = _operation(
    "listWebhooks", "All endpoints", "Where events are sent.", answer=_with(shapes.ENDPOINTS, "The endpoints")
)
one = _operation(
    "getWebhook",
    "One endpoint",
    "Where it leads, and whether it works.",
    ENDPOINT_ID,
    answer=_with(shapes.ENDPOINT, "The endpoint"),
)
change = _operation(
    "changeWebhook",
    "Change an endpoint",
    "What is left out stays as it is. What is on its way goes to the new address; disabling cancels it.",
    ENDPOINT_ID,
    answer=_with(shapes.ENDPOINT, "The endpoint"),
    body=CHANGE,
)
delete = _operation(
    "deleteWebhook",
    "Delete an endpoint",
    "Nothing more is sent to it, and its log is gone.",
    ENDPOINT_ID,
    answer=_nothing("It is gone."),
)
secret = _operation(
    "getWebhookSecret",
    "An endpoint's secret",
    "What the signatures of its events are verified with.",
    ENDPOINT_ID,
    answer=_with(shapes.SECRET, "The secret"),
)
rotate = _operation(
    "rotateWebhookSecret",
    "Rotate an endpoint's secret",
    "For 24 hours events carry two signatures, of the new secret and of the one before.",
    ENDPOINT_ID,
    answer=_with(shapes.ENDPOINT, "The endpoint"),
    once=True,
)
test = _operation(
    "testWebhook",
    "Send a test",
    "One `webhook.test` event, at once and without retries. Ask for the delivery to see what came of it.",
    ENDPOINT_ID,
    answer=_with(shapes.DELIVERY, "It is being sent", 202),
    once=True,
)
account_secret = _operation(
    "getAccountSecret",
    "The account's secret",
    "What the signatures of results sent to a `webhook_url` are verified with.",
    answer=_with(shapes.SECRET, "The secret"),
)
rotate_account_secret = _operation(
    "rotateAccountSecret",
    "Rotate the account's secret",
    "For 24 hours results carry two signatures, of the new secret and of the one before.",
    answer=_nothing("There is a new one."),
    once=True,
)
deliveries = _operation(
    "listDeliveries",
    "All deliveries",
    "What was sent in the last 30 days, newest first.",
    *PAGING,
    answer=_with(shapes.PAGE, "A page of them"),
)
endpoint_deliveries = _operation(
    "listWebhookDeliveries",
    "An endpoint's deliveries",
    "What was sent to it in the last 30 days, newest first.",
    ENDPOINT_ID,
    *PAGING,
    answer=_with(shapes.PAGE, "A page of them"),
)
delivery = _operation(
    "getDelivery",
    "One delivery",
    "The body that is sent, and every attempt at it.",
    DELIVERY_ID,
    answer=_with(shapes.DELIVERY_IN_FULL, "The delivery"),
)
replay = _operation(
    "replayDelivery",
    "Send a delivery again",
    "One more attempt, at once, with the same `webhook-id`; the schedule stays as it is.",
    DELIVERY_ID,
    answer=_with(shapes.DELIVERY, "It is being sent", 202),
    once=True,
)
