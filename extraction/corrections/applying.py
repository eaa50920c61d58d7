"""A result document with corrections: what was read and the steps in their order, put together. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Protocol

from extraction.corrections import consequences, places, sheets
from extraction.corrections.sheets import Document, Sheet, State, Table, Value

PERSON, RULE = "person", "rule"
TAKEN_BACK = ""  # where a value stands as JSON: from here on it is again what it was before the last step


class Step(Protocol):
    """A `Correction`, or what has its parts: `place` is where a value was picked on a page, if it was."""

    @property
    def path(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def place(self) -> Mapping[str, Any] | None: ...
    @property
    def is_of_rule(self) -> bool: ...


def applied(result: Document, steps: Iterable[Step]) -> Document:
    """The result document as it is corrected; that which was given stays as it is."""
    return written(result, sheet(result, steps))


def sheet(result: Document, steps: Iterable[Step]) -> Sheet:
    """The values of a document after these steps."""
    found = sheets.of(result)
    for step in steps:
        take(found, step)
    return found


def take(sheet: Sheet, step: Step) -> None:
    """One step more. What is no longer there, such as a row that was removed, cannot be changed any more."""
    sheet.taken += 1
    if step.path in places.TABLES:
        _arrange(sheet.tables[step.path], step, number=sheet.taken)
    elif (value := sheet.find(step.path)) is not None:
        _change(value, step, number=sheet.taken)


def written(result: Document, sheet: Sheet) -> Document:
    """The document with the values of the sheet, and with what follows from them."""
    document = dict(result)
    _write_values(document, sheet)
    consequences.follow(document, result, sheet)
    return document


def _arrange(table: Table, step: Step, *, number: int) -> None:
    if step.value == TAKEN_BACK:
        table.take_back()
    else:
        table.arrange(json.loads(step.value), places.TABLES[step.path], step=number)


def _change(value: Value, step: Step, *, number: int) -> None:
    if step.value != TAKEN_BACK:
        now = json.loads(step.value, parse_float=Decimal)
        value.states.append(State(now, _evidence(value, now, step), number))
    elif value.is_settled:
        value.states.pop()


def _evidence(value: Value, now: Any, step: Step) -> dict[str, Any]:
    """Where it was read stays known, unless it was picked elsewhere.

    Who says once more what stands there already confirms it; to say something else is no word on whether it
    adds up.
    """
    read = value.now.evidence or {}
    place = step.place or {key: read.get(key) for key in ("page", "bbox", "text")}
    return {
        "confidence": Decimal(1),
        "page": place["page"],
        "bbox": place["bbox"],
        "text": place["text"],
        "source": RULE if step.is_of_rule else PERSON,
        "label": None if step.place else read.get("label"),
        "alternatives": read.get("alternatives") or [],
        "corrected": now != value.states[0].value,
        "confirmed": now == value.now.value and not step.is_of_rule,
    }


def _write_values(document: Document, sheet: Sheet) -> None:
    for path, value in sheet.header.items():
        if value.is_settled:
            _put(document, path, value.now.value)
    for name, table in sheet.tables.items():
        if name in document or table.rows:
            document[name] = [{part: value.now.value for part, value in row.items()} for row in table.rows]
    if "evidence" in document or not sheet.is_untouched:
        document["evidence"] = _all_evidence(document, sheet)


def _put(document: Document, path: str, value: Any) -> None:
    outer, _, inner = path.rpartition(".")
    if not outer:
        document[inner] = value
        return
    siblings = (each.rpartition(".") for each in places.HEADER)
    empty = {part: None for whole, _, part in siblings if whole == outer}
    document[outer] = empty | (document.get(outer) or {}) | {inner: value}


def _all_evidence(document: Document, sheet: Sheet) -> dict[str, Any]:
    """In the order in which it was read; what nobody can correct keeps its own."""
    known = dict(sheet.every())
    tables = tuple(f"{name}." for name in places.TABLES)
    kept = {
        path: why
        for path, why in (document.get("evidence") or {}).items()
        if path not in known and not path.startswith(tables)
    }
    return kept | {path: value.now.evidence for path, value in known.items() if value.now.evidence}
