"""The count: of each document what is right and what is not, and what that comes to over all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extraction.engine.evaluate import lines, rules
from extraction.engine.outcomes import Outcome

BINS = 10
Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Miss:
    """One value that is not the one wanted. `evidence` says where it was read, if one was."""

    document: Path
    field: str
    wanted: Any
    got: Any
    evidence: Document | None = None


@dataclass(slots=True)
class Field:
    """How often a field is stated, read right, and read wrong: a value, but not that one."""

    n: int = 0
    right: int = 0
    wrong: int = 0


@dataclass(slots=True)
class Bin:
    """The values given a confidence in one tenth, and how many of them are right."""

    n: int = 0
    confidences: float = 0.0
    right: int = 0


@dataclass(slots=True)
class Cells:
    """The cells of line items; `tables` are documents that state theirs, `whole` those with all right."""

    wanted: int = 0
    got: int = 0
    right: int = 0
    tables: int = 0
    whole: int = 0

    @property
    def f1(self) -> float:
        either = self.wanted + self.got
        return 2 * self.right / either if either else 0.0


@dataclass(slots=True)
class Tally:
    documents: int = 0
    clean: int = 0
    nulls: int = 0
    invented: int = 0
    fields: dict[str, Field] = field(default_factory=lambda: {name: Field() for name in rules.FIELDS})
    cells: Cells = field(default_factory=Cells)
    bins: list[Bin] = field(default_factory=lambda: [Bin() for _ in range(BINS)])
    misses: list[Miss] = field(default_factory=list)
    failures: list[tuple[Path, str]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @property
    def header(self) -> Field:
        """All header fields together."""
        every = self.fields.values()
        return Field(sum(f.n for f in every), sum(f.right for f in every), sum(f.wrong for f in every))

    @property
    def calibration_error(self) -> float | None:
        """How far confidences are from the share that is right, on average over values."""
        count = sum(each.n for each in self.bins)
        return sum(abs(each.confidences - each.right) for each in self.bins) / count if count else None

    def add(self, path: Path, truth: Document, outcome: Outcome, *, seconds: float | None = None) -> None:
        """Count a document. One that could not be read has every value wanting; `seconds` is its time,
        if it tells anything.
        """
        self.documents += 1
        self.seconds += [] if seconds is None else [seconds]
        if "error" in outcome:
            self.failures.append((path, str(outcome["error"]["message"])))
            outcome = {}
        right = [self._field(path, truth, outcome, name) for name in rules.FIELDS]
        self.clean += all(right)
        if truth.get("line_items") is not None:
            self._lines(path, truth["line_items"], outcome)

    def _field(self, path: Path, truth: Document, outcome: Outcome, name: str) -> bool:
        is_stated, wanted = rules.stated(truth, name)
        if not is_stated:
            return True
        got = rules.stated(outcome, name)[1]
        evidence = (outcome.get("evidence") or {}).get(name)
        right = rules.is_right(truth, name, wanted, got)
        count = self.fields[name]
        count.n += 1
        count.right += right
        count.wrong += not right and got is not None
        self.nulls += wanted is None
        self.invented += wanted is None and not right
        if got is not None and evidence is not None:
            self._confidence(float(evidence["confidence"]), right=right)
        if not right:
            self.misses.append(Miss(path, name, wanted, got, evidence if got is not None else None))
        return right

    def _confidence(self, confidence: float, *, right: bool) -> None:
        its_bin = self.bins[min(BINS - 1, int(confidence * BINS))]
        its_bin.n += 1
        its_bin.confidences += confidence
        its_bin.right += right

    def _lines(self, path: Path, wanted: Sequence[Document], outcome: Outcome) -> None:
        got = outcome.get("line_items") or []
        columns = {cell for row in wanted for cell in rules.CELLS if cell in row}
        misses = list(_missed(path, wanted, outcome))
        counted = sum(cell in row for row in wanted for cell in rules.CELLS)
        filled = sum(row.get(cell) is not None for row in got for cell in columns)
        wrong = sum(1 if "." in miss.field else len(miss.wanted) for miss in misses)
        self.cells.wanted += counted
        self.cells.got += filled
        self.cells.right += counted - wrong
        self.cells.tables += 1
        self.cells.whole += not wrong and counted == filled
        self.misses += misses


def _missed(path: Path, wanted: Sequence[Document], outcome: Outcome) -> Iterator[Miss]:
    """The cells that are not right, and lines that were not found at all: their cells as a whole."""
    got = outcome.get("line_items") or []
    evidence = outcome.get("evidence") or {}
    partner = dict(lines.pair(wanted, got))
    for number, row in enumerate(wanted):
        stated = {cell: row[cell] for cell in rules.CELLS if cell in row}
        at = partner.get(number)
        if at is None:
            if stated:
                yield Miss(path, "line_items", stated, None)
            continue
        for cell, value in stated.items():
            if not rules.cell_is_right(row, cell, got[at].get(cell)):
                name = f"line_items.{at}.{cell}"
                yield Miss(path, name, value, got[at].get(cell), evidence.get(name))
