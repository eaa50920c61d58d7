"""Corrections in the body of a request: a value for each path, as text, number or null."""

from __future__ import annotations

from decimal import Decimal

from extraction.api import stated
from extraction.api.errors import InvalidRequest
from extraction.api.stated import Digits, Place
from extraction.corrections import places

KEY = "corrections"
MOST = 1_000


def wanted(body: bytes) -> dict[str, str | Decimal | None]:
    """Raises `InvalidRequest`."""
    document = stated.document(body)
    unknown = sorted(set(document.value) - {KEY})
    if unknown:
        raise document.at(unknown[0]).fault(f"is not known here. Send `{KEY}`")
    given = dict(document.at(KEY).every())
    if not given:
        raise InvalidRequest(f"`{KEY}` is empty. It takes an object with a value for each path.")
    if len(given) > MOST:
        raise InvalidRequest(f"`{KEY}` has more than {MOST:,} entries.")
    return {path: _value(path, place) for path, place in given.items()}


def _value(path: str, place: Place) -> str | Decimal | None:
    if places.kind(path) is None:
        raise place.fault("is no value that can be corrected")
    return place.amount() if isinstance(place.value, Digits) else place.text()
