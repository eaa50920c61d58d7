"""What is sent: an envelope with the document that the API gives for the same thing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import simplejson
from django.db.models import Sum
from django.db.models.functions import Length

from extraction import payloads
from extraction.models import Batch, Extraction

# A batch whose results are longer than this together is announced without them: each of its lines names the
# address where its result is.
MOST_RESULT_CHARACTERS = 256 * 1024


def envelope(*, kind: str, event_id: str, data: dict[str, Any], now: datetime) -> str:
    timestamp = now.isoformat().replace("+00:00", "Z")
    content = {"type": kind, "id": event_id, "timestamp": timestamp, "data": data}
    return str(simplejson.dumps(content, use_decimal=True, ensure_ascii=False))


def batch(batch: Batch) -> dict[str, Any]:
    """The batch's document, or a shorter one where that would be too long to send."""
    extractions = batch.extractions.order_by("position", "pk")
    length = extractions.aggregate(characters=Sum(Length("result")))["characters"] or 0
    is_short = length > MOST_RESULT_CHARACTERS
    lines = [_line(extraction, is_short=is_short) for extraction in extractions]
    return {
        "batch_id": batch.public_id,
        "status": "completed",
        "completed": sum(line["status"] == Extraction.Status.COMPLETED for line in lines),
        "failed": sum(line["status"] == Extraction.Status.FAILED for line in lines),
        "results": lines,
    }


def _line(extraction: Extraction, *, is_short: bool) -> dict[str, Any]:
    line: dict[str, Any] = {"filename": extraction.filename, "status": extraction.status}
    if extraction.status == Extraction.Status.FAILED:
        return line | {"error": payloads.progress(extraction)["error"]}
    if is_short:
        return line | {"id": extraction.public_id, "poll_url": f"/v1/extract/{extraction.public_id}"}
    return line | {"data": payloads.document(extraction)}
