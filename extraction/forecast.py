"""How long a batch will take: what is before it, and how fast documents of its kinds were read lately."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import PurePath

from django.conf import settings
from django.db.models import Avg, Count

from extraction.models import Batch, Extraction
from extraction.models.extraction import ExtractionQuerySet

RECENT = 50  # documents of a kind that say how long the next takes
SECONDS_WITHOUT_HISTORY = {
    "pdf": 0.5,
    "png": 4.0,
    "jpg": 4.0,
}  # on one core of 2026; scans inside PDFs take 4
OVERHEAD_SECONDS = 0.1  # per document: to take it up, and to write down what was read


def seconds_until_complete(batch: Batch) -> int:
    """From its own documents that wait, from those before them, and from who reads them at the same time.

    Accounts take turns: of another's documents as many come before the batch's last as come from its account.
    """
    unfinished = Extraction.objects.bulk().unfinished().order_by()
    own = unfinished.filter(user=batch.user, created_at__lte=batch.created_at)
    kinds = Counter(_kind(name) for name in own.values_list("file", flat=True))
    if not kinds:
        return 0
    seconds = sum(number * _seconds_each(kind) for kind, number in kinds.items())
    return math.ceil(seconds * _share(batch, own=kinds.total()) / _readers())


def _share(batch: Batch, *, own: int) -> float:
    """How many documents are read in all until `own` of this account are."""
    others = Extraction.objects.bulk().unfinished().exclude(user=batch.user).order_by()
    waiting = others.values("user").annotate(number=Count("pk")).values_list("number", flat=True)
    return 1 + sum(min(number, own) for number in waiting) / own


def _seconds_each(kind: str) -> float:
    """As documents of batches took lately, which let others go first; else as any did, or as they should."""
    completed = Extraction.objects.filter(status=Extraction.Status.COMPLETED, file__endswith=f".{kind}")
    milliseconds = _mean(completed.bulk()) or _mean(completed)
    return OVERHEAD_SECONDS + (milliseconds / 1000 if milliseconds else SECONDS_WITHOUT_HISTORY[kind])


def _mean(completed: ExtractionQuerySet) -> float | None:
    recent = completed.order_by("-pk")[:RECENT]
    mean: float | None = recent.aggregate(mean=Avg("processing_time_ms"))["mean"]
    return mean


def _readers() -> int:
    """Those of this machine, or as many as are seen to read where there are more machines."""
    reading = Extraction.objects.bulk().filter(status=Extraction.Status.PROCESSING).count()
    return max(settings.BULK_WORKERS, reading)


def _kind(file: str) -> str:
    return PurePath(file).suffix.removeprefix(".")
