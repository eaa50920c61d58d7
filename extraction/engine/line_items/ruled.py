"""The second reader: tables by their ruling lines, each cell one piece of text however many lines it has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from extraction.engine import document
from extraction.engine.document import Table, Word
from extraction.engine.layout import Layout, Line, PageLayout, Segment, union
from extraction.engine.line_items import titled
from extraction.engine.line_items.table import Row

Tables = Callable[[int], tuple[Table, ...]]
"""A page's number to its tables by ruling lines."""

MOST_PAGES = 20


def find(layout: Layout, tables: Tables, *, mark: str | None) -> tuple[tuple[Row, ...], ...]:
    """The rows under titles, lines and columns being those that are ruled. Not asked of long documents,
    each of whose pages would be opened again.
    """
    if len(layout.pages) > MOST_PAGES:
        return ()
    pages = tuple(replace(page, lines=_lines(page, tables(page.number))) for page in layout.pages)
    return titled.find(Layout(pages), mark=mark)


def _lines(page: PageLayout, tables: tuple[Table, ...]) -> tuple[Line, ...]:
    words = [word for line in page.lines for word in line.words]
    ruled = [segments for table in tables for row in table if (segments := _segments(row, words))]
    return tuple(_line(page, index, segments) for index, segments in enumerate(ruled))


def _segments(row: tuple[document.Cell | None, ...], words: list[Word]) -> list[tuple[Word, ...]]:
    """The words of each cell of a row that holds any."""
    inside = (tuple(word for word in words if cell and _stands_in(word, cell)) for cell in row)
    return [found for found in inside if found]


def _stands_in(word: Word, cell: document.Cell) -> bool:
    box = cell.box
    return box.x0 <= word.box.center_x <= box.x1 and box.y0 <= word.box.center_y <= box.y1


def _line(page: PageLayout, index: int, cells: list[tuple[Word, ...]]) -> Line:
    segments = tuple(
        Segment(
            words,
            union(word.box for word in words),
            " ".join(word.text for word in words),
            page.number,
            index,
        )
        for words in cells
    )
    text = "  ".join(segment.text for segment in segments)
    return Line(segments, union(segment.box for segment in segments), text, page.number, index)
