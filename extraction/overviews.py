"""What is said of a batch: that it was taken, how far it is, and the result of each of its documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import simplejson

from extraction import forecast, payloads
from extraction.engine import render
from extraction.models import Batch, Extraction

READ_AT_ONCE = 25


def accepted(batch: Batch) -> dict[str, Any]:
    return {
        "batch_id": batch.public_id,
        "status": _status(is_finished=batch.finished_at is not None),
        "total_files": batch.extractions.count(),
        "poll_url": _poll_url(batch),
        "estimated_completion_seconds": forecast.seconds_until_complete(batch),
    }


def summary(batch: Batch, *, total: int, completed: int, failed: int) -> dict[str, Any]:
    """A line of the list of batches."""
    return {
        "batch_id": batch.public_id,
        "status": _status(is_finished=completed + failed == total and not batch.is_open),
        "completed": completed,
        "failed": failed,
        "total_files": total,
        "created_at": payloads.moment(batch.created_at),
        "poll_url": _poll_url(batch),
    }


def results(batch: Batch, *, evidence: bool = False) -> dict[str, Any]:
    """The whole batch as far as it is, in the order of upload; one result at a time is unpacked."""
    return around(batch, [_item(extraction, evidence=evidence) for extraction in in_order(batch)])


def around(batch: Batch, lines: list[dict[str, Any]]) -> dict[str, Any]:
    """What is said of a batch beside its documents, of each of which there is a line."""
    found = Counter(line["status"] for line in lines)
    return {
        "batch_id": batch.public_id,
        "status": _status(is_finished=not found["processing"] and not batch.is_open),
        "completed": found["completed"],
        "failed": found["failed"],
        "results": lines,
        "total_files": len(lines),
        "created_at": payloads.moment(batch.created_at),
    }


def in_order(batch: Batch) -> Iterator[Extraction]:
    return batch.extractions.order_by("position").iterator(chunk_size=READ_AT_ONCE)


def _item(extraction: Extraction, *, evidence: bool) -> dict[str, Any]:
    item: dict[str, Any] = {"filename": extraction.filename}
    current = payloads.current(extraction, evidence=evidence)
    item["status"] = current["status"]
    if extraction.status == Extraction.Status.COMPLETED:
        item["data"] = simplejson.RawJSON(render.to_json(current))
    elif extraction.status == Extraction.Status.FAILED:
        item["error"] = current["error"]
    return {**item, "id": extraction.public_id}


def _status(*, is_finished: bool) -> str:
    return "completed" if is_finished else "processing"


def _poll_url(batch: Batch) -> str:
    return f"/v1/batch/{batch.public_id}"
