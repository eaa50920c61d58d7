"""Which documents a list is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import QueryDict

from extraction.api import pagination, queries
from extraction.engine.values.folding import fold
from extraction.models import public_ids
from extraction.models.extraction import ExtractionQuerySet

PARAMETERS: queries.Parameters = {
    **pagination.PARAMETERS,
    "status": queries.choice(["processing", "completed", "failed"]),
    "created_after": queries.MOMENT,
    "created_before": queries.MOMENT,
    "date_from": queries.DAY,
    "date_to": queries.DAY,
    "vendor": queries.TEXT,
    "batch": queries.pattern(public_ids.pattern(public_ids.BATCH), "takes the id of a batch"),
}


@dataclass(frozen=True, slots=True)
class Wanted(pagination.Wanted):
    """What is None or empty does not narrow the list."""

    status: str = ""
    created_after: datetime | None = None
    created_before: datetime | None = None
    date_from: date | None = None
    date_to: date | None = None
    vendor: str = ""
    batch: str = ""

    def of(self, extractions: ExtractionQuerySet) -> ExtractionQuerySet:
        if self.status:
            extractions = extractions.standing(self.status)
        if self.vendor:
            extractions = extractions.sold_by(fold(self.vendor))
        if self.batch:
            extractions = extractions.filter(batch__public_id=self.batch)
        arrived = extractions.received(self.created_after, self.created_before)
        return arrived.issued(self.date_from, self.date_to)


def wanted(query: QueryDict) -> Wanted:
    """Raises `InvalidRequest`."""
    return Wanted(**queries.read(query, PARAMETERS))
