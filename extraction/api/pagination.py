"""Lists are read by cursor: a page stays what it was while new documents come in, and none is left out."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Q
from django.http import HttpRequest

from extraction.models import Extraction
from extraction.models.extraction import ExtractionQuerySet

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PLACE = re.compile(r"(older|newer)\.([0-9]{1,17})\.([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Cursor:
    """The side of a document on which a page lies; several may have come in at the same moment."""

    is_older: bool
    created_at: datetime
    pk: int

    @classmethod
    def beside(cls, extraction: Extraction, *, is_older: bool) -> Cursor:
        return cls(is_older=is_older, created_at=extraction.created_at, pk=extraction.pk)

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


@dataclass(frozen=True, slots=True)
class Page:
    """Some documents, newest first, and where the pages beside them begin, if there are any."""

    extractions: list[Extraction]
    next: Cursor | None
    previous: Cursor | None


def page(extractions: ExtractionQuerySet, *, cursor: Cursor | None, limit: int) -> Page:
    """One more than wanted is looked for, to know whether there are more."""
    forwards = cursor is None or cursor.is_older
    found = list(_from(extractions, cursor)[: limit + 1])
    has_more, found = len(found) > limit, found[:limit]
    if not forwards:
        found.reverse()
    has_older, has_newer = (has_more, cursor is not None) if forwards else (True, has_more)
    return Page(
        extractions=found,
        next=Cursor.beside(found[-1], is_older=True) if found and has_older else None,
        previous=Cursor.beside(found[0], is_older=False) if found and has_newer else None,
    )


def address(request: HttpRequest, cursor: Cursor | None) -> str | None:
    """Of the page that begins there, with the same filters."""
    if cursor is None:
        return None
    query = request.GET.copy()
    query["cursor"] = str(cursor)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def link_header(*, next: str | None, previous: str | None) -> dict[str, str]:  # noqa: A002 - as it is called
    """As RFC 8288 writes it."""
    links = [f'<{link}>; rel="{name}"' for name, link in (("next", next), ("prev", previous)) if link]
    return {"Link": ", ".join(links)} if links else {}


def _from(extractions: ExtractionQuerySet, cursor: Cursor | None) -> ExtractionQuerySet:
    """The first condition says the same as the second, more loosely: it is the one an index can answer."""
    if cursor is None:
        return extractions.order_by("-created_at", "-pk")
    at = cursor.created_at
    if cursor.is_older:
        beyond = Q(created_at__lt=at) | Q(pk__lt=cursor.pk)
        return extractions.filter(beyond, created_at__lte=at).order_by("-created_at", "-pk")
    beyond = Q(created_at__gt=at) | Q(pk__gt=cursor.pk)
    return extractions.filter(beyond, created_at__gte=at).order_by("created_at", "pk")
