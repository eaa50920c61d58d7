"""Deleting many documents: a few at once, more by a worker, so that nobody waits for it.

Each goes by itself and by the one way in which a document is deleted, so others get in between.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.happenings import Happening
from extraction import jobs, one_by_one
from extraction.finding import errands
from extraction.finding.selections import Selection
from extraction.models import Errand

FEW = 100


def delete(selection: Selection, *, now: datetime) -> bool:
    """Whether all are gone already; else it is begun, and goes on without whoever asked for it."""
    count = selection.count()
    with transaction.atomic():
        if count > 1:
            audit.record(Happening.DOCUMENTS_DELETED, user=selection.user, count=f"{count:,}")
        if selection.search is not None and count > FEW:
            errands.ask(Errand.Kind.DELETE, selection, now=now)
            return False
    for extraction in selection.documents(with_results=False):
        jobs.delete(extraction)
    return True


def finish(selection: Selection) -> None:
    """Safe to do twice: what is gone is not found again."""
    one_by_one.each(selection.documents(with_results=False), jobs.delete)
