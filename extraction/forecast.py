"""How long a batch will take: what is before it, and how fast documents of its kinds were read lately."""

from __future__ import annotations

import math
from collections import Counter
from datetime import datetime
from pathlib import PurePath
from statistics import fmean

from django.conf import settings
from django.db.models import Count, Max

from extraction.models import Batch, Extraction

LOOKED_THROUGH = 1000  # completed documents, among which those of a kind are found
RECENT = 50  # of them say how long the next takes
# On one core of 2026; scans inside PDFs take 4.
SECONDS_WITHOUT_HISTORY = {"pdf": 0.5, "png": 4.0, "jpg": 4.0}
OVERHEAD_SECONDS = 0.1  # per document: to take it up, and to write down what was read


def seconds_until_complete(batch: Batch) -> int:
    """From its own documents that wait, from those before them, and from who reads them at the same time.

    Accounts take turns: of another's documents as many come before the batch's last as come from its account.
    """
    unfinished = Extraction.objects.bulk().unfinished().order_by()
    own = unfinished.filter(user=batch.user, created_at__lte=_came_last(batch))
    kinds = Counter(_kind(name) for name in own.values_list("file", flat=True))
    if not kinds:
        return 0
    lately = _completed_lately()
    seconds = sum(number * _seconds_each(kind, lately) for kind, number in kinds.items())
    return math.ceil(seconds * _share(batch, own=kinds.total()) / _readers())


def _came_last(batch: Batch) -> datetime:
    """Files that a person sends follow their batch one by one."""
    last: datetime | None = batch.extractions.aggregate(last=Max("created_at"))["last"]
    return last or batch.created_at


def _share(batch: Batch, *, own: int) -> float:
    """How many documents are read in all until `own` of this account are."""
    others = Extraction.objects.bulk().unfinished().exclude(user=batch.user).order_by()
    waiting = others.values("user").annotate(number=Count("pk")).values_list("number", flat=True)
    return 1 + sum(min(number, own) for number in waiting) / own


def _completed_lately() -> list[tuple[str, str, int | None]]:
    """Queue, file and time of the latest: no more, lest the whole table be searched for a rare kind."""
    completed = Extraction.objects.completed().order_by("-pk")
    return list(completed.values_list("queue", "file", "processing_time_ms")[:LOOKED_THROUGH])


def _seconds_each(kind: str, lately: list[tuple[str, str, int | None]]) -> float:
    """As documents of batches took lately, which let others go first; else as any did, or as they should."""
    times = [(queue, time) for queue, file, time in lately if time is not None and _kind(file) == kind]
    in_batches = [time for queue, time in times if queue == Extraction.Queue.BULK]
    recent = (in_batches or [time for _, time in times])[:RECENT]
    return OVERHEAD_SECONDS + (fmean(recent) / 1000 if recent else SECONDS_WITHOUT_HISTORY[kind])


def _readers() -> int:
    """Those of this machine, or as many as are seen to read where there are more machines."""
    reading = Extraction.objects.bulk().filter(status=Extraction.Status.PROCESSING).count()
    return max(settings.BULK_WORKERS, reading)


def _kind(file: str) -> str:
    return PurePath(file).suffix.removeprefix(".")
