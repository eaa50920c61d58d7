"""A batch's results as rows: every file of it is there, also one that failed or is still being read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from extraction import overviews, payloads
from extraction.engine import render
from extraction.models import Batch, Extraction

Row = dict[str, Any]

ITEM_KEYS = ("filename", "id", "invoice_number")  # what a line item is found by


@dataclass(frozen=True, slots=True)
class Tables:
    """`invoices` and `unread` have a row for each file, `items` one for each line item."""

    invoices: list[Row] = field(default_factory=list)
    items: list[Row] = field(default_factory=list)
    unread: list[Row] = field(default_factory=list)


def flat(batch: Batch) -> list[Row]:
    """A row for each line item, the header fields repeated; one row for a file without any."""
    return [row for extraction in overviews.in_order(batch) for row in _rows(extraction)]


def of(batch: Batch) -> Tables:
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


def columns(rows: Iterable[Row]) -> list[str]:
    """All that any row has; what was read by an earlier version may lack some."""
    return list(dict.fromkeys(name for row in rows for name in row))


def _rows(extraction: Extraction) -> list[Row]:
    if extraction.status != Extraction.Status.COMPLETED:
        return [_unread(extraction)]
    result = payloads.tabular(extraction)
    header = {"filename": extraction.filename, **render.header(result)}
    items = [{f"line_items.{name}": value for name, value in item.items()} for item in render.items(result)]
    return [{**header, **item} for item in items or [{}]]


def _warnings(result: Row) -> str | None:
    """What to look at before paying, in the words that a person reads."""
    return " ".join(warning["message"] for warning in result["warnings"]) or None


def _unread(extraction: Extraction) -> Row:
    state = payloads.progress(extraction)
    error = {f"error.{name}": value for name, value in state.get("error", {}).items()}
    return {"filename": extraction.filename, "id": state["id"], "status": state["status"], **error}
