"""What follows when an extraction is finished, or gone: its batch may be complete with it."""

from __future__ import annotations

from datetime import datetime

from extraction.models import Batch, Extraction


def follow(extraction: Extraction, *, now: datetime) -> None:
    """Belongs into the transaction that finishes the extraction, or deletes it, as its last step."""
    if extraction.batch_id is not None:
        _close_if_done(extraction.batch_id, now)


def _close_if_done(batch_id: int, now: datetime) -> Batch | None:
    """The batch, if this was the last of it. Its row is locked first, so that of two extractions that finish
    at the same time the second sees the first, and exactly one of them closes the batch."""
    batch = Batch.objects.select_for_update().filter(pk=batch_id, finished_at=None).first()
    if batch is None or batch.extractions.unfinished().exists():
        return None
    batch.finished_at = now
    batch.save(update_fields=["finished_at"])
    return batch
