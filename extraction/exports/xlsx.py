"""Documents as a workbook, with its numbers and dates as such, written row by row to a file on disk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from extraction.exports import tables
from extraction.exports.tables import Row
from extraction.models import Extraction

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

DATES = {"date", "due_date", "service_period.start", "service_period.end"}
RATES = {"tax_rate"}
FIRST_DATE = "1900-03-01"  # the days before are no dates to Excel, or others
LONGEST_CELL = 32_767  # characters; Excel's own limit
MOST_ROWS = 1_048_576  # of a sheet, its head among them; also Excel's
NARROWEST, WIDEST = 9, 48  # characters
SHORT = {"id": "ID", "iban": "IBAN", "bic": "BIC"}


class TooManyRows(Exception):
    """A sheet has no room for so many."""

    def __init__(self, room: int) -> None:
        super().__init__(f"A sheet has room for {room:,} rows. Take CSV, or fewer documents.")


def written(
    documents: Iterable[Extraction], *, title: str, created: datetime, room: int = MOST_ROWS
) -> IO[bytes]:
    """The file, at its beginning. Raises `TooManyRows`."""
    file: IO[bytes] = TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 - for whoever sends it
    try:
        _write(file, documents, title=title, created=created, room=room)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _write(
    file: IO[bytes], documents: Iterable[Extraction], *, title: str, created: datetime, room: int
) -> None:
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "tmpdir": str(settings.FILE_UPLOAD_TEMP_DIR),
    }
    with Workbook(file, options) as workbook:
        workbook.set_properties({"title": title, "created": created.astimezone(UTC).replace(tzinfo=None)})
        _fill(_Sheets(workbook, room), documents)


def _fill(sheets: _Sheets, documents: Iterable[Extraction]) -> None:
    for extraction in documents:
        if extraction.status != Extraction.Status.COMPLETED:
            sheets.unread.add(tables.unread(extraction))
            continue
        row, items = tables.invoice(extraction)
        sheets.invoices.add(row)
        for item in items:
            sheets.items.add(item)
    for sheet in (sheets.invoices, sheets.items, sheets.unread):
        sheet.finish()


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


class _Sheet:
    """A sheet with a head, to which rows are added; in the end its columns are as wide as what is in them."""

    def __init__(self, sheet: Worksheet, columns: Sequence[str], formats: _Formats, room: int) -> None:
        self._sheet, self._columns, self._formats, self._room = sheet, columns, formats, room
        self._rows = 1
        self._widths = [max(len(_title(name)) + 4, NARROWEST) for name in columns]
        sheet.freeze_panes(1, 1)
        for place, name in enumerate(columns):
            sheet.write_string(0, place, _title(name), formats.head)

    def add(self, row: Row) -> None:
        """Raises `TooManyRows`."""
        if self._rows == self._room:
            raise TooManyRows(self._room)
        for place, name in enumerate(self._columns):
            value = row.get(name)
            if value is not None:
                _write_cell(self._sheet, (self._rows, place), name, value, self._formats)
                self._widths[place] = max(self._widths[place], len(str(value)) + 2)
        self._rows += 1

    def finish(self) -> None:
        self._sheet.autofilter(0, 0, self._rows - 1, len(self._columns) - 1)
        for place, width in enumerate(self._widths):
            self._sheet.set_column(place, place, min(width, WIDEST))


class _Sheets:
    """Invoices, their line items, and what was not read."""

    def __init__(self, workbook: Workbook, room: int) -> None:
        formats = _Formats(workbook)

        def sheet(name: str, columns: Sequence[str]) -> _Sheet:
            return _Sheet(workbook.add_worksheet(name), columns, formats, room)

        self.invoices = sheet("Invoices", (*tables.header_columns(), "warnings"))
        self.items = sheet("Line items", (*tables.ITEM_KEYS, *tables.item_columns()))
        self.unread = sheet("Not read", tables.UNREAD)


def _write_cell(sheet: Worksheet, at: tuple[int, int], name: str, value: Any, formats: _Formats) -> None:
    """Text is always written as text: one that looks like a formula is none."""
    if name in DATES and value >= FIRST_DATE:
        sheet.write_datetime(*at, date.fromisoformat(value), formats.of("yyyy-mm-dd"))
    elif isinstance(value, bool):
        sheet.write_boolean(*at, value)
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
