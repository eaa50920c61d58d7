"""The checks of a document that was read before, or by others."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema

from extraction.api.schema import answers, examples, headers
from extraction.api.schema.failures import failures
from extraction.api.schema.keys import Key, Schema, Shape, reference
from extraction.api.schema.result import CHECK

CHECKS = Shape("Checks", "What was tested of a document.", (Key("checks", "list", "The tests.", of=CHECK),))

DOCUMENT: Schema = {
    "type": "object",
    "required": [],
    "description": "A result document as this API gives it. Every key may be left out or null.",
}

validate = extend_schema(
    operation_id="validate",
    tags=["Documents"],
    summary="Check a document",
    description="Tests the sums, dates, terms, rates, tax numbers, account and currency of a result "
    "document, for instance after a person has corrected it. Nothing is read, kept or counted.",
    parameters=[*headers.done_once(on=[200]), headers.retry_after(on=[409]), *headers.KEYED],
    request={"application/json": DOCUMENT},
    responses={
        200: answers.json_answer(reference(CHECKS.name), "What was tested", example=examples.CHECKS),
        **failures("idempotency_conflict", "length_required", "file_too_large"),
    },
)
