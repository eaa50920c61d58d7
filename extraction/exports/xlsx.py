"""A batch's results as a workbook, with its numbers and dates as such."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date
from decimal import Decimal
from typing import Any

from django.conf import settings
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from extraction.exports import tables
from extraction.exports.tables import Row
from extraction.models import Batch

DATES = {"date", "due_date", "service_period.start", "service_period.end"}
RATES = {"tax_rate"}
FIRST_DATE = "1900-03-01"  # the days before are no dates to Excel, or others
LONGEST_CELL = 32_767  # characters; Excel's own limit
NARROWEST, WIDEST = 9, 48  # characters
SHORT = {"id": "ID", "iban": "IBAN", "bic": "BIC"}


def to_xlsx(batch: Batch) -> bytes:
    found = tables.of(batch)
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
            ("Invoices", found.invoices),
            ("Line items", found.items),
            ("Not read", found.unread),
        ):
            _write(workbook.add_worksheet(name), rows, formats)
    return file.getvalue()


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
    columns = tables.columns(rows) or ["filename"]
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
