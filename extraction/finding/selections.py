"""Documents that somebody picked from the list: one by one, or all that a search finds."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict

from accounts.models import User
from extraction import jobs
from extraction.finding import searches
from extraction.finding.searches import Search
from extraction.models import Extraction
from extraction.models.extraction import ExtractionQuerySet

MOST_PICKED = 500
AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Selection:
    """Those of `ids`, or, where there is a `search`, all that it finds of what was received until `seen`.

    So what comes in while somebody decides is not part of it.
    """

    user: User
    seen: datetime
    ids: tuple[str, ...] = ()
    search: Search | None = None

    @classmethod
    def of_search(cls, user: User, *, address: str, seen: datetime) -> Selection:
        """Raises `NotUnderstood`."""
        return cls(user=user, seen=seen, search=searches.read(QueryDict(address).dict()))

    def extractions(self) -> ExtractionQuerySet:
        """Never more than the account's own, in the order of the list."""
        own: ExtractionQuerySet = self.user.extractions.all()
        if self.search is None:
            return own.filter(public_id__in=self.ids[:MOST_PICKED])
        return self.search.of(own).filter(created_at__lte=self.seen)

    def count(self) -> int:
        return self.extractions().order_by().count()

    def public_ids(self) -> list[str]:
        return list(self.extractions().order_by().values_list("public_id", flat=True))

    def documents(self, *, with_results: bool = True) -> Iterator[Extraction]:
        """One after the other, some fetched at a time: in between the database is free for others, for a
        download may take long. Which they are is settled when the first is asked for."""
        pks = array("q", self.extractions().values_list("pk", flat=True).iterator())
        own: ExtractionQuerySet = self.user.extractions.all()
        for start in range(0, len(pks), AT_ONCE):
            piece = pks[start : start + AT_ONCE]
            found = (own if with_results else own.without_results()).filter(pk__in=piece).in_bulk()
            jobs.lend_connection()
            yield from (found[pk] for pk in piece if pk in found)
