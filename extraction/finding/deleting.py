"""Deleting many documents: a few at once, more by a worker, so that nobody waits for it.

Each goes by itself and by the one way in which a document is deleted, so others get in between.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.happenings import Happening
from accounts.models import User
from billing import outbox
from extraction import jobs, one_by_one
from extraction.finding.selections import Selection

FEW = 100


def delete(selection: Selection) -> bool:
    """Whether all are gone already; else it is begun, and goes on without whoever asked for it."""
    count = selection.count()
    with transaction.atomic():
        if count > 1:
            audit.record(Happening.DOCUMENTS_DELETED, user=selection.user, count=f"{count:,}")
        if selection.search is not None and count > FEW:
            outbox.enqueue("delete_found", *selection.message())
            return False
    for extraction in selection.documents(with_results=False):
        jobs.delete(extraction)
    return True


def finish(*, user_pk: int, address: str, seen: datetime) -> None:
    """Safe to do twice: what is gone is not found again."""
    user = User.objects.filter(pk=user_pk).first()
    if user is not None:
        found = Selection.of_search(user, address=address, seen=seen)
        one_by_one.each(found.documents(with_results=False), jobs.delete)
