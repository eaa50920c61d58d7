"""A batch's results as one file for a spreadsheet: CSV, or XLSX with its numbers and dates as such.

Every file of the batch is in it, also one that failed or is still being read, so that none goes missing.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date
from decimal import Decimal
from typing import Any

from django.conf import settings
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from extraction import overviews, payloads
from extraction.engine import render
from extraction.models import Batch, Extraction

Row = dict[str, Any]

DATES = {"date", "due_date", "service_period.start", "service_period.end"}
RATES = {"tax_rate"}
ITEM_KEYS = ("filename", "id", "invoice_number")  # what a line item is found by
FIRST_DATE = "1900-03-01"  # the days before are no dates to Excel, or others
LONGEST_CELL = 32_767  # characters; Excel's own limit
NARROWEST, WIDEST = 9, 48  # characters
SHORT = {"id": "ID", "iban": "IBAN", "bic": "BIC"}


@dataclass(frozen=True, slots=True)
class Tables:
    """`invoices` and `unread` have a row for each file, `items` one for each line item."""

    invoices: list[Row] = field(default_factory=list)
    items: list[Row] = field(default_factory=list)
    unread: list[Row] = field(default_factory=list)


def to_csv(batch: Batch) -> str:
    """A row for each line item, the header fields repeated; one row for a file without any."""
    rows: list[Row] = []
    for extraction in overviews.in_order(batch):
        rows += _rows(extraction)
    columns = _columns(rows)
    return render.csv_text(columns, ([row.get(name) for name in columns] for row in rows))


def to_xlsx(batch: Batch) -> bytes:
    tables = _tables(batch)
    file = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "tmpdir": str(settings.FILE_UPLOAD_TEMP_DIR),
    }
    with Workbook(file, options) as workbook:
        created = batch.created_at.astimezone(UTC).replace(tzinfo=None)
        workbook.set_properties({"title": batch.public_id, "created": created})
        formats = _Formats(workbook)
        for name, rows in (
            ("Invoices", tables.invoices),
            ("Line items", tables.items),
            ("Not read", tables.unread),
        ):
            _write(workbook.add_worksheet(name), rows, formats)
    return file.getvalue()


def _rows(extraction: Extraction) -> list[Row]:
    if extraction.status != Extraction.Status.COMPLETED:
        return [_unread(extraction)]
    result = payloads.tabular(extraction)
    header = {"filename": extraction.filename, **render.header(result)}
    items = [{f"line_items.{name}": value for name, value in item.items()} for item in render.items(result)]
    return [{**header, **item} for item in items or [{}]]


def _tables(batch: Batch) -> Tables:
    tables = Tables()
    for extraction in overviews.in_order(batch):
        if extraction.status != Extraction.Status.COMPLETED:
            tables.unread.append(_unread(extraction))
            continue
        result = payloads.tabular(extraction)
        header = {"filename": extraction.filename, **render.header(result)}
        key = {name: header[name] for name in ITEM_KEYS}
        tables.invoices.append(header | {"warnings": _warnings(result)})
        tables.items.extend({**key, **item} for item in render.items(result))
    return tables


def _warnings(result: Row) -> str | None:
    """What to look at before paying, in the words that a person reads."""
    return " ".join(warning["message"] for warning in result["warnings"]) or None


def _unread(extraction: Extraction) -> Row:
    state = payloads.progress(extraction)
    error = {f"error.{name}": value for name, value in state.get("error", {}).items()}
    return {"filename": extraction.filename, "id": state["id"], "status": state["status"], **error}


def _columns(rows: Iterable[Row]) -> list[str]:
    """All that any row has; what was read by an earlier version may lack some."""
    return list(dict.fromkeys(name for row in rows for name in row))


class _Formats:
    """How cells look, by what is in them; each format is made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[str, Format] = {}
        self.head = workbook.add_format({"bold": True, "bottom": 1})

    def of(self, pattern: str) -> Format:
        if pattern not in self._made:
            self._made[pattern] = self._workbook.add_format({"num_format": pattern})
        return self._made[pattern]


def _write(sheet: Worksheet, rows: Sequence[Row], formats: _Formats) -> None:
    columns = _columns(rows) or ["filename"]
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    for place, name in enumerate(columns):
        sheet.set_column(place, place, _width(name, rows))
        sheet.write_string(0, place, _title(name), formats.head)
    for number, row in enumerate(rows, start=1):
        for place, name in enumerate(columns):
            _write_cell(sheet, (number, place), name, row.get(name), formats)


def _write_cell(sheet: Worksheet, at: tuple[int, int], name: str, value: Any, formats: _Formats) -> None:
    """Text is always written as text: one that looks like a formula is none."""
    if value is None:
        return
    if name in DATES and value >= FIRST_DATE:
        sheet.write_datetime(*at, date.fromisoformat(value), formats.of("yyyy-mm-dd"))
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(*at, float(value), formats.of(_pattern(name, value)))
    else:
        sheet.write_string(*at, str(value)[:LONGEST_CELL])


def _pattern(name: str, value: float | Decimal) -> str:
    """With the decimals that it was printed with."""
    if name in RATES:
        return "0.00##%"
    decimals = max(0, -int(value.as_tuple().exponent)) if isinstance(value, Decimal) else 0
    return f"#,##0.{'0' * decimals}" if decimals else "#,##0"


def _title(name: str) -> str:
    """`vendor.tax_id` as people write it."""
    words = " ".join(SHORT.get(word, word) for word in name.replace("_", ".").split("."))
    return words[:1].upper() + words[1:]


def _width(name: str, rows: Sequence[Row]) -> int:
    """Room for the longest cell, its head and the head's filter button, within reason."""
    longest = max((len(str(row.get(name) or "")) for row in rows), default=0)
    return min(max(longest + 2, len(_title(name)) + 4, NARROWEST), WIDEST)
