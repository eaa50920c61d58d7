"""Lists are read by cursor: a page stays what it was while new documents come in, and none is left out."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, QueryDict
from rest_framework.response import Response

from extraction.api import queries

Row = TypeVar("Row", bound=Model)  # of a model with `created_at`

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PLACE = re.compile(r"(older|newer)\.([0-9]{1,17})\.([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Cursor:
    """The side of a row on which a page lies; several may have come in at the same moment."""

    is_older: bool
    created_at: datetime
    pk: int

    @classmethod
    def beside(cls, row: Any, *, is_older: bool) -> Cursor:
        return cls(is_older=is_older, created_at=row.created_at, pk=row.pk)

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """Raises `ValueError` or `OverflowError` for what `str` did not write."""
        place = PLACE.fullmatch(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii"))
        if place is None:
            raise ValueError(text)
        side, microseconds, pk = place.groups()
        created_at = EPOCH + timedelta(microseconds=int(microseconds))
        return cls(is_older=side == "older", created_at=created_at, pk=int(pk))

    def __str__(self) -> str:
        microseconds = (self.created_at - EPOCH) // timedelta(microseconds=1)
        place = f"{'older' if self.is_older else 'newer'}.{microseconds}.{self.pk}"
        return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


USUAL, MOST = 20, 100
PARAMETERS: queries.Parameters = {
    "limit": queries.number(1, MOST),
    "cursor": (Cursor.parse, "is not one that this list gave out"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The page that is asked for."""

    limit: int = USUAL
    cursor: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows, newest first, and where the pages beside them begin, if there are any."""

    rows: list[Row]
    next: Cursor | None
    previous: Cursor | None


def wanted(query: QueryDict) -> Wanted:
    """Of a list that nothing narrows. Raises `InvalidRequest`."""
    return Wanted(**queries.read(query, PARAMETERS))


def page(rows: QuerySet[Row], wanted: Wanted) -> Page[Row]:
    """One more than wanted is looked for, to know whether there are more."""
    cursor = wanted.cursor
    forwards = cursor is None or cursor.is_older
    found = list(_from(rows, cursor)[: wanted.limit + 1])
    has_more, found = len(found) > wanted.limit, found[: wanted.limit]
    if not forwards:
        found.reverse()
    has_older, has_newer = (has_more, cursor is not None) if forwards else (True, has_more)
    return Page(
        rows=found,
        next=Cursor.beside(found[-1], is_older=True) if found and has_older else None,
        previous=Cursor.beside(found[0], is_older=False) if found and has_newer else None,
    )


def answer(request: HttpRequest, page: Page[Row], lines: list[dict[str, Any]]) -> Response:
    """The lines of a page, and the addresses of those beside it: in the body, and as RFC 8288 writes them."""
    beside = {"next": _address(request, page.next), "previous": _address(request, page.previous)}
    links = [f'<{link}>; rel="{name[:4]}"' for name, link in beside.items() if link]
    headers = {"Link": ", ".join(links)} if links else {}
    return Response({**beside, "results": lines}, headers=headers)


def _address(request: HttpRequest, cursor: Cursor | None) -> str | None:
    """Of the page that begins there, with the same filters."""
    if cursor is None:
        return None
    query = request.GET.copy()
    query["cursor"] = str(cursor)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _from(rows: QuerySet[Row], cursor: Cursor | None) -> QuerySet[Row]:
    """The first condition says the same as the second, more loosely: it is the one an index can answer."""
    if cursor is None:
        return rows.order_by("-created_at", "-pk")
    at = cursor.created_at
    if cursor.is_older:
        beyond = Q(created_at__lt=at) | Q(pk__lt=cursor.pk)
        return rows.filter(beyond, created_at__lte=at).order_by("-created_at", "-pk")
    beyond = Q(created_at__gt=at) | Q(pk__gt=cursor.pk)
    return rows.filter(beyond, created_at__gte=at).order_by("created_at", "pk")
