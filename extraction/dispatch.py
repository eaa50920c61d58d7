"""Sends documents to the workers of their queue, and knows which of them no message speaks of any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from billing import outbox
from extraction.models import Extraction
from extraction.models.extraction import ExtractionQuerySet

SENT_WITHIN = timedelta(seconds=10)  # a message follows the commit of its row
AT_ONCE = 1_000


def nudge(extraction: Extraction) -> None:
    """Have a worker of the document's queue take it up; in the bulk queue, whichever's turn it is."""
    if extraction.queue == Extraction.Queue.BULK:
        outbox.enqueue("extract_next")
    else:
        outbox.enqueue("extract", extraction.pk)


def unsent(*, now: datetime) -> list[Extraction]:
    """Those that wait and of which the broker has no message: it has forgotten them, or was not there when
    they were accepted. None where the broker does not tell what it has.

    Messages are looked at after rows: what is finished meanwhile is found to be so when it is sent again.
    """
    waiting = Extraction.objects.filter(status=Extraction.Status.QUEUED, created_at__lt=now - SENT_WITHIN)
    return [*_unsent_single(waiting.interactive()), *_unsent_bulk(waiting.bulk())]


def _unsent_single(waiting: ExtractionQuerySet) -> list[Extraction]:
    found = list(waiting[:AT_ONCE])
    held = outbox.held("extract") if found else None
    if held is None:
        return []
    named = {pk for (pk,) in held}
    return [each for each in found if each.pk not in named]


def _unsent_bulk(waiting: ExtractionQuerySet) -> list[Extraction]:
    """Its messages name no document: there are too few of them, or enough."""
    unfinished = Extraction.objects.bulk().unfinished().count() if waiting.exists() else 0
    held = outbox.held("extract_next") if unfinished else None
    missing = 0 if held is None else max(0, unfinished - len(held))
    return list(waiting.order_by("-created_at", "-position", "-pk")[: min(missing, AT_ONCE)])
