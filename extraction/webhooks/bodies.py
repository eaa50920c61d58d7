"""What is sent: an envelope with the document that the API gives for the same thing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import simplejson
from django.db.models import Sum
from django.db.models.functions import Coalesce, Length

from extraction import overviews, payloads
from extraction.models import Batch, Extraction, ExtractionQuerySet, WebhookEvent

# A batch whose results are longer than this together is announced without them: each of its lines names the
# address where its result is.
MOST_RESULT_CHARACTERS = 256 * 1024


def envelope(*, kind: str, event_id: str, data: dict[str, Any], now: datetime) -> str:
    content = {"type": kind, "id": event_id, "timestamp": payloads.moment(now), "data": data}
    return str(simplejson.dumps(content, use_decimal=True, ensure_ascii=False))


def batch(batch: Batch) -> dict[str, Any]:
    """The batch's document, or its outline where that would be too long to send."""
    sent = Length(Coalesce("corrected", "result"))
    length = batch.extractions.aggregate(characters=Sum(sent))["characters"] or 0
    return _outline(batch) if length > MOST_RESULT_CHARACTERS else overviews.results(batch)


def told_by(event: WebhookEvent) -> ExtractionQuerySet:
    """The documents whose results it holds: none where it only says at which addresses they are."""
    if event.extraction_id is not None:
        return Extraction.objects.filter(pk=event.extraction_id)
    if event.batch_id is None:
        return Extraction.objects.none()
    lines = simplejson.loads(event.body)["data"]["results"]
    told = [line["id"] for line in lines if "poll_url" not in line]
    return Extraction.objects.filter(batch=event.batch_id, public_id__in=told)


def _outline(batch: Batch) -> dict[str, Any]:
    extractions = batch.extractions.without_results().order_by("position")
    return overviews.around(batch, [_line(extraction) for extraction in extractions])


def _line(extraction: Extraction) -> dict[str, Any]:
    line = {"filename": extraction.filename, "status": extraction.status, "id": extraction.public_id}
    if extraction.status == Extraction.Status.FAILED:
        return {**line, "error": payloads.progress(extraction)["error"]}
    return {**line, "poll_url": f"/v1/extract/{extraction.public_id}"}
