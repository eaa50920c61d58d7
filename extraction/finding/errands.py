"""Selections that a worker deals with: kept until it has, and sent again where its message was forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from billing import outbox
from extraction.finding.selections import Selection
from extraction.models import Errand

UNDER_WAY = timedelta(minutes=31)  # a worker has half an hour


def ask(kind: Errand.Kind, selection: Selection, *, now: datetime) -> None:
    """Of a selection that has a search: what was picked one by one is never that much."""
    assert selection.search  # noqa: S101 - said above
    with transaction.atomic():
        errand = Errand.objects.create(
            user=selection.user,
            kind=kind,
            search=selection.search.address(),
            seen=selection.seen,
            sent_at=now,
        )
        outbox.enqueue("run_errand", errand.pk)


def selected(errand: Errand) -> Selection:
    return Selection.of_search(errand.user, address=errand.search, seen=errand.seen)


def look_after(*, now: datetime) -> None:
    for errand in Errand.objects.filter(sent_at__lt=now - UNDER_WAY):
        with transaction.atomic():
            if Errand.objects.filter(pk=errand.pk, sent_at=errand.sent_at).update(sent_at=now):
                outbox.enqueue("run_errand", errand.pk)
