"""How many documents wait to be read, in each queue, and for how long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q

from extraction.models import Extraction

Status, Queue = Extraction.Status, Extraction.Queue


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """`waited`: the one that has waited the longest, zero where none waits."""

    name: str
    queued: int = 0
    processing: int = 0
    waited: timedelta = timedelta()


def standing(*, now: datetime) -> list[Backlog]:
    rows = (
        Extraction.objects.unfinished()
        .order_by()
        .values("queue")
        .annotate(
            queued=Count("pk", filter=Q(status=Status.QUEUED)),
            processing=Count("pk", filter=Q(status=Status.PROCESSING)),
            oldest=Min("created_at", filter=Q(status=Status.QUEUED)),
        )
    )
    found = {row["queue"]: _of(row, now) for row in rows}
    return [found.get(name, Backlog(name=name)) for name in Queue.values]


def _of(row: Mapping[str, Any], now: datetime) -> Backlog:
    waited = now - row["oldest"] if row["oldest"] else timedelta()
    return Backlog(
        name=row["queue"],
        queued=row["queued"],
        processing=row["processing"],
        waited=max(timedelta(), waited),
    )
