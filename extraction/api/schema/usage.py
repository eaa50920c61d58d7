"""Where the month stands."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema

from billing.plans import PLANS
from extraction.api.schema import answers, examples, headers
from extraction.api.schema.failures import failures
from extraction.api.schema.keys import Key, Shape, reference

USAGE = Shape(
    "Usage",
    "The plan, and what is used of its month. Months are calendar months in UTC.",
    (
        Key("plan", "text", "The plan.", "pro", choices=tuple(PLANS)),
        Key("period", "text", "The month.", "2026-06"),
        Key("invoices_used", "integer", "Read, or being read.", 127, least=0),
        Key("invoices_limit", "integer", "How many the plan has.", 500, least=0),
        Key("invoices_remaining", "integer", "How many are left.", 373, least=0),
    ),
)

usage = extend_schema(
    operation_id="getUsage",
    tags=["Account"],
    summary="Usage",
    description="The current month's usage and remaining quota.",
    parameters=[*headers.KEYED],
    responses={
        200: answers.json_answer(reference(USAGE.name), "The month", reference=examples.USAGE),
        **failures(),
    },
)
