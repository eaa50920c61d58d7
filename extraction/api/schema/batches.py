"""The operations on batches: many documents in one request."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema

from extraction.api.parameters import BATCH_FORMATS
from extraction.api.schema import answers, examples, headers
from extraction.api.schema.failures import FAILURE, failures
from extraction.api.schema.keys import Key, Schema, Shape, reference
from extraction.api.schema.result import RESULT

TAG = "Batches"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

BATCH_ID_KEY = Key("batch_id", "text", "The name of this batch.", "bat_x7y8z9")
STATUS = Key(
    "status", "text", "Whether all documents are finished.", "processing", choices=("processing", "completed")
)
TOTAL = Key("total_files", "integer", "How many files it has.", 3, least=0)
POLL_URL = Key("poll_url", "text", "Where to ask how far it is.", "/v1/batch/bat_x7y8z9")
COMPLETED = Key("completed", "integer", "How many were read.", 3, least=0)
FAILED = Key("failed", "integer", "How many could not be read. They were not counted.", 0, least=0)
CREATED = Key("created_at", "time", "When it came in.", "2026-05-16T09:30:00Z")

ACCEPTED = Shape(
    "AcceptedBatch",
    "A batch that was taken.",
    (
        BATCH_ID_KEY,
        STATUS,
        TOTAL,
        POLL_URL,
        Key(
            "estimated_completion_seconds",
            "integer",
            "When all of it will probably be read, from what waits and what was read lately.",
            12,
            least=0,
        ),
    ),
)
ITEM = Shape(
    "BatchItem",
    "One file of a batch: its `data` once it was read, its `error` if it could not be.",
    (
        Key("filename", "text", "The name of the file.", "invoice1.pdf"),
        Key("status", "text", "Where it stands.", choices=("processing", "completed", "failed")),
        Key("data", "object", "The result.", of=RESULT, required=False),
        Key("error", "object", "Why it failed.", of=FAILURE, required=False),
        Key(
            "id",
            "text",
            "The extraction's own id, for `/v1/extract/{id}`.",
            "ext_a1b2c3d4",
            required=False,
        ),
    ),
)
BATCH = Shape(
    "Batch",
    "A batch as far as it is, its files in the order of upload.",
    (
        BATCH_ID_KEY,
        STATUS,
        COMPLETED,
        FAILED,
        Key("results", "list", "The files, in the order of upload.", of=ITEM),
        Key("total_files", "integer", "How many files it has.", 3, least=0, required=False),
        Key("created_at", "time", "When it came in.", "2026-05-16T09:30:00Z", required=False),
    ),
)
PAGE = Shape(
    "BatchPage",
    "A page of the batches, newest first.",
    (
        Key("next", "text", "The address of the following page.", nullable=True),
        Key("previous", "text", "The address of the page before.", nullable=True),
        Key(
            "results",
            "list",
            "The batches.",
            of=Shape(
                "ListedBatch",
                "A line of the list of batches.",
                (BATCH_ID_KEY, STATUS, COMPLETED, FAILED, TOTAL, CREATED, POLL_URL),
            ),
        ),
    ),
)

FORM: Schema = {
    "type": "object",
    "required": ["files[]"],
    "properties": {
        "files[]": {
            "type": "array",
            "items": {"type": "string", "contentMediaType": "application/octet-stream"},
            "description": "Invoice files (PDF, PNG, JPG). Max 20MB each; Pro up to 50, Business up to 500.",
        },
        "language": {
            "type": "string",
            "description": "ISO 639-1 code, for all of them. Auto-detected for each if omitted.",
            "examples": ["en"],
        },
        "webhook_url": {
            "type": "string",
            "description": "URL to POST to when the batch is complete (Business plan).",
        },
    },
}

BATCH_ID = OpenApiParameter(
    "id",
    str,
    OpenApiParameter.PATH,
    description="The batch's `batch_id`.",
    examples=[OpenApiExample("reference", "bat_x7y8z9")],
)

submit = extend_schema(
    operation_id="extractBatch",
    tags=[TAG],
    summary="Read many documents",
    description="Send many documents in one request. The batch is taken whole, with an invoice of the month "
    "reserved for every file that can be read, or refused whole. A file that turns out to be unreadable, or "
    "is larger than 20 MB, fails alone and is not counted.",
    parameters=[
        *headers.done_once(on=[202]),
        headers.retry_after(on=[202, 409, 429]),
        *headers.KEYED,
    ],
    request={"multipart/form-data": FORM},
    responses={
        202: answers.json_answer(reference(ACCEPTED.name), "It was taken", reference=examples.BATCH_ACCEPTED),
        **failures(
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
    operation_id="getBatch",
    tags=[TAG],
    summary="One batch",
    description="How far it is, and the results that are there, in the order of upload.",
    parameters=[
        BATCH_ID,
        OpenApiParameter(
            "format",
            {"type": "string", "enum": list(BATCH_FORMATS), "default": "json"},
            description="`json`; or all in one file: `csv` with a row for each line item, "
            "`xlsx` with a sheet of invoices, one of line items and one of what was not read, `ubl` as a zip "
            "of electronic invoices (UBL 2.1 of EN 16931) with `refused.csv`, a list of those that lack "
            "terms of the standard.",
        ),
        answers.WITH_EVIDENCE,
        headers.IF_NONE_MATCH,
        *headers.tagged(on=[200, 304]),
        headers.retry_after(on=[200]),
        *headers.KEYED,
        headers.ATTACHED,
    ],
    responses={
        200: answers.json_answer(reference(BATCH.name), "The batch", reference=examples.BATCH),
        (200, "text/csv"): answers.csv_answer(),
        (200, XLSX): OpenApiResponse(
            {"type": "string", "contentMediaType": "application/octet-stream"}, description="The results"
        ),
        (200, "application/zip"): OpenApiResponse(
            {"type": "string", "contentMediaType": "application/octet-stream"},
            description="Electronic invoices",
        ),
        304: OpenApiResponse(description="It is still the one with that `ETag`."),
        **failures("not_found"),
    },
)

delete = extend_schema(
    operation_id="deleteBatch",
    tags=[TAG],
    summary="Delete a batch",
    description="What was not read yet is cancelled and not counted; files and results are gone at once.",
    parameters=[BATCH_ID, *headers.KEYED],
    request=None,
    responses={204: OpenApiResponse(description="It is gone."), **failures("not_found")},
)

history = extend_schema(
    operation_id="listBatches",
    tags=[TAG],
    summary="All batches",
    description="Newest first, a page at a time. A page stays what it was while new batches come in.",
    parameters=[
        *answers.PAGES,
        *headers.KEYED,
    ],
    responses={200: answers.json_answer(reference(PAGE.name), "A page of them"), **failures()},
)
