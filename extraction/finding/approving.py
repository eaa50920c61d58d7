"""Approving many documents: some at once, very many by a worker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from extraction.corrections import reviewing
from extraction.finding import errands
from extraction.finding.selections import Selection
from extraction.models import Errand, Extraction

FEW = 1_000


@dataclass(frozen=True, slots=True)
class Outlook:
    """How many of a selection cannot be approved, and why; of the others, how many are to check."""

    failed: int
    unread: int
    approved: int
    to_check: int


def outlook(selection: Selection) -> Outlook:
    state = Extraction.Status
    approved = Q(review=Extraction.Review.APPROVED)
    counted = {
        "failed": Q(status=state.FAILED),
        "unread": Q(status__in=[state.QUEUED, state.PROCESSING]),
        "approved": approved,
        "to_check": Q(status=state.COMPLETED, to_check__gt=0) & ~approved,
    }
    found = selection.extractions().order_by()
    return Outlook(**found.aggregate(**{name: Count("pk", filter=each) for name, each in counted.items()}))


def approve(selection: Selection, *, now: datetime) -> int | None:
    """How many that is news for; None where a worker goes on with it."""
    if selection.search is not None and selection.count() > FEW:
        errands.ask(Errand.Kind.APPROVE, selection, now=now)
        return None
    return reviewing.approve_many(selection.user, selection.public_ids(), now=now)


def finish(selection: Selection, *, now: datetime) -> None:
    """Safe to do twice: what is approved stays so. The person who asked for it is the one who decided."""
    reviewing.approve_many(selection.user, selection.public_ids(), now=now)
