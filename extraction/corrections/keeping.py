"""What somebody lets stand although a sum or a warning speaks against it.

That holds for what they had before them: once another value is changed that it is compared with, it is open
again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from extraction.corrections import places
from extraction.corrections.sheets import Document, Sheet
from extraction.review import checks

# What a warning about a value rests on beside that value: whose account it is.
OF_WARNINGS: Mapping[str, tuple[str, ...]] = {"payment.iban": ("vendor.name", "vendor.tax_id")}
# Operands of sums that stand for a whole table, and of the table of one row, which repeats the header.
OF_TABLES: Mapping[str, str] = {"lines": "line_items", "sum": "taxes", "base": "taxes", "rate": "taxes"}
OF_FACTORS = ("quantity", "unit_price", "discount", "amount")
OF_ONE_TAX = ("subtotal", "tax_rate", "tax")


def open_again(document: Document, sheet: Sheet) -> None:
    """Let nothing count as confirmed that was so beside other values."""
    for path, step in _beside(document, sheet):
        value = sheet.find(path)
        if value is not None and value.is_confirmed and step > value.now.step:
            document["evidence"][path] = {**document["evidence"][path], "confirmed": False}


def _beside(document: Document, sheet: Sheet) -> Iterator[tuple[str, int]]:
    """Each path that can be kept, with the last step that changed what it is compared with."""
    for path, others in OF_WARNINGS.items():
        yield path, max(_since(sheet, other) for other in others)
    for check in document["checks"]:
        if not check["passed"]:
            path = checks.path_of(check, document)
            yield path, max(_operands(check, path, sheet), default=0)


def _operands(check: Mapping[str, Any], path: str, sheet: Sheet) -> Iterator[int]:
    """The steps since which its operands are what they are."""
    cell = places.of_cell(path)
    if cell is not None and cell[0] == "line_items":
        yield from (_since(sheet, f"line_items.{cell[1]}.{part}") for part in OF_FACTORS)
        return
    for operand in check["operands"]:
        if operand in OF_TABLES:
            yield from _table(sheet, OF_TABLES[operand])
        else:
            yield _since(sheet, operand)


def _table(sheet: Sheet, name: str) -> Iterator[int]:
    table = sheet.tables[name]
    yield table.since
    if name == "taxes":
        yield from (value.since for row in table.rows for value in row.values())
        yield from (_since(sheet, path) for path in OF_ONE_TAX)
    else:
        yield from (row["amount"].since for row in table.rows)


def _since(sheet: Sheet, path: str) -> int:
    value = sheet.find(path)
    return 0 if value is None else value.since
