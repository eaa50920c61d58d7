"""Tables found by their row of titles, continued over pages."""

from __future__ import annotations

from collections.abc import Sequence

from extraction.engine.layout import Layout, Line, PageLayout
from extraction.engine.line_items import arithmetic, body, columns, grid, rows, titles
from extraction.engine.line_items.table import Row
from extraction.engine.line_items.titles import TitleRow


def find(layout: Layout, *, mark: str | None) -> tuple[tuple[Row, ...], ...]:
    """The rows under each kind of title row met in the document; repeated titles continue a table."""
    tables: dict[tuple[str | None, ...], list[Row]] = {}
    for page in layout.pages:
        found = titles.find(page)
        for index, title_row in enumerate(found):
            following = found[index + 1] if index + 1 < len(found) else None
            lines = body.lines_below(page, title_row, following)
            tables.setdefault(title_row.kinds, []).extend(_rows(page, title_row, lines, mark))
    return tuple(tuple(table) for table in tables.values() if table)


def _rows(page: PageLayout, title_row: TitleRow, lines: Sequence[Line], mark: str | None) -> tuple[Row, ...]:
    left = _left_edge(title_row)
    kept = body.until_sums(lines, left=left)
    sure = _sure_rows(kept)
    if not sure:
        return ()
    banded = columns.under_titles(title_row.titles, sure, kept, line_height=page.line_height)
    named = arithmetic.name(
        grid.lay(sure, columns.with_description(banded, sure), line_height=page.line_height, mark=mark)
    )
    whole = grid.lay(kept, named.columns, line_height=page.line_height, mark=mark)
    return rows.read(whole)


def _left_edge(title_row: TitleRow) -> float:
    return next((t.box.x0 for t in title_row.titles if t.kind == "description"), title_row.box.x0)


def _sure_rows(lines: Sequence[Line]) -> list[Line]:
    """The lines with about as many numbers as a full row has."""
    counts = [body.count_numbers(line) for line in lines]
    most = max(counts, default=0)
    return [line for line, count in zip(lines, counts, strict=True) if count and count >= 0.6 * most]
