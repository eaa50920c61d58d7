"""Which documents a list is asked for: its parameters, checked, and the rows that they leave."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from django.http import QueryDict

from extraction import facts
from extraction.api.errors import InvalidRequest
from extraction.api.pagination import Cursor
from extraction.models import public_ids
from extraction.models.extraction import ExtractionQuerySet

T = TypeVar("T")

STATUSES = ("processing", "completed", "failed")
USUAL, MOST = 20, 100
LONGEST_VENDOR = 255
BATCH_ID = re.compile(public_ids.pattern(public_ids.BATCH))


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list that was asked for; what is None or empty does not narrow it."""

    limit: int = USUAL
    cursor: Cursor | None = None
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
            extractions = extractions.sold_by(self.vendor, key=facts.vendor_key(self.vendor))
        if self.batch:
            extractions = extractions.filter(batch__public_id=self.batch)
        return extractions.received(self.created_after, self.created_before).issued(
            self.date_from, self.date_to
        )


def wanted(query: QueryDict) -> Wanted:
    """Raises `InvalidRequest`, for unknown names too: a filter with a typing error would filter nothing."""
    unknown = sorted(set(query) - set(PARAMETERS))
    if unknown:
        raise InvalidRequest(f"Unknown parameter {unknown[0]!r}. It can be {', '.join(PARAMETERS)}.")
    given = {name: [str(text).strip() for text in query.getlist(name)] for name in query}
    return Wanted(**{name: _read(name, texts) for name, texts in given.items() if any(texts)})


def _read(name: str, given: list[str]) -> Any:
    if len(given) > 1:
        raise InvalidRequest(f"`{name}` was given {len(given)} times. Give it once.")
    meaning, read = PARAMETERS[name]
    try:
        return read(given[0])
    except (ValueError, OverflowError) as error:
        raise InvalidRequest(f"`{name}` {meaning}.") from error


def _limit(text: str) -> int:
    number = int(text) if re.fullmatch(r"[0-9]{1,4}", text) else 0
    return _checked(number, 1 <= number <= MOST)


def _status(text: str) -> str:
    return _checked(text, text in STATUSES)


def _vendor(text: str) -> str:
    return _checked(text, text.isprintable() and len(text) <= LONGEST_VENDOR)


def _batch(text: str) -> str:
    return _checked(text, BATCH_ID.fullmatch(text) is not None)


def _moment(text: str) -> datetime:
    """A date means its first moment, and what names no time zone is UTC. A bare + arrives as a blank."""
    moment = datetime.fromisoformat(text.replace(" ", "+"))
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _checked(value: T, holds: bool) -> T:
    if not holds:
        raise ValueError
    return value


MOMENT = "takes a date or a time, such as 2026-05-31 or 2026-05-31T14:30:00Z"
DAY = "takes a date, such as 2026-05-31"
PARAMETERS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "limit": (f"takes a whole number from 1 to {MOST}", _limit),
    "cursor": ("is not one that this list gave out", Cursor.parse),
    "status": ("can be processing, completed or failed", _status),
    "created_after": (MOMENT, _moment),
    "created_before": (MOMENT, _moment),
    "date_from": (DAY, _day),
    "date_to": (DAY, _day),
    "vendor": (f"takes a part of a name, up to {LONGEST_VENDOR} characters", _vendor),
    "batch": ("takes the id of a batch, such as bat_x7y8z9", _batch),
}
