"""Doing what was asked to be done with all that a search finds."""

from __future__ import annotations

from datetime import datetime

from extraction.finding import approving, deleting, errands
from extraction.models import Errand


def run(*, pk: int, now: datetime) -> None:
    """Safe to do twice, also by two at the same time."""
    errand = Errand.objects.select_related("user").filter(pk=pk).first()
    if errand is None:  # done, or the account was closed
        return
    selection = errands.selected(errand)
    if errand.kind == Errand.Kind.APPROVE:
        approving.finish(selection, now=now)
    else:
        deleting.finish(selection)
    errand.delete()
