"""The lines of a table laid into its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extraction.engine.document import Word
from extraction.engine.layout import Line
from extraction.engine.line_items import body, cells, columns
from extraction.engine.line_items.columns import Column
from extraction.engine.records import cached_property, record


@record(slots=False)
class GridLine:
    """A line's words by column."""

    line: Line
    words: tuple[tuple[Word, ...], ...]


@dataclass(frozen=True)
class Grid:
    """Columns, and the lines that stand in them; `mark` is the document's decimal mark."""

    columns: tuple[Column, ...]
    lines: tuple[GridLine, ...]
    line_height: float
    mark: str | None = None

    def index(self, kind: str) -> int | None:
        """The first column of a kind."""
        return next((i for i, column in enumerate(self.columns) if column.kind == kind), None)

    @property
    def titled(self) -> bool:
        return any(column.title for column in self.columns)

    def renamed(self, kinds: Sequence[str | None]) -> Grid:
        named = tuple(column.named(kind) for column, kind in zip(self.columns, kinds, strict=True))
        return replace(self, columns=named)

    def words(self, line: GridLine, kind: str) -> tuple[Word, ...]:
        index = self.index(kind)
        return () if index is None else line.words[index]

    @cached_property
    def numbers(self) -> tuple[tuple[Decimal | None, ...], ...]:
        """By line, the number in each column."""
        return tuple(
            tuple(cells.quantity_in(words, mark=self.mark)[0] if words else None for words in line.words)
            for line in self.lines
        )

    @cached_property
    def shares(self) -> tuple[tuple[Decimal, ...], ...]:
        """By line, the discounts and taxes printed in per cent."""
        return tuple(
            tuple(
                share
                for column, words in zip(self.columns, line.words, strict=True)
                if words and (share := cells.share_in(words, title=column.title)) is not None
            )
            for line in self.lines
        )


def lay(lines: Sequence[Line], into: tuple[Column, ...], *, line_height: float, mark: str | None) -> Grid:
    """Every word into the column that it stands in; words beside the table are left out."""
    first, last = into[0].x0 - line_height, max(column.x1 for column in into) + line_height
    laid = []
    for line in lines:
        row: list[list[Word]] = [[] for _ in into]
        of_text = not any(map(body.is_number, line.segments))
        for segment in line.segments:
            before: int | None = None
            for word in segment.words:
                if word.box.x1 >= first and word.box.x0 <= last:
                    before = columns.at(into, word, after=before, of_text=of_text)
                    row[before].append(word)
        laid.append(GridLine(line, tuple(map(tuple, row))))
    return Grid(into, tuple(laid), line_height, mark)
