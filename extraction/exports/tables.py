"""Documents as rows: each is there, also one that failed or is still being read.

Columns are the same whatever is among the documents, so that a table can be written while it is read.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from extraction import payloads
from extraction.engine import render
from extraction.engine.invoice import Invoice, LineItem, Party
from extraction.models import Extraction

Row = dict[str, Any]

ITEM_KEYS = ("filename", "id", "invoice_number")  # what a line item is found by
UNREAD = ("filename", "id", "status", "error.code", "error.message")
IN_LINES = "line_items."

NO_ITEM = LineItem("", None, None, None)
NOTHING = Invoice(0, Party(), Party(), None, None, None, None, (NO_ITEM,), None, None, None, None, None, 0)


@cache
def header_columns() -> tuple[str, ...]:
    """Of a document that was read: its name, all that its result says once, and what people made of it."""
    blank = render.to_json(render.document(NOTHING, evidence=False))
    return tuple(header(Extraction(status=Extraction.Status.COMPLETED, result=blank)))


@cache
def item_columns() -> tuple[str, ...]:
    [item] = render.items({"line_items": [{}]})
    return tuple(item)


def flat_columns() -> list[str]:
    """Of a table in which everything stands: header, line item, and why there is none of it."""
    lines = [f"{IN_LINES}{name}" for name in item_columns()]
    return list(dict.fromkeys([*header_columns(), *lines, *UNREAD]))


def flat(extraction: Extraction) -> list[Row]:
    """A row for each line item, the header fields repeated; one row for a document without any."""
    if extraction.status != Extraction.Status.COMPLETED:
        return [unread(extraction)]
    result = payloads.tabular(extraction)
    once = _header(extraction, result)
    lines = [{f"{IN_LINES}{name}": value for name, value in item.items()} for item in render.items(result)]
    return [{**once, **line} for line in lines or [{}]]


def header(extraction: Extraction) -> Row:
    """One that was read, in one row."""
    return _header(extraction, payloads.tabular(extraction))


def invoice(extraction: Extraction) -> tuple[Row, list[Row]]:
    """One that was read: a row with its warnings, and one for each line item with what it is found by."""
    result = payloads.tabular(extraction)
    once = _header(extraction, result)
    key = {name: once[name] for name in ITEM_KEYS}
    return once | {"warnings": _warnings(result)}, [{**key, **item} for item in render.items(result)]


def unread(extraction: Extraction) -> Row:
    state = payloads.progress(extraction)
    error = {f"error.{name}": value for name, value in state.get("error", {}).items()}
    return {"filename": extraction.filename, "id": state["id"], "status": state["status"], **error}


def _header(extraction: Extraction, result: Row) -> Row:
    review = extraction.review or ("needs_review" if extraction.to_check else None)
    return {"filename": extraction.filename, **render.header(result), "review": review}


def _warnings(result: Row) -> str | None:
    """What to look at before paying, in the words that a person reads."""
    return " ".join(warning["message"] for warning in result["warnings"]) or None
