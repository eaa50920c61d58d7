"""The lines of a document as rows of cells, and the rows of its tax table. A long table comes in parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from extraction.review import fields
from extraction.web.bench import entries
from extraction.web.bench.entries import Entry
from extraction.web.bench.looking import Look

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Row:
    """`number` counts from 0, as paths do. `aside` is what has no cell of its own, in short."""

    number: int
    path: str
    cells: tuple[Entry, ...]
    aside: str = ""

    @property
    def place(self) -> int:
        return self.number + 1

    @property
    def level(self) -> str:
        levels = {cell.level for cell in self.cells}
        return "bad" if "bad" in levels else "look" if "look" in levels else ""

    @property
    def remarks(self) -> list[Entry]:
        """The cells of which there is something to say."""
        return [cell for cell in self.cells if cell.has_more]


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the lines; `number` counts the parts from 1, `of` the lines in all."""

    rows: tuple[Row, ...]
    number: int
    of: int

    @property
    def others(self) -> list[tuple[int, int, int]]:
        """Every part of a long table: its number, its first and its last line."""
        if self.of <= AT_ONCE:
            return []
        starts = range(0, self.of, AT_ONCE)
        return [(n, start + 1, min(start + AT_ONCE, self.of)) for n, start in enumerate(starts, 1)]


@dataclass(frozen=True, slots=True)
class Whole:
    """One line with every value of it, beside how many there are."""

    number: int
    cells: tuple[Entry, ...]
    of: int
    revision: int

    @property
    def place(self) -> int:
        return self.number + 1

    @property
    def part(self) -> int:
        return part_of(self.number)


def part_of(number: int) -> int:
    """The part of the table in which this line is."""
    return number // AT_ONCE + 1


def part(look: Look, *, number: int) -> Part:
    """That part of the lines; the last where there are no longer so many."""
    items = look.document["line_items"]
    last = max(1, -(-len(items) // AT_ONCE))
    number = min(max(number, 1), last)
    start = (number - 1) * AT_ONCE
    shown = enumerate(items[start : start + AT_ONCE], start)
    return Part(tuple(_line(look, index, item) for index, item in shown), number, len(items))


def taxes(look: Look) -> tuple[Row, ...]:
    """Only where there are several: a table of one row says what the totals say."""
    rows = look.document.get("taxes") or []
    if len(rows) < 2:
        return ()
    paths = [f"{fields.TAXES}{number}" for number in range(len(rows))]
    return tuple(
        Row(number, path, _cells(look, path, fields.OF_TAX.items())) for number, path in enumerate(paths)
    )


def whole(look: Look, number: int, *, revision: int) -> Whole:
    path = f"{fields.LINES}{number}"
    cells = _cells(look, path, (fields.CELLS | fields.ASIDE).items())
    return Whole(number, cells, len(look.document["line_items"]), revision)


def _line(look: Look, number: int, item: dict[str, Any]) -> Row:
    path = f"{fields.LINES}{number}"
    return Row(number, path, _cells(look, path, fields.CELLS.items()), _aside(item, look.currency))


def _cells(look: Look, row: str, parts: Iterable[tuple[str, fields.Kind]]) -> tuple[Entry, ...]:
    return tuple(entries.of(look, f"{row}.{part}", _label(part), kind) for part, kind in parts)


def _label(part: str) -> str:
    return part.replace("_", " ")


def _aside(item: dict[str, Any], currency: str | None) -> str:
    said = {part: item.get(part) for part in fields.ASIDE}
    words = [
        fields.in_words(value, kind, currency)
        for (part, kind), value in zip(fields.ASIDE.items(), said.values(), strict=True)
        if value is not None
    ]
    return ", ".join(words)
