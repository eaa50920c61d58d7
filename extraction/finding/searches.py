"""What somebody looks for among the documents, as the address of a list says it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import F, OrderBy, Q, Value
from django.db.models.functions import NullIf
from django.utils.http import urlencode

from extraction.finding import terms
from extraction.models import Extraction, public_ids
from extraction.models.extraction import ExtractionQuerySet

LONGEST = 100
Status, Review = Extraction.Status, Extraction.Review

READ = Q(status=Status.COMPLETED)
STATES: Mapping[str, tuple[str, Q]] = {
    "queued": ("Queued", Q(status=Status.QUEUED)),
    "reading": ("Reading", Q(status=Status.PROCESSING)),
    "review": ("Needs review", READ & Q(review="", to_check__gt=0)),
    "done": ("Done", READ & Q(review="", to_check=0)),
    "approved": ("Approved", READ & Q(review=Review.APPROVED)),
    "rejected": ("Rejected", READ & Q(review=Review.REJECTED)),
    "failed": ("Failed", Q(status=Status.FAILED)),
}
SOURCES: Mapping[str, tuple[str, Q]] = {
    "upload": ("Upload", Q(api_key=None, batch=None)),
    "api": ("API", Q(api_key__isnull=False, batch=None)),
    "batch": ("Batch", Q(batch__isnull=False)),
}
# What a list is sorted by: texts and amounts that are not known stand last, whichever way it goes.
ORDERS: Mapping[str, Any] = {
    "received": F("created_at"),
    "issued": F("issued_on"),
    "vendor": NullIf("vendor_folded", Value("")),
    "total": F("total"),
}
RANGES = (("issued_from", "issued_to"), ("received_from", "received_to"))
DAYS = ("issued_from", "issued_to", "received_from", "received_to")
KEY = re.compile(r"key-([1-9][0-9]{0,17})")
BATCH = re.compile(public_ids.pattern(public_ids.BATCH))
FIRST, LAST = date(1000, 1, 1), date(9000, 1, 1)
CURRENCY = re.compile(r"[A-Z]{3}")


class NotUnderstood(Exception):
    """The address asks for something that no list knows; `faults` has a sentence for each part of it."""

    def __init__(self, faults: dict[str, str]) -> None:
        self.faults = faults
        super().__init__(" ".join(faults.values()))


@dataclass(frozen=True, slots=True)
class Search:
    """What is empty or None narrows nothing. `sort` names an order; with a minus the other way round."""

    q: str = ""
    state: str = ""
    issued_from: date | None = None
    issued_to: date | None = None
    received_from: date | None = None
    received_to: date | None = None
    currency: str = ""
    source: str = ""
    sort: str = "-received"

    @property
    def is_narrowed(self) -> bool:
        return self != Search(sort=self.sort)

    @property
    def is_by_time(self) -> bool:
        return self.sort.removeprefix("-") == "received"

    def of(self, extractions: ExtractionQuerySet) -> ExtractionQuerySet:
        """Those that it finds, in its order."""
        found = extractions.filter(*self._conditions()).issued(self.issued_from, self.issued_to)
        after = self.received_to and self.received_to + timedelta(days=1)
        return found.received(_midnight(self.received_from), _midnight(after)).order_by(*self._order())

    def address(self, **changes: Any) -> str:
        """Its part of an address, with changes; what says nothing is left out."""
        usual = Search()
        said = asdict(replace(self, **changes))
        return urlencode({name: value for name, value in said.items() if value != getattr(usual, name)})

    def _conditions(self) -> list[Q]:
        found = [terms.condition(self.q)]
        if self.state:
            found.append(STATES[self.state][1])
        if self.currency:
            found.append(Q(currency=self.currency))
        if self.source:
            found.append(_from(self.source))
        return found

    def _order(self) -> list[OrderBy]:
        by, backwards = ORDERS[self.sort.removeprefix("-")], self.sort.startswith("-")
        if self.is_by_time:
            return [F(name).desc() if backwards else F(name).asc() for name in ("created_at", "pk")]
        if backwards:
            return [OrderBy(by, descending=True, nulls_last=True), F("pk").desc()]
        return [OrderBy(by, nulls_last=True), F("pk").asc()]


def read(query: Mapping[str, str]) -> Search:
    """Names that it does not know are not its own. Raises `NotUnderstood`."""
    said: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for name in (field.name for field in fields(Search)):
        if text := (query.get(name) or "").strip():
            try:
                said[name] = READERS[name](text)
            except ValueError:
                faults[name] = FAULTS[name]
    for first, last in RANGES:
        if first in said and last in said and said[first] > said[last]:
            faults[first] = "From is after Until."
    if faults:
        raise NotUnderstood(faults)
    return Search(**said)


def _from(source: str) -> Q:
    if source in SOURCES:
        return SOURCES[source][1]
    key = KEY.fullmatch(source)
    return Q(api_key=int(key[1])) if key else Q(batch__public_id=source)


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), tzinfo=UTC) if day else None


def _words(text: str) -> str:
    """Blanks of any kind are one; what is pasted has many."""
    text = " ".join(text.split())
    return _checked(text, text.isprintable() and len(text) <= LONGEST)


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    _checked(text, FIRST <= day <= LAST)
    return day


def _state(text: str) -> str:
    return _checked(text, text in STATES)


def _currency(text: str) -> str:
    return _checked(text.upper(), CURRENCY.fullmatch(text.upper()) is not None)


def _source(text: str) -> str:
    is_named = KEY.fullmatch(text) or BATCH.fullmatch(text)
    return _checked(text, text in SOURCES or is_named is not None)


def _sort(text: str) -> str:
    return _checked(text, text.removeprefix("-") in ORDERS)


def _checked(text: str, holds: bool) -> str:
    if not holds:
        raise ValueError(text)
    return text


READERS = {
    "q": _words,
    "state": _state,
    **dict.fromkeys(DAYS, _day),
    "currency": _currency,
    "source": _source,
    "sort": _sort,
}
FAULTS = {
    "q": f"Search for at most {LONGEST} characters.",
    "state": "There is no such state.",
    **dict.fromkeys(DAYS, "Give a date such as 2026-05-31."),
    "currency": "Give a currency by its three letters, such as EUR.",
    "source": "There is nothing of this name that documents come from.",
    "sort": "The list cannot be sorted by this.",
}
