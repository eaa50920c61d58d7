"""How long documents are kept, for those who want them gone by themselves."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from extraction import batches, jobs, one_by_one
from extraction.models import Extraction


def purge(*, now: datetime) -> int:
    """Delete finished documents older than `RETENTION_DAYS`; with 0 nothing is ever deleted by itself."""
    if not settings.RETENTION_DAYS:
        return 0
    end = now - timedelta(days=settings.RETENTION_DAYS)
    finished = [Extraction.Status.COMPLETED, Extraction.Status.FAILED]
    due = Extraction.objects.filter(status__in=finished, finished_at__lt=end, batch=None)[:500]
    one_by_one.each(due, jobs.delete)
    return len(due) + batches.purge(finished_before=end)
