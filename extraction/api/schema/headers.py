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


def sent(name: str, meaning: str, *, on: Sequence[int], kind: type = str) -> OpenApiParameter:
    """A header of the answers with these statuses."""
    return OpenApiParameter(name, kind, OpenApiParameter.HEADER, description=meaning, response=list(on))


def retry_after(*, on: Sequence[int]) -> OpenApiParameter:
    return sent("Retry-After", "How many seconds to wait before trying again.", on=on, kind=int)


def done_once(*, on: Sequence[int]) -> list[OpenApiParameter]:
    """What every POST takes that may be sent again, and what its answers with these statuses say."""
    meaning = "`true` when this answer was given before, and nothing was done again."
    return [IDEMPOTENCY_KEY, sent("Idempotency-Replayed", meaning, on=on)]


AUTHENTICATE = sent("WWW-Authenticate", "How to show who you are: `Bearer`.", on=[401])
ATTACHED = sent("Content-Disposition", "With CSV: the file's name.", on=[200])
