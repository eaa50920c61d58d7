"""A result document as values, each with what it was before, so that rows can move and steps be undone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from extraction.corrections import places

Document = dict[str, Any]
Evidence = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class State:
    """A value, and why it is that. `step` is the number of the step that said so; 0 where it was read."""

    value: Any
    evidence: Evidence | None = None
    step: int = 0


@dataclass(slots=True)
class Value:
    """The first of its states is what was read."""

    states: list[State]

    @property
    def now(self) -> State:
        return self.states[-1]

    @property
    def since(self) -> int:
        """The step since which it is what it is now: to say it once more changes nothing."""
        same = takewhile(lambda state: state.value == self.now.value, reversed(self.states))
        return min(state.step for state in same)

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody was the last to say of it that it is right as it stands."""
        return bool((self.now.evidence or {}).get("confirmed"))

    @property
    def is_settled(self) -> bool:
        """Whether somebody has said what it is."""
        return len(self.states) > 1

    @property
    def is_corrected(self) -> bool:
        """Whether it is another than was read."""
        return bool(self.now.value != self.states[0].value)


Row = dict[str, Value]


def _copied(row: Row) -> Row:
    """Its states are shared, for they never change: a row with a long past is split as quickly as any."""
    return {part: Value([*value.states]) for part, value in row.items()}


@dataclass(slots=True)
class Table:
    """Its rows as they are arranged; the first arrangement is what was read. `steps` made them, one each."""

    arrangements: list[list[Row]]
    steps: list[int] = field(default_factory=lambda: [0])

    @property
    def rows(self) -> list[Row]:
        return self.arrangements[-1]

    @property
    def since(self) -> int:
        """The step that arranged them as they are."""
        return self.steps[-1]

    def arrange(self, order: Sequence[int | None], parts: Mapping[str, Any], *, step: int) -> None:
        """A row that is named again is a copy of it, and goes its own way from then on."""
        taken: set[int] = set()
        rows = []
        for number in order:
            if number is None:
                rows.append({part: Value([State(None)]) for part in parts})
            else:
                row = self.rows[number]
                rows.append(_copied(row) if number in taken else row)
                taken.add(number)
        self.arrangements.append(rows)
        self.steps.append(step)

    def take_back(self) -> None:
        """The rows as they were arranged before; those that were read stay."""
        if len(self.arrangements) > 1:
            self.arrangements.pop()
            self.steps.pop()


@dataclass(slots=True)
class Sheet:
    """All values of a document that can be corrected; `taken` counts the steps that were taken on it."""

    header: dict[str, Value] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    taken: int = 0

    def find(self, path: str) -> Value | None:
        """The value at a path; None where there is none, or no such row."""
        cell = places.of_cell(path)
        if cell is None:
            return self.header.get(path)
        table, number, part = cell
        rows = self.tables[table].rows
        return rows[number].get(part) if number < len(rows) else None

    def every(self) -> Iterator[tuple[str, Value]]:
        """Each value with its path."""
        yield from self.header.items()
        for name, table in self.tables.items():
            for number, row in enumerate(table.rows):
                for part, value in row.items():
                    yield f"{name}.{number}.{part}", value

    @property
    def is_untouched(self) -> bool:
        return not self.is_arranged and not any(value.is_settled for _, value in self.every())

    @property
    def is_arranged(self) -> bool:
        return any(len(table.arrangements) > 1 for table in self.tables.values())

    @property
    def is_corrected(self) -> bool:
        return self.is_arranged or any(value.is_corrected for _, value in self.every())


def of(document: Document) -> Sheet:
    """A document as it was read."""
    evidence = document.get("evidence") or {}

    def value(inside: Document, key: str, path: str) -> Value:
        return Value([State(inside.get(key), evidence.get(path))])

    header = {}
    for path in places.HEADER:
        outer, _, inner = path.rpartition(".")
        header[path] = value((document.get(outer) or {}) if outer else document, inner, path)
    tables = {
        name: Table(
            [
                [
                    {part: value(row, part, f"{name}.{number}.{part}") for part in parts}
                    for number, row in enumerate(document.get(name) or [])
                ]
            ]
        )
        for name, parts in places.TABLES.items()
    }
    return Sheet(header, tables)
