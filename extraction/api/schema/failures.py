"""How failures are described: drawn from the table of codes that the API itself answers from."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse

from extraction.api.errors import KEY_LIMIT, TABLE, WRONG_KEYS
from extraction.api.schema import examples
from extraction.api.schema.keys import Key, Schema, Shape

Responses = dict[Any, OpenApiResponse]

EVERYWHERE = ("invalid_request", "unauthorized", "rate_limited", "processing_error", "unavailable")

_SHOWN = {"rate_limited": examples.ERROR, "terms_missing": examples.MISSING_TERMS}
REASONS = (
    "quota_exceeded",
    KEY_LIMIT,
    "concurrency_exceeded",
    WRONG_KEYS,
    "different_request",
    "still_running",
)

MISSING_TERM = Shape(
    "MissingTerm",
    "A business term of EN 16931 that a document lacks, or that it contradicts itself in.",
    (
        Key("term", "text", "The term's number in the standard.", "BT-55"),
        Key("name", "text", "What it is called.", "Buyer country"),
        Key("message", "text", "What the document says of it, or does not say."),
        Key("field", "text", "The path of the value in the result.", "customer.address"),
        Key("rule", "text", "The standard's rule that is broken, if it is one.", "BR-CO-15", nullable=True),
    ),
)
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
            "is being read at this moment, or many wrong keys came from the caller's address. "
            "With `idempotency_conflict`: whether the key is another request's, or its first still runs.",
            required=False,
            choices=REASONS,
        ),
        Key(
            "missing",
            "list",
            "With `terms_missing`: everything that is missing or contradicts itself.",
            required=False,
            of=MISSING_TERM,
        ),
        Key(
            "upgrade_url",
            "text",
            "With `plan_required` and, where a larger plan would help, `rate_limited`: where the plans are, "
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
    if code in _SHOWN:
        return examples.parsed(_SHOWN[code])
    return {"error": {"code": code, "message": f"{TABLE[code].meaning}."}}
