"""How failures are described: drawn from the table of codes that the API itself answers from."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse

from extraction.api.errors import KEY_LIMIT, TABLE
from extraction.api.schema import examples
from extraction.api.schema.keys import Key, Schema, Shape

Responses = dict[Any, OpenApiResponse]

EVERYWHERE = ("invalid_request", "unauthorized", "processing_error")

REASONS = ("quota_exceeded", KEY_LIMIT, "concurrency_exceeded", "different_request", "still_running")

FAILURE = Shape(
    "Failure",
    "What went wrong.",
    (
        Key("code", "text", "For a program.", "rate_limited", choices=tuple(TABLE)),
        Key("message", "text", "For a person: what happened, and what to do."),
        Key(
            "reason",
            "text",
            "With `rate_limited`: whether the month is used up, or what the key may bring of it, or too much "
            "is being read at this moment. "
            "With `idempotency_conflict`: whether the key is another request's, or its first still runs.",
            required=False,
            choices=REASONS,
        ),
        Key(
            "upgrade_url",
            "text",
            "With `rate_limited` and `plan_required`, unless it is the key's own limit: where the plans are, "
            "with the smallest one chosen that would have taken the request.",
            required=False,
        ),
    ),
)
ERROR = Shape(
    "Error", "The envelope of every failure.", (Key("error", "object", "The failure.", of=FAILURE),)
)


def failures(*codes: str) -> Responses:
    """The answers of an operation that may fail with these codes, beside those that any may fail with."""
    return only(*EVERYWHERE, *codes)


def only(*codes: str) -> Responses:
    """Answers with these codes, and no others."""
    by_status: dict[int, list[str]] = {}
    for code in [code for code in TABLE if code in codes]:
        by_status.setdefault(TABLE[code].status, []).append(code)
    return {status: _answer(found) for status, found in by_status.items()}


def _answer(codes: list[str]) -> OpenApiResponse:
    return OpenApiResponse(
        _envelope(codes),
        description="\n".join(f"- `{code}`: {TABLE[code].meaning}." for code in codes),
        examples=[OpenApiExample(code, _example(code)) for code in codes],
    )


def _envelope(codes: list[str]) -> Schema:
    """The error schema, with no other codes than these."""
    code = {"type": "object", "properties": {"code": {"enum": codes}}}
    return {
        "allOf": [
            {"$ref": f"#/components/schemas/{ERROR.name}"},
            {"type": "object", "properties": {"error": code}},
        ]
    }


def _example(code: str) -> Any:
    if code == "rate_limited":
        return examples.parsed(examples.ERROR)
    return {"error": {"code": code, "message": f"{TABLE[code].meaning}."}}
