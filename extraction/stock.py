"""How many documents are kept and what room they take: counted by the sweeper, for it takes a look at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db.models import Count, Sum

from extraction.models import Extraction

KEY = "documents-in-stock"


@dataclass(frozen=True, slots=True)
class Stock:
    documents: int
    size: int
    taken_at: datetime


def take(*, now: datetime) -> Stock:
    counted = Extraction.objects.aggregate(documents=Count("pk"), size=Sum("size"))
    stock = Stock(counted["documents"], counted["size"] or 0, now)
    cache.set(KEY, (stock.documents, stock.size, stock.taken_at), timeout=None)
    return stock


def latest() -> Stock | None:
    """None until it was taken for the first time."""
    kept = cache.get(KEY)
    return Stock(*kept) if kept else None
