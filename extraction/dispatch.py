"""Sends documents to the workers of their queue."""

from __future__ import annotations

from billing import outbox
from extraction.models import Extraction


def nudge(extraction: Extraction) -> None:
    """Have a worker of the document's queue take it up; in the bulk queue, whichever's turn it is."""
    if extraction.queue == Extraction.Queue.BULK:
        outbox.enqueue("extract_next")
    else:
        outbox.enqueue("extract", extraction.pk)
