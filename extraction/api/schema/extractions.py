"""The operations on single documents, and the list of them."""

from __future__ import annotations

import re

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from extraction.api.schema import answers, examples, headers
from extraction.api.schema.failures import FAILURE, failures
from extraction.api.schema.keys import Key, Schema, Shape, reference
from extraction.api.schema.result import RESULT
from extraction.corrections import places
from extraction.exports.ubl import MEDIA_TYPE

TAG = "Documents"

LISTED = Shape(
    "ListedExtraction",
    "A line of the history: enough to recognise the document by. What was read is there once it is "
    "completed, `poll_url` before, `error` if it failed.",
    (
        answers.ID,
        Key("status", "text", "Where it stands.", choices=("processing", "completed", "failed")),
        Key("filename", "text", "The name of the file.", "invoice.pdf"),
        Key("created_at", "time", "When it came in.", "2026-05-16T09:30:00Z"),
        *(
            Key(key.name, key.kind, key.meaning, key.example, key.nullable, required=False, of=key.of)
            for key in RESULT.keys
            if key.name in ("confidence", "vendor", "invoice_number", "date", "due_date", "currency", "total")
            or key.name == "duplicate_of"
        ),
        Key("poll_url", "text", "Where to ask again.", "/v1/extract/ext_a1b2c3d4", required=False),
        Key("error", "object", "Why it failed.", of=FAILURE, required=False),
    ),
)
PAGE = Shape(
    "ExtractionPage",
    "A page of the history, newest first.",
    (
        Key("next", "text", "The address of the following page.", nullable=True),
        Key("previous", "text", "The address of the page before.", nullable=True),
        Key("results", "list", "The documents.", of=LISTED),
    ),
)

PATHS = "|".join(
    [
        *(re.escape(path) for path in places.HEADER),
        *(rf"{table}\.[0-9]{{1,5}}\.({'|'.join(parts)})" for table, parts in places.TABLES.items()),
    ]
)
FORM: Schema = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {
            "type": "string",
            "contentMediaType": "application/octet-stream",
            "description": "Invoice file (PDF, PNG, JPG). Max 20MB.",
        },
        "format": {**answers.FORMAT, "description": "Response format: json (default), csv"},
        "language": {
            "type": "string",
            "description": "ISO 639-1 code. Default: en. Auto-detected if omitted.",
            "examples": ["en"],
        },
        "include": {**answers.INCLUDE, "description": answers.INCLUDE_MEANING},
        "webhook_url": {
            "type": "string",
            "description": "URL to POST results to when processing completes (Business plan).",
        },
    },
}

CORRECTIONS: Schema = {
    "type": "object",
    "required": ["corrections"],
    "additionalProperties": False,
    "properties": {
        "corrections": {
            "type": "object",
            "minProperties": 1,
            "description": "A value for each path. A text as people write it, or a number; null or an empty "
            "text says that it is not on the page.",
            "propertyNames": {"pattern": f"^({PATHS})$"},
            "additionalProperties": {"type": ["string", "number", "null"]},
            "examples": [{"total": "1217.81", "line_items.0.quantity": 250, "due_date": None}],
        }
    },
}

STATUS: Schema = {"type": "string", "enum": ["processing", "completed", "failed"]}
A_DAY: Schema = {"type": "string", "format": "date"}
A_TIME = "a date or a time, such as 2026-05-31 or 2026-05-31T14:30:00Z"

extract = extend_schema(
    operation_id="extract",
    tags=[TAG],
    summary="Read one document",
    description="Send a document and get its data back in the same call. If it is not ready in time, or with "
    "`Prefer: respond-async`, the answer is 202 with the address to ask again. A request that is refused and "
    "a document that cannot be read are never counted.",
    parameters=[
        headers.PREFER,
        answers.AS_FORMAT,
        answers.WITH_EVIDENCE,
        *headers.done_once(on=[200, 202, 400, 403]),
        *headers.tagged(on=[200]),
        headers.retry_after(on=[202, 409, 429]),
        *headers.KEYED,
        headers.ATTACHED,
    ],
    request={"multipart/form-data": FORM},
    responses={
        200: answers.json_answer(answers.RESULT_SCHEMA, "The result", reference=examples.RESULT),
        (200, "text/csv"): answers.csv_answer(),
        202: answers.in_progress(),
        **failures(
            "invalid_file",
            "plan_required",
            "not_found",
            "idempotency_conflict",
            "length_required",
            "file_too_large",
            "rate_limited",
        ),
    },
)

one = extend_schema(
    operation_id="getExtraction",
    tags=[TAG],
    summary="One extraction",
    description="The result; while it is being read, its status; if it could not be read, why. As `ubl` only "
    "if the document says all that an EN 16931 invoice has to; what it does not say is never made up.",
    parameters=[
        answers.EXTRACTION_ID,
        answers.AS_LATER_FORMAT,
        answers.WITH_EVIDENCE,
        headers.IF_NONE_MATCH,
        *headers.tagged(on=[200, 304]),
        headers.retry_after(on=[200]),
        *headers.KEYED,
        headers.ATTACHED,
    ],
    responses={
        200: answers.json_answer(
            answers.BY_STATE,
            "The result, or where it stands",
            reference=examples.RESULT,
            processing=examples.PROGRESS,
        ),
        (200, "text/csv"): answers.csv_answer(),
        (200, MEDIA_TYPE): answers.ubl_answer(),
        304: OpenApiResponse(description="It is still the one with that `ETag`."),
        **failures("not_found", "terms_missing"),
    },
)

correct = extend_schema(
    operation_id="correctExtraction",
    tags=[TAG],
    summary="Correct a result",
    description="Says what values are, each by its path. What was read is kept beside them; every later "
    "answer and file has the corrected values, with sums, warnings and confidence made anew. Nothing is "
    "counted. All of it or, if one value cannot be understood, nothing. Sent again it changes nothing.",
    parameters=[
        answers.EXTRACTION_ID,
        answers.WITH_EVIDENCE,
        *headers.KEYED,
    ],
    request={"application/json": CORRECTIONS},
    responses={
        200: answers.json_answer(answers.RESULT_SCHEMA, "The result, corrected", reference=examples.RESULT),
        **failures("not_found", "length_required", "file_too_large"),
    },
)

delete = extend_schema(
    operation_id="deleteExtraction",
    tags=[TAG],
    summary="Delete an extraction",
    description="File and result are gone at once. What was counted stays counted; one that was not read yet "
    "is not.",
    parameters=[answers.EXTRACTION_ID, *headers.KEYED],
    request=None,
    responses={204: OpenApiResponse(description="It is gone."), **failures("not_found")},
)

history = extend_schema(
    operation_id="listExtractions",
    tags=[TAG],
    summary="All extractions",
    description="Newest first, a page at a time. A page stays what it was while new documents come in.",
    parameters=[
        *answers.PAGES,
        OpenApiParameter("status", STATUS, description="Only those that stand so."),
        OpenApiParameter("created_after", str, description=f"Came in then or later: {A_TIME}."),
        OpenApiParameter("created_before", str, description=f"Came in before then: {A_TIME}."),
        OpenApiParameter("date_from", A_DAY, description="Issued on that day or later."),
        OpenApiParameter("date_to", A_DAY, description="Issued on that day or earlier."),
        OpenApiParameter(
            "vendor",
            {"type": "string", "minLength": 1, "maxLength": 255},
            description="A part of the vendor's name; case and accents do not matter.",
        ),
        OpenApiParameter("batch", str, description="The id of the batch that it came in with."),
        *headers.KEYED,
    ],
    responses={
        200: answers.json_answer(reference(PAGE.name), "A page of them"),
        **failures(),
    },
)
