"""Answers that more than one operation gives, and the parameters that choose their form."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from extraction.api.parameters import FORMATS, INCLUDES, LATER_FORMATS
from extraction.api.schema import examples, headers
from extraction.api.schema.failures import FAILURE
from extraction.api.schema.keys import Key, Schema, Shape, reference
from extraction.api.schema.result import RESULT

ID = Key("id", "text", "The name of this extraction.", "ext_a1b2c3d4")
PROGRESS = Shape(
    "Progress",
    "A document that is being read, or waits for it.",
    (
        ID,
        Key("status", "text", "It is not finished.", "processing", choices=("processing",)),
        Key("poll_url", "text", "Where to ask again.", "/v1/extract/ext_a1b2c3d4"),
    ),
)
FAILED = Shape(
    "FailedExtraction",
    "A document that could not be read. It was not counted.",
    (
        ID,
        Key("status", "text", "It could not be read.", "failed", choices=("failed",)),
        Key("error", "object", "Why.", of=FAILURE),
    ),
)

FORMAT: Schema = {"type": "string", "enum": list(FORMATS), "default": "json"}
INCLUDE: Schema = {"type": "string", "enum": list(INCLUDES)}
FORMAT_MEANING = "The form of the result: `json`, or `csv` with one row for each line item."
INCLUDE_MEANING = "`evidence` adds, for every value, its page, box, printed text and confidence."

AS_FORMAT = OpenApiParameter("format", FORMAT, description=FORMAT_MEANING)
AS_LATER_FORMAT = OpenApiParameter(
    "format",
    {**FORMAT, "enum": list(LATER_FORMATS)},
    description=f"{FORMAT_MEANING} `ubl` is an electronic invoice, UBL 2.1 of EN 16931's core.",
)
WITH_EVIDENCE = OpenApiParameter("include", INCLUDE, description=INCLUDE_MEANING)
PAGES = (
    OpenApiParameter(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": 100, "default": 20},
        description="How many a page has.",
    ),
    OpenApiParameter("cursor", str, description="Where the page begins, as `next` and `previous` say it."),
    headers.sent("Link", "The pages beside this one, as `next` and `prev`.", on=[200]),
)
EXTRACTION_ID = OpenApiParameter(
    "id",
    str,
    OpenApiParameter.PATH,
    description="The extraction's `id`.",
    examples=[OpenApiExample("reference", "ext_a1b2c3d4")],
)


def json_answer(schema: Schema, meaning: str, **texts: str) -> OpenApiResponse:
    """An answer in JSON with its examples, each by its name."""
    shown = [OpenApiExample(name, examples.parsed(text)) for name, text in texts.items()]
    return OpenApiResponse(schema, description=meaning, examples=shown)


def csv_answer() -> OpenApiResponse:
    return OpenApiResponse(
        {"type": "string", "description": "UTF-8 with a byte order mark; header fields are repeated."},
        description="The result",
    )


def ubl_answer() -> OpenApiResponse:
    return OpenApiResponse(
        {"type": "string", "description": "UBL 2.1: an Invoice, or a CreditNote; in UTF-8."},
        description="The result",
    )


def one_of(*shapes: Shape) -> Schema:
    return {"oneOf": [reference(shape.name) for shape in shapes]}


def in_progress() -> OpenApiResponse:
    return json_answer(
        reference(PROGRESS.name), "It is being read; ask again at `poll_url`.", reference=examples.PROGRESS
    )


RESULT_SCHEMA = reference(RESULT.name)
BY_STATE: dict[str, Any] = one_of(RESULT, PROGRESS, FAILED)
