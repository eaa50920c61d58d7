"""Lists are read by cursor: a page stays what it was while new rows come in, and none is left out."""

from __future__ import annotations

import base64
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

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


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows, newest first, and where the pages beside them begin, if there are any."""

    rows: list[Row]
    next: Cursor | None
    previous: Cursor | None


def asked(text: str) -> Cursor | None:
    """For pages that people look at: what a list did not give out leads to its beginning."""
    with suppress(ValueError, OverflowError):
        return Cursor.parse(text)
    return None


def page(rows: QuerySet[Row], *, cursor: Cursor | None, limit: int) -> Page[Row]:
    """One more than wanted is looked for, to know whether there are more."""
    forwards = cursor is None or cursor.is_older
    found = list(_from(rows, cursor)[: limit + 1])
    has_more, found = len(found) > limit, found[:limit]
    if not forwards:
        found.reverse()
    has_older, has_newer = (has_more, cursor is not None) if forwards else (True, has_more)
    return Page(
        rows=found,
        next=Cursor.beside(found[-1], is_older=True) if found and has_older else None,
        previous=Cursor.beside(found[0], is_older=False) if found and has_newer else None,
    )


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
