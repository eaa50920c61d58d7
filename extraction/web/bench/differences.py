"""Which parts of a sheet are others than they were: only these are sent to a page that shows the rest."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from extraction.web.bench.lines import Part, Row
from extraction.web.bench.sheet import Group, Sheet


@dataclass(frozen=True, slots=True)
class Changes:
    """`lines` is the whole table where rows came, went or moved; else only `rows` are others."""

    groups: tuple[Group, ...]
    rows: tuple[Row, ...]
    lines: Part | None
    is_tax_table_changed: bool


def between(before: Sheet, after: Sheet, *, touched: Set[str]) -> Changes:
    """Whatever was `touched` is sent again, so that it reads as it was understood."""
    lines = after.lines if _is_arranged_anew(before, after) else None
    return Changes(
        groups=tuple(
            group
            for old, group in zip(before.groups, after.groups, strict=True)
            if old != group or touched & {entry.path for entry in (*group.shown, *group.rest)}
        ),
        rows=() if lines else _changed(before.lines.rows, after.lines.rows, touched),
        lines=lines,
        is_tax_table_changed=bool(_changed(before.taxes, after.taxes, touched)),
    )


def _is_arranged_anew(before: Sheet, after: Sheet) -> bool:
    return (
        before.arrangements != after.arrangements
        or before.lines.of != after.lines.of
        or before.lines.number != after.lines.number
    )


def _changed(before: tuple[Row, ...], after: tuple[Row, ...], touched: Set[str]) -> tuple[Row, ...]:
    pairs = zip(before, after, strict=True)
    return tuple(row for old, row in pairs if old != row or touched & {cell.path for cell in row.cells})
