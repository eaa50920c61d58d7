"""Where a month stands, and what it came to by day and by key."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema

from billing.plans import PLANS
from extraction.api.schema import answers, examples, headers
from extraction.api.schema.failures import failures
from extraction.api.schema.keys import Key, Shape, reference

TALLY = (
    Key("read", "integer", "Read, and counted.", 12, least=0),
    Key("processing", "integer", "Being read, and counted until it fails.", 0, least=0),
    Key("failed", "integer", "Could not be read: not counted.", 1, least=0),
    Key("withdrawn", "integer", "Deleted before it was read: not counted.", 0, least=0),
)
DAY = Shape(
    "UsageOfDay",
    "What came in on one day in UTC.",
    (Key("date", "date", "The day.", "2026-06-01"), *TALLY),
)
KEY = Shape(
    "UsageOfKey",
    "What came in with one key, and with those that it was rotated from.",
    (
        Key("name", "text", "The key's name; null for the portal.", "Scanner desk", nullable=True),
        Key("prefix", "text", "How it begins; null for the portal.", "iocr_live_4hT9", nullable=True),
        *TALLY,
        Key("limit", "integer", "How many it may bring a month, if its owner set that.", 200, True, least=0),
    ),
)
USAGE = Shape(
    "Usage",
    "The plan, and what is used of its month. Months are calendar months in UTC.",
    (
        Key(
            "plan",
            "text",
            "The plan; that of its last invoice for a past month.",
            "pro",
            choices=tuple(PLANS),
        ),
        Key("period", "text", "The month.", "2026-06"),
        Key("invoices_used", "integer", "Read, or being read.", 127, least=0),
        Key("invoices_limit", "integer", "How many the plan has.", 500, least=0),
        Key("invoices_remaining", "integer", "How many are left.", 373, least=0),
        Key("by_day", "list", "Each day of the month so far, if asked for.", required=False, of=DAY),
        Key("by_key", "list", "Each key, most used first, if asked for.", required=False, of=KEY),
    ),
)

usage = extend_schema(
    operation_id="getUsage",
    tags=["Account"],
    summary="Usage",
    description="The current month's usage and remaining quota, or a past month's usage; by day and by key "
    "when that is asked for.",
    parameters=[
        OpenApiParameter(
            "period",
            {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$", "examples": ["2026-05"]},
            description="The month: this one, or one of the past twelve. If left out: this one.",
        ),
        OpenApiParameter(
            "include",
            {"type": "string", "enum": ["by_day", "by_key", "by_day,by_key"]},
            description="What to tell beside the sums: `by_day`, `by_key`, or both with a comma between.",
        ),
        *headers.KEYED,
    ],
    responses={
        200: answers.json_answer(
            reference(USAGE.name), "The month", reference=examples.USAGE, parts=examples.USAGE_PARTS
        ),
        **failures(),
    },
)
