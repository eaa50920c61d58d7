"""Headers that requests and answers carry, described once for all operations."""

from __future__ import annotations

from collections.abc import Sequence

from drf_spectacular.utils import OpenApiParameter

PREFER = OpenApiParameter(
    "Prefer",
    str,
    OpenApiParameter.HEADER,
    description="`respond-async`: answer 202 at once, without waiting for the result.",
)

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 255},
    OpenApiParameter.HEADER,
    description="A text of your own, 1 to 255 visible characters. Sent again within 24 hours with the same "
    "request, it gives the first answer again and counts once.",
)


IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    str,
    OpenApiParameter.HEADER,
    description="The `ETag` of an answer that you have: if it still holds, the answer is 304.",
)


def sent(name: str, meaning: str, *, on: Sequence[int] | None = None, kind: type = str) -> OpenApiParameter:
    """A header of the answers with these statuses; without any, of all."""
    statuses = True if on is None else list(on)
    return OpenApiParameter(name, kind, OpenApiParameter.HEADER, description=meaning, response=statuses)


def retry_after(*, on: Sequence[int]) -> OpenApiParameter:
    return sent("Retry-After", "How many seconds to wait before trying again.", on=on, kind=int)


def done_once(*, on: Sequence[int]) -> list[OpenApiParameter]:
    """What every POST takes that may be sent again, and what its answers with these statuses say."""
    meaning = "`true` when this answer was given before, and nothing was done again."
    return [IDEMPOTENCY_KEY, sent("Idempotency-Replayed", meaning, on=on)]


def tagged(*, on: Sequence[int]) -> list[OpenApiParameter]:
    """What answers with results say to those who keep them."""
    return [sent("ETag", "Which content this is, in this form.", on=on)]


AUTHENTICATE = sent("WWW-Authenticate", "How to show who you are: `Bearer`.", on=[401])
ATTACHED = sent("Content-Disposition", "With CSV: the file's name.", on=[200])
NAMED = (
    sent("X-Request-Id", "The name of this request in the service's logs: yours, if you sent one."),
    sent("Cache-Control", "Whether the answer may be kept, and for how long."),
)
KEYED = (
    AUTHENTICATE,
    *NAMED,
    sent(
        "RateLimit-Policy",
        "What the plan allows in a month and at the same time, and what the key may bring.",
    ),
    sent(
        "RateLimit",
        "How many documents are left this month, the key's own too, and the seconds until it starts again.",
    ),
)
