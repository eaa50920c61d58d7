"""A result document that comes back to us, whole or in parts: read strictly, every fault named by its path.

Numbers stay text until their place and their length are known, so that none costs more than it says.
Keys that nothing is tested of, such as the evidence, are passed over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from extraction.api.errors import InvalidRequest
from extraction.engine import stating
from extraction.engine.invoice import Invoice

MOST_ENTRIES = 5_000
LONGEST_NUMBER = 40
LONGEST_TEXT = 10_000
LONGEST_PATH = 100
LARGEST = Decimal(10) ** 15
SMALLEST_STEP = -12

Part = TypeVar("Part")
_HALVES = re.compile("[\ud800-\udfff]")  # of characters, which JSON can hold and no answer can
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Digits(str):
    """A number as it was written."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A value of the document, and where it stands. What it is read as may always be null, which is None."""

    path: str
    value: Any

    def at(self, key: str) -> Place:
        inner = self._typed(dict, "is not an object") or {}
        return Place(f"{self.path}.{key}" if self.path else key, inner.get(key))

    def text(self) -> str | None:
        if isinstance(self.value, Digits):
            raise self.fault("is not text")
        text: str | None = self._typed(str, "is not text")
        if text and len(text) > LONGEST_TEXT:
            raise self.fault(f"is longer than {LONGEST_TEXT:,} characters")
        if text and _HALVES.search(text):
            raise self.fault("is not text")
        return text

    def amount(self) -> Decimal | None:
        digits: str | None = self._typed(Digits, "is not a number")
        return None if digits is None else self.number(digits)

    def day(self) -> date | None:
        text = self.text()
        if text is None:
            return None
        try:
            return date.fromisoformat(text if _DAY.fullmatch(text) else "")
        except ValueError:
            raise self.fault("is not a date such as 2026-05-31") from None

    def each(self, read: Callable[[stating.Place], Part]) -> tuple[Part, ...]:
        entries: list[Any] = self._typed(list, "is not a list") or []
        if len(entries) > MOST_ENTRIES:
            raise self.fault(f"has more than {MOST_ENTRIES:,} entries")
        return tuple(read(Place(f"{self.path}.{number}", entry)) for number, entry in enumerate(entries))

    def every(self) -> Iterator[tuple[str, Place]]:
        """What is in an object, by its keys."""
        for key in self._typed(dict, "is not an object") or {}:
            yield key, self.at(key)

    def every_amount(self) -> Iterator[tuple[str, Decimal]]:
        """The numbers that are in an object, by their keys."""
        for key, inner in self.every():
            if isinstance(inner.value, Digits):
                yield key, inner.number(inner.value)

    def number(self, digits: str) -> Decimal:
        if len(digits) > LONGEST_NUMBER:
            raise self.fault(f"has more than {LONGEST_NUMBER} digits")
        try:
            number = Decimal(digits)
        except InvalidOperation:
            raise self.fault("is not a number") from None
        if not number.is_finite():
            raise self.fault("is not a number")
        if number.copy_abs() >= LARGEST or int(number.as_tuple().exponent) < SMALLEST_STEP:
            raise self.fault("is a larger or finer number than any amount")
        return number

    def _typed(self, kind: type[Part], fault: str) -> Part | None:
        if self.value is not None and not isinstance(self.value, kind):
            raise self.fault(fault)
        return self.value

    def fault(self, fault: str) -> InvalidRequest:
        return InvalidRequest(f"{_HALVES.sub('?', self.path)[:LONGEST_PATH]} {fault}.")


def canonical(body: bytes) -> str:
    """The same for bodies that say the same, whatever the order of their keys. Raises `InvalidRequest`."""
    try:
        return json.dumps(_parsed(body), sort_keys=True)
    except RecursionError:
        raise _too_deep() from None


def invoice(body: bytes) -> Invoice:
    """What a document states; every part that it leaves out is None. Raises `InvalidRequest`."""
    return stating.invoice(document(body))


def document(body: bytes) -> Place:
    """The whole of it. Raises `InvalidRequest`."""
    return Place("", _parsed(body))


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(
            body.decode("utf-8-sig"), parse_int=Digits, parse_float=Digits, parse_constant=Digits
        )
    except RecursionError:
        raise _too_deep() from None
    except ValueError:
        raise InvalidRequest("The body is not JSON in UTF-8.") from None
    if not isinstance(parsed, dict):
        raise InvalidRequest("The body is not a JSON object.")
    return parsed


def _too_deep() -> InvalidRequest:
    return InvalidRequest("The body is nested too deeply.")
