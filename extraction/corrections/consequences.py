"""What follows from corrected values: a tax table of one rate, sums, warnings, the whole's confidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from extraction.corrections import keeping
from extraction.corrections.sheets import Document, Sheet
from extraction.engine import confidence, paying, reconcile, render, restating, stating, validation
from extraction.engine.document import Source
from extraction.engine.invoice import Check
from extraction.engine.render import DIGITS_OF_CONFIDENCE
from extraction.review import fields

OF_SUMS = ("totals_do_not_balance", "lines_do_not_add_up")
AFTER_SUMS = ("no_vendor_found", "tax_id_repaired")
SAME_IN_TAXES = {"rate": "tax_rate", "base": "subtotal", "amount": "tax"}


def follow(document: Document, result: Document, sheet: Sheet) -> None:
    """Bring the rest of the document in line with its values; `result` is what was read."""
    document["corrected"] = sheet.is_corrected
    if sheet.is_untouched:
        return
    _repeat_in_taxes(document, result, sheet)
    _reckon_due(document)
    checks = tuple(_checks(document, result, sheet))
    document["checks"] = render.checks(checks)
    keeping.open_again(document, sheet)
    document["warnings"] = _warnings(document, checks, sheet)
    document["confidence"] = _confidence(document["evidence"])


def _checks(document: Document, result: Document, sheet: Sheet) -> Iterator[Check]:
    """The sums, and the check digits of what somebody gave: a reader takes only numbers that prove right."""
    before, now = (stating.invoice(stating.Ours(each)) for each in (result, document))
    yield from restating.sums(now, before=before)
    for check in validation.of_identifiers(now):
        value = sheet.find(check.name.removesuffix(validation.IS_VALID))
        if value is not None and value.is_corrected:
            yield check


def _repeat_in_taxes(document: Document, result: Document, sheet: Sheet) -> None:
    """The one row of a tax table says again what the sums say, and goes on to do so."""
    table = sheet.tables["taxes"]
    touched = len(table.arrangements) > 1 or any(v.is_settled for row in table.rows for v in row.values())
    if len(table.rows) != 1 or touched:
        return
    (row,) = document["taxes"]
    for part, path in SAME_IN_TAXES.items():
        if row[part] is not None and row[part] == result.get(path):
            row[part] = document[path]


def _reckon_due(document: Document) -> None:
    """Where no due day is printed, the one that is offered follows the date and the terms as they are now."""
    evidence = document["evidence"].get("due_date")
    if evidence is None or evidence["source"] != Source.DERIVED:
        return
    issued, conditions = document["date"], document["payment_terms"]
    days = paying.days(conditions) if conditions else None
    if issued is None or days is None:
        del document["evidence"]["due_date"]
        return
    due = date.fromisoformat(issued) + timedelta(days=days)
    (offered,) = evidence["alternatives"]
    document["evidence"]["due_date"] = evidence | {"alternatives": [offered | {"value": due.isoformat()}]}


def _confidence(evidence: Mapping[str, Mapping[str, Any]]) -> Decimal:
    known = {path: float(evidence[path]["confidence"]) for path in confidence.HEADER if path in evidence}
    return Decimal(str(round(confidence.overall(known), DIGITS_OF_CONFIDENCE)))


def _warnings(document: Document, checks: tuple[Check, ...], sheet: Sheet) -> list[dict[str, Any]]:
    """Those that are still true, with the sums that are off now where such stood."""
    kept = list(_still_true(document, sheet))
    behind = (place for place, warning in enumerate(kept) if warning["code"] in (*OF_SUMS, *AFTER_SUMS))
    place = next(behind, len(kept))
    others = [warning for warning in kept if warning["code"] not in OF_SUMS]
    sums = render.warnings(reconcile.warnings(checks))
    return [*others[:place], *sums, *others[place:]]


def _still_true(document: Document, sheet: Sheet) -> Iterator[dict[str, Any]]:
    rows = _where_rows_are(sheet)
    for warning in document.get("warnings") or []:
        field = warning["field"] or ""
        if field.startswith(fields.LINES):
            yield from _moved(warning, rows, sheet)
        elif not _is_settled(warning["code"], sheet.find(field), document):
            yield warning


def _is_settled(code: str, value: Any, document: Document) -> bool:
    if code == "no_invoice_found":
        return bool(
            document.get("total") is not None or document.get("invoice_number") or document.get("line_items")
        )
    return value is not None and value.is_settled


def _where_rows_are(sheet: Sheet) -> dict[int, int]:
    """Where each line that was read is now."""
    table = sheet.tables["line_items"]
    now = {id(row): number for number, row in enumerate(table.rows)}
    return {number: now[id(row)] for number, row in enumerate(table.arrangements[0]) if id(row) in now}


def _moved(warning: dict[str, Any], rows: dict[int, int], sheet: Sheet) -> Iterator[dict[str, Any]]:
    """A warning about a line goes where that line goes."""
    _, number, part = warning["field"].split(".", 2)
    if int(number) not in rows:
        return
    path = f"{fields.LINES}{rows[int(number)]}.{part}"
    value = sheet.find(path)
    if value is None or not value.is_settled:
        yield warning | {"field": path, "message": warning["message"].replace(warning["field"], path)}
