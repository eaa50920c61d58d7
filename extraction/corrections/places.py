"""Which values of a result document can be corrected, and of what kind each is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from extraction.review import fields

Kind = Literal["text", "code", "iban", "day", "money", "rate", "number", "currency", "type"]

# Values that stand once in a document, by their paths.
HEADER: Mapping[str, Kind] = {
    **fields.KINDS,
    "currency": "currency",
}
# Tables, and the parts of one row of theirs.
TABLES: Mapping[str, Mapping[str, Kind]] = {
    "line_items": {**fields.CELLS, **fields.ASIDE},
    "taxes": fields.OF_TAX,
}
AMOUNTS = ("money", "rate", "number")


def kind(path: str) -> Kind | None:
    """Of the value at this path; None where none can stand."""
    cell = of_cell(path)
    return TABLES[cell[0]].get(cell[2]) if cell else HEADER.get(path)


def of_cell(path: str) -> tuple[str, int, str] | None:
    """Table, row and part of a path such as `line_items.2.amount`."""
    table, _, rest = path.partition(".")
    row, _, part = rest.partition(".")
    if table not in TABLES or not (row.isascii() and row.isdigit() and len(row) < 6):
        return None
    return table, int(row), part
