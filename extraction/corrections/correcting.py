"""Correcting a document: its steps are kept beside what was read, and everything that rests on it follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from accounts.models import User
from extraction.corrections import desks, habits, places, typed
from extraction.corrections.applying import TAKEN_BACK
from extraction.corrections.desks import Desk, NotRead, NotUnderstood, as_json
from extraction.corrections.sheets import Sheet, Value
from extraction.corrections.typed import NotAValue
from extraction.models import Correction, Extraction, VendorRule
from extraction.review import words
from extraction.review.confidence import SURE_FROM

__all__ = [
    "LINES",
    "ROWS_MOVED",
    "ChangedMeanwhile",
    "NotRead",
    "NotUnderstood",
    "Place",
    "arrange",
    "confirm",
    "correct",
    "drop_empty_lines",
    "follow_rule",
    "history",
    "revision",
    "take_back",
]

Typed = str | Decimal | None
Place = tuple[int, Sequence[Decimal]]
"""Page and box of a word that was picked, as evidence has them."""

LINES = "line_items"
MOST_ROWS = 2_000
NO_SUCH_VALUE = "There is no such value in this document."
ROWS_MOVED = "The lines were arranged anew meanwhile. Look at them again."


class ChangedMeanwhile(Exception):
    """Somebody said something of the document, or decided on it, after a rule looked at it."""


def correct(
    extraction: Extraction,
    typed: Mapping[str, Typed],
    *,
    by: User,
    now: datetime,
    places: Mapping[str, Place] | None = None,
    seen: int | None = None,
) -> Extraction:
    """Say what values are: texts as people type them, or numbers; empty or None, that it is not on the page.

    `places` has page and box of those that were picked on a page. `seen` is the `revision` that was before
    the eyes of who typed: rows that were arranged since are not those that were meant.
    Raises `NotUnderstood`, and then changes nothing, or `NotRead`.
    """
    with desks.at(extraction, by=by, now=now) as desk:
        _correct(desk, typed, places or {}, seen)
    return desk.extraction


def confirm(extraction: Extraction, path: str, *, by: User, now: datetime) -> Extraction:
    """Say that a value is right as it stands. Raises `NotUnderstood` or `NotRead`."""
    with desks.at(extraction, by=by, now=now) as desk:
        value = _value(desk.sheet, path)
        desk.step(path, as_json(value.now.value), value.now.value)
    return desk.extraction


def arrange(
    extraction: Extraction,
    rows: Sequence[int | None],
    *,
    by: User,
    now: datetime,
    seen: int | None = None,
) -> Extraction:
    """Say which lines there are, in their order, by their numbers so far; None is a new one, and one that is
    named twice is split. Raises `NotUnderstood` or `NotRead`."""
    with desks.at(extraction, by=by, now=now) as desk:
        before = len(desk.sheet.tables[LINES].rows)
        _expect_rows(rows, before)
        if _was_arranged(desk, LINES, since=seen):
            raise NotUnderstood({LINES: ROWS_MOVED})
        if list(rows) != list(range(before)):
            desk.step(LINES, as_json(list(rows)), list(range(before)))
    return desk.extraction


def drop_empty_lines(extraction: Extraction, *, by: User, now: datetime) -> None:
    """Take out lines in which nothing stands. Raises `NotUnderstood` or `NotRead`."""
    with desks.at(extraction, by=by, now=now) as desk:
        rows = desk.sheet.tables[LINES].rows
        filled = [n for n, row in enumerate(rows) if any(v.now.value is not None for v in row.values())]
        if len(filled) < len(rows):
            desk.step(LINES, as_json(filled), list(range(len(rows))))


def take_back(extraction: Extraction, path: str, *, by: User, now: datetime) -> Extraction:
    """Undo the last step at this path; where there is none, nothing changes."""
    with desks.at(extraction, by=by, now=now) as desk:
        if path in places.TABLES:
            table = desk.sheet.tables[path]
            if len(table.arrangements) > 1:
                desk.step(path, TAKEN_BACK, list(range(len(table.rows))))
        elif (value := _value(desk.sheet, path)).is_settled:
            desk.step(path, TAKEN_BACK, value.now.value)
    return desk.extraction


def history(extraction: Extraction) -> list[Correction]:
    """The steps, the newest first."""
    return list(extraction.corrections.select_related("by", "rule").order_by("-id"))


def revision(extraction: Extraction) -> int:
    """Which steps a page shows: to be given back as `seen` with what was typed on it."""
    return extraction.corrections.order_by("-id").values_list("id", flat=True).first() or 0


def follow_rule(
    extraction: Extraction,
    values: Iterable[tuple[VendorRule, str, Any, dict[str, Any] | None]],
    *,
    now: datetime,
    seen: int | None = None,
) -> Extraction:
    """Set values that rules give, each with its path, and its place where it was found on a page.

    A value that was read the same is confirmed where it was unsure. Of a table a rule says which rows stay.
    `seen` is the `revision` that the rules looked at, if somebody may have changed it since.
    Raises `ChangedMeanwhile`.
    """
    with desks.at(extraction, by=None, now=now) as desk:
        if seen is not None and _was_settled(desk, since=seen):
            raise ChangedMeanwhile
        for rule, path, value, place in values:
            if path in places.TABLES:
                rows = desk.sheet.tables[path].rows
                desk.step(path, as_json(value), list(range(len(rows))), rule=rule)
            elif (known := desk.sheet.find(path)) and not _is_known(known, value):
                desk.step(path, as_json(value), known.now.value, rule=rule, place=place)
    return desk.extraction


def _is_known(known: Value, value: Any) -> bool:
    """Whether it was that before, and surely."""
    evidence = known.now.evidence
    sure = evidence is None or words.per_cent(evidence["confidence"]) >= SURE_FROM
    return sure and bool(known.now.value == value)


def _correct(desk: Desk, given: Mapping[str, Typed], picked: Mapping[str, Place], seen: int | None) -> None:
    manner = habits.of(desk.result)
    faults: dict[str, str] = {}
    for path, said in given.items():
        try:
            _expect_unmoved(desk, path, seen)
            value = _value(desk.sheet, path)
            meant = _meant(said, value, path, manner)
        except NotUnderstood as fault:
            faults |= fault.faults
        except NotAValue as fault:
            faults[path] = str(fault)
        else:
            if meant != value.now.value:
                desk.step(path, as_json(meant), value.now.value, place=_place(picked.get(path), said, desk))
    if faults:
        raise NotUnderstood(faults)


def _meant(said: Typed, value: Value, path: str, manner: habits.Habits) -> Any:
    kind = places.kind(path)
    assert kind is not None  # noqa: S101 - there is a value at this path
    if isinstance(said, Decimal):
        return typed.exactly(said, kind)
    if said is None or said == typed.spelled(value.now.value):
        return value.now.value if said is not None else None
    return typed.read(said, kind, manner)


def _value(sheet: Sheet, path: str) -> Value:
    value = sheet.find(path)
    if value is None:
        raise NotUnderstood({path: NO_SUCH_VALUE})
    return value


def _expect_unmoved(desk: Desk, path: str, seen: int | None) -> None:
    cell = places.of_cell(path)
    if cell is not None and _was_arranged(desk, cell[0], since=seen):
        raise NotUnderstood({path: ROWS_MOVED})


def _was_arranged(desk: Desk, table: str, *, since: int | None) -> bool:
    return since is not None and any(step.path == table and step.pk > since for step in desk.steps)


def _was_settled(desk: Desk, *, since: int) -> bool:
    return bool(desk.extraction.review) or any(step.pk > since for step in desk.steps)


def _expect_rows(rows: Sequence[int | None], before: int) -> None:
    if len(rows) > MOST_ROWS:
        raise NotUnderstood({LINES: f"There can be {MOST_ROWS:,} lines at most."})
    unknown = [row for row in rows if row is not None and not 0 <= row < before]
    if unknown:
        raise NotUnderstood({LINES: f"There is no line {unknown[0] + 1}."})


def _place(place: Place | None, said: Any, desk: Desk) -> dict[str, Any] | None:
    """None also where the document has no such page: nobody can have picked anything there."""
    if place is None or not 1 <= place[0] <= desk.pages:
        return None
    page, box = place
    text = typed.spelled(said)[: typed.LONGEST_TEXT]
    return {"page": page, "bbox": [float(edge) for edge in box], "text": text}
