"""An `Invoice` as the result document of the API reference, and that document as JSON and CSV text.

Keys come in the reference's order, with those beyond its example after them. Money stays Decimal, so
that 1125.00 is printed as 1125.00; the service puts id, status and time in front.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any

import simplejson

from extraction.engine import release
from extraction.engine.invoice import Check, Invoice, InvoiceWarning, LineItem

DIGITS_OF_CONFIDENCE = 4

_ORDER = (
    "confidence",
    "vendor",
    "invoice_number",
    "date",
    "due_date",
    "currency",
    "line_items",
    "subtotal",
    "tax",
    "tax_rate",
    "total",
    "payment_terms",
    "pages_processed",
    "document_type",
    "language",
    "customer",
    "purchase_order",
    "taxes",
    "discount",
    "shipping",
    "amount_paid",
    "amount_due",
    "payment",
    "service_period",
    "checks",
    "warnings",
)
_ITEM_COLUMNS = tuple(field.name for field in fields(LineItem))
_BYTE_ORDER_MARK = "\ufeff"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_PLAIN = frozenset({str, bool, int, type(None)})
_PLAIN_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)*")


def document(invoice: Invoice, *, evidence: bool) -> dict[str, Any]:
    """The result document, of plain values and Decimal; `evidence` adds why each field has its value."""
    result = {name: _plain(getattr(invoice, name)) for name in _ORDER} | {"engine": dict(release.engine())}
    if evidence:
        result["evidence"] = _plain(invoice.evidence)
    return result


def checks(found: Iterable[Check]) -> list[dict[str, Any]]:
    """Checks by themselves, as a result document has them."""
    return [_plain(check) for check in found]


def warnings(found: Iterable[InvoiceWarning]) -> list[dict[str, Any]]:
    """Warnings by themselves, likewise."""
    return [_plain(warning) for warning in found]


def to_json(document: dict[str, Any], *, indent: int | None = None) -> str:
    return str(
        simplejson.dumps(document, use_decimal=True, ensure_ascii=False, allow_nan=False, indent=indent)
    )


def to_csv(document: dict[str, Any]) -> str:
    """A row for each line item, the header fields repeated; one row when there are no items.

    Columns are named like the paths of the JSON document.
    """
    fields = header(document)
    columns = [*fields, *(f"line_items.{name}" for name in _ITEM_COLUMNS)]
    rows = ([*fields.values(), *item.values()] for item in items(document) or [dict.fromkeys(_ITEM_COLUMNS)])
    return csv_text(columns, rows)


def header(document: dict[str, Any]) -> dict[str, Any]:
    """All that a document says once, by its path; lists, the evidence and the engine are left out."""
    return _flat({name: value for name, value in document.items() if name != "engine"})


def items(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The line items, each with all its columns."""
    return [{name: item.get(name) for name in _ITEM_COLUMNS} for item in document.get("line_items") or []]


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """UTF-8 with a byte order mark once encoded; no cell is one that a spreadsheet would run."""
    return "".join(csv_lines(columns, rows))


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The same line by line, for tables of any length."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    yield _BYTE_ORDER_MARK + text.getvalue()
    for row in rows:
        text.seek(0)
        text.truncate()
        writer.writerow(map(_cell, row))
        yield text.getvalue()


def _plain(value: Any) -> Any:
    if type(value) in _PLAIN:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return Decimal(f"{value:f}")  # 1E+3 is a number too, but nobody's
    if isinstance(value, float):
        return round(value, DIGITS_OF_CONFIDENCE)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if is_dataclass(value):
        return {name: _plain(getattr(value, name)) for name in _fields(value.__class__)}
    return value


@cache
def _fields(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _flat(document: dict[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in document.items():
        if isinstance(value, dict) and name != "evidence":
            flat |= {f"{name}.{part}": inner for part, inner in value.items()}
        elif not isinstance(value, (list, dict)):
            flat[name] = value
    return flat


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value:f}"
    text = str(value)
    if text.startswith(_FORMULA_STARTS) and not _PLAIN_NUMBER.fullmatch(text):
        return "'" + text  # a spreadsheet would run it
    return text
