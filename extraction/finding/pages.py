"""One page of what a search finds: counted, and read from the index of the list before any row is.

Pages reach as far as anybody turns them; sorting by something else than the time of arrival has to pass
over all documents before, so that a page far behind would take the longer the farther it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from extraction.finding.searches import Search
from extraction.models import Extraction

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
    """The last one where there are not so many. Three queries, whatever is found."""
    found = search.of(user.extractions.all()).values_list("pk", flat=True)
    if number == 1:
        pks = list(found[:ROWS])
        count = len(pks) if len(pks) < ROWS else found.order_by().count()
    else:
        count = found.order_by().count()
        number = min(number, _last(count))
        pks = list(found[(number - 1) * ROWS : number * ROWS])
    return Page(rows=_rows(user, pks), number=number, count=count)


def _last(count: int) -> int:
    return max(1, -(-min(count, REACH) // ROWS))


def _rows(user: User, pks: list[int]) -> list[Extraction]:
    found = user.extractions.filter(pk__in=pks).select_related("api_key", "batch").only(*SHOWN).in_bulk()
    return [found[pk] for pk in pks if pk in found]
