"""The one result document, for the API, the pages, downloads and everything that is sent out."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from extraction.engine import render
from extraction.models import Extraction

SUMMARY_FIELDS = ("confidence", "vendor", "invoice_number", "date", "due_date", "currency", "total")


def document(extraction: Extraction, *, evidence: bool = False) -> dict[str, Any]:
    """The result of a completed extraction, amounts as `Decimal`; for others see `progress`."""
    return completed(extraction, _result(extraction), evidence=evidence)


def completed(extraction: Extraction, result: dict[str, Any], *, evidence: bool = False) -> dict[str, Any]:
    """The same where its result is at hand already."""
    left_out = {"corrected"} if evidence else {"corrected", "evidence"}
    return {
        "id": extraction.public_id,
        "status": extraction.status,
        "processing_time_ms": extraction.processing_time_ms,
        **{name: value for name, value in result.items() if name not in left_out},
        "warnings": [*_added_warnings(extraction), *result.get("warnings", [])],
        "corrected": result.get("corrected", False),
        "duplicate_of": _duplicate_of(extraction),
    }


def progress(extraction: Extraction) -> dict[str, Any]:
    """What is to be said of an extraction that has no result, or not yet."""
    if extraction.status == Extraction.Status.FAILED:
        error = {"code": extraction.error_code, "message": extraction.error_message}
        return {"id": extraction.public_id, "status": "failed", "error": error}
    poll_url = f"/v1/extract/{extraction.public_id}"
    return {"id": extraction.public_id, "status": "processing", "poll_url": poll_url}


def current(extraction: Extraction, *, evidence: bool = False) -> dict[str, Any]:
    """The result where there is one, else the progress."""
    if extraction.status == Extraction.Status.COMPLETED:
        return document(extraction, evidence=evidence)
    return progress(extraction)


def summary(extraction: Extraction) -> dict[str, Any]:
    """A line of the history: enough to recognise the document by."""
    line: dict[str, Any] = {
        "filename": extraction.filename,
        "created_at": moment(extraction.created_at),
    }
    if extraction.status == Extraction.Status.COMPLETED:
        result = _result(extraction)
        line |= {name: result[name] for name in SUMMARY_FIELDS}
        line["duplicate_of"] = _duplicate_of(extraction)
        return {"id": extraction.public_id, "status": extraction.status, **line}
    return progress(extraction) | line


def csv(extraction: Extraction) -> str:
    """The completed extraction as CSV, one row per line item."""
    return render.to_csv(tabular(extraction))


def tabular(extraction: Extraction) -> dict[str, Any]:
    """The result document with the same columns for every extraction."""
    result = document(extraction)
    return result | {"duplicate_of": result["duplicate_of"] or {"id": None, "reason": None}}


def _added_warnings(extraction: Extraction) -> list[dict[str, str]]:
    """In the engine's order of keys, which not every database keeps."""
    return [{key: warning[key] for key in ("code", "message", "field")} for warning in extraction.warnings]


def _duplicate_of(extraction: Extraction) -> dict[str, str] | None:
    """The earlier document that this one repeats, and in what."""
    if extraction.duplicate_of_id is None:
        return None
    return {"id": extraction.duplicate_of_id, "reason": extraction.duplicate_reason}


def moment(at: datetime) -> str:
    """`2026-06-14T09:30:00.123456Z`"""
    return at.isoformat().replace("+00:00", "Z")


def _result(extraction: Extraction) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(
        extraction.corrected or extraction.result or "{}", parse_float=Decimal
    )
    return result
