"""One page of what a search finds: counted, and read from the index of the list before any row is.

Pages reach as far as anybody turns them; sorting by something else than the time of arrival has to pass
over all documents before, so that a page far behind would take the longer the farther it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Window

from accounts.models import User
from extraction.finding.searches import Search
from extraction.models import Extraction
from extraction.models.extraction import ExtractionQuerySet

ROWS = 50
REACH = 10_000  # documents, from the first page on
SHOWN = (
    "user",
    "public_id",
    "status",
    "created_at",
    "filename",
    "pages",
    "pages_read",
    "error_message",
    "vendor",
    "invoice_number",
    "issued_on",
    "currency",
    "total",
    "to_check",
    "review",
    "duplicate_of",
    "api_key__name",
    "batch__public_id",
)


@dataclass(frozen=True, slots=True)
class Page:
    """`number` begins with 1; `count` is that of all that is found, `last` the number of the last page."""

    rows: list[Extraction]
    number: int
    count: int

    @property
    def last(self) -> int:
        return _last(self.count)

    @property
    def is_cut_off(self) -> bool:
        return self.count > REACH

    @property
    def first_row(self) -> int:
        return (self.number - 1) * ROWS + 1 if self.rows else 0

    @property
    def last_row(self) -> int:
        return (self.number - 1) * ROWS + len(self.rows)


def page(search: Search, *, user: User, number: int) -> Page:
    """The last one where there are not so many."""
    found = search.of(user.extractions.all())
    pks, count = _numbered(search, found, number)
    if not pks and number > 1:
        number = _last(count)
        pks, count = _numbered(search, found, number)
    return Page(rows=_rows(user, pks), number=number, count=count)


def _numbered(search: Search, found: ExtractionQuerySet, number: int) -> tuple[list[int], int]:
    """The keys of a page, and the count of all."""
    places = slice((number - 1) * ROWS, number * ROWS)
    if number > REACH // ROWS:
        return [], found.order_by().count()
    if search.is_narrowed and not search.is_by_time:
        return _at_one_go(found, places)
    pks = list(found.values_list("pk", flat=True)[places])
    is_whole = number == 1 and len(pks) < ROWS
    return pks, len(pks) if is_whole else found.order_by().count()


def _at_one_go(found: ExtractionQuerySet, places: slice) -> tuple[list[int], int]:
    """To sort them all of them are looked at; they can as well be counted then."""
    lines = list(found.annotate(found=Window(Count("pk"))).values_list("pk", "found")[places])
    if not lines:
        return [], found.order_by().count() if places.start else 0
    return [pk for pk, _ in lines], lines[0][1]


def _last(count: int) -> int:
    return max(1, -(-min(count, REACH) // ROWS))


def _rows(user: User, pks: list[int]) -> list[Extraction]:
    found = user.extractions.filter(pk__in=pks).select_related("api_key", "batch").only(*SHOWN).in_bulk()
    return [found[pk] for pk in pks if pk in found]
