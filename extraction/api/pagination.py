"""Pages of lists, as addresses ask for them and answers give them out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from rest_framework.response import Response

from accounts import keyset
from accounts.keyset import Cursor, Page, Row
from extraction.api import queries

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


def wanted(query: QueryDict) -> Wanted:
    """Of a list that nothing narrows. Raises `InvalidRequest`."""
    return Wanted(**queries.read(query, PARAMETERS))


def page(rows: QuerySet[Row], wanted: Wanted) -> Page[Row]:
    return keyset.page(rows, cursor=wanted.cursor, limit=wanted.limit)


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
