"""Tables found by their row of titles, continued over pages with the titles repeated or left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extraction.engine.layout import Layout, Line, PageLayout
from extraction.engine.line_items import (
    arithmetic,
    bare,
    body,
    columns,
    grid,
    products,
    recurring,
    rows,
    titles,
)  # fmt: skip
from extraction.engine.line_items.columns import Column
from extraction.engine.line_items.table import Row
from extraction.engine.line_items.titles import TitleRow

SURE = 0.6  # a line with this share of the most numbers on any line is a row


@dataclass(slots=True)
class _Table:
    """The rows under one kind of titles; `is_open` while no sum has ended it."""

    kinds: tuple[str | None, ...]
    rows: list[Row] = field(default_factory=list)
    columns: tuple[Column, ...] = ()
    numbers: int = 0
    is_open: bool = True


def find(layout: Layout, *, mark: str | None) -> tuple[tuple[Row, ...], ...]:
    """The rows under each kind of title row met in the document."""
    tables: dict[tuple[str | None, ...], _Table] = {}
    last: _Table | None = None
    for page in layout.pages:
        found = titles.find(page)
        if last and last.is_open and last.rows and not any(row.kinds == last.kinds for row in found):
            _continue(last, page, found, mark)
        for index, title_row in enumerate(found):
            following = found[index + 1] if index + 1 < len(found) else None
            table = tables.setdefault(title_row.kinds, _Table(title_row.kinds))
            before = len(table.rows)
            _read(table, layout, title_row, body.lines_below(page, title_row, following), mark)
            last = table if len(table.rows) > before else last
    found_rows = [tuple(table.rows) for table in tables.values() if table.rows]
    return (*found_rows, *_together(found_rows))


def _together(tables: Sequence[tuple[Row, ...]]) -> tuple[tuple[Row, ...], ...]:
    """All rows as one table, as on bills that list each kind of service under titles of its own."""
    if len(tables) < 2 or any(sum(row.amount or 0 for row in rows) <= 0 for rows in tables):
        return ()
    return (tuple(sorted((row for rows in tables for row in rows), key=_place)),)


def _place(row: Row) -> tuple[int, float]:
    cell = next(iter(row.cells.values()))
    return cell.page, cell.box.y0


def _read(
    table: _Table, layout: Layout, title_row: TitleRow, lines: Sequence[Line], mark: str | None
) -> None:
    page = next(page for page in layout.pages if page.number == title_row.page)
    left = next((t.box.x0 for t in title_row.titles if t.kind == "description"), title_row.box.x0)
    kept = body.until_sums(lines, left=left, is_row=lambda line: bool(products.edges(line, mark)))
    counts = [body.count_numbers(line) for line in kept]
    most = max(counts, default=0)
    sure = [line for line, count in zip(kept, counts, strict=True) if count >= max(1, SURE * most)]
    if not sure:
        return
    banded = columns.under_titles(title_row.titles, sure, kept, line_height=page.line_height)
    described = columns.with_description(banded, sure)
    named = arithmetic.name(grid.lay(sure, described, line_height=page.line_height, mark=mark))
    named = recurring.with_amounts(named, layout)
    table.rows += rows.read(grid.lay(kept, named.columns, line_height=page.line_height, mark=mark))
    table.columns, table.numbers, table.is_open = named.columns, most, len(kept) == len(lines)


def _continue(table: _Table, page: PageLayout, found: Sequence[TitleRow], mark: str | None) -> None:
    """The rows of a table that goes on at the top of a page without its titles."""
    lines = body.lines_below(page, None, found[0] if found else None)
    kept = body.until_sums(lines, left=table.columns[0].x0)
    table.is_open = len(kept) == len(lines)
    far = bare.ALIGNED * page.line_height
    sure = [
        line.index
        for line in kept
        if body.count_numbers(line) >= max(2, SURE * table.numbers)
        and abs((body.right_edge(line) or 0) - table.columns[-1].x1) <= far
    ]
    if sure:
        start = bare.text_above(page, sure[0])
        part = [line for line in kept if line.index >= start]
        table.rows += rows.read(grid.lay(part, table.columns, line_height=page.line_height, mark=mark))
