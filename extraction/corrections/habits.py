"""How a document writes its numbers and dates: what is typed from it is meant in the same way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from extraction.corrections import places
from extraction.engine.values import date_order, dates, numbers
from extraction.engine.values.dates import Order, PrintedDate

LOOKED_AT = 60


@dataclass(frozen=True, slots=True)
class Habits:
    """`mark` is the decimal mark; None where nothing tells."""

    mark: str | None
    order: Order


def of(result: dict[str, Any]) -> Habits:
    """Those of a document as it was read."""
    return Habits(numbers.decide_mark(_amounts(result)), _order(result))


def _amounts(result: dict[str, Any]) -> Iterator[str]:
    """The texts that amounts were read from, some of the many."""
    evidence = (result.get("evidence") or {}).items()
    amounts = (why for path, why in evidence if places.kind(path) in places.AMOUNTS)
    return islice((why["text"] for why in amounts if why.get("text")), LOOKED_AT)


def _order(result: dict[str, Any]) -> Order:
    """What the dates were read by, where they can be read in several ways; else what is usual."""
    for printed, value in _days(result):
        orders = [order for order, day in printed.readings if day.isoformat() == value]
        if printed.ambiguous and len(orders) == 1:
            return orders[0]
    printed_dates = (printed for printed, _ in _days(result))
    found = date_order.resolve(
        printed_dates, currency=result.get("currency"), language=result.get("language")
    )
    return found.order


def _days(result: dict[str, Any]) -> Iterator[tuple[PrintedDate, str]]:
    evidence = result.get("evidence") or {}
    for path in ("date", "due_date"):
        for printed in dates.find((evidence.get(path) or {}).get("text") or "", labelled=True):
            yield printed, result.get(path) or ""
