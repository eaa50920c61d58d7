"""What follows when an extraction is finished, or gone: it is announced, its batch may be complete."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from extraction.models import Batch, Extraction
from extraction.webhooks import events


def follow(extraction: Extraction, *, now: datetime) -> None:
    """Belongs into the transaction that finishes the extraction, or deletes it, as its last step."""
    events.announce_extraction(extraction, now=now)
    if extraction.batch_id is not None:
        close(extraction.batch_id, now=now)


def follow_refused(batch: Batch, refused: Sequence[Extraction], *, now: datetime) -> None:
    """The same for those of a new batch that cannot be read; the transaction is as short for many."""
    events.announce_failures(refused, now=now)
    if refused:
        close(batch.pk, now=now)


def close(batch_id: int, *, now: datetime) -> None:
    """The batch is complete if all of it is read. Belongs into a transaction, as its last step."""
    closed = _close_if_done(batch_id, now)
    if closed is not None and closed.extractions.exists():  # else the last of them was deleted
        events.announce_batch(closed, now=now)


def _close_if_done(batch_id: int, now: datetime) -> Batch | None:
    """The batch, if this was the last of it. Its row is locked first, so that of two extractions that finish
    at the same time the second sees the first, and exactly one of them closes the batch."""
    batch = Batch.objects.select_for_update().filter(pk=batch_id, is_open=False, finished_at=None).first()
    if batch is None or batch.extractions.unfinished().exists():
        return None
    batch.finished_at = now
    batch.save(update_fields=["finished_at"])
    return batch
