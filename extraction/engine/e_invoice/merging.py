"""One invoice from both: what the e-invoice states, and from the page what it does not."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from extraction.engine import evidence, reconcile
from extraction.engine.e_invoice import comparing, likeness, reasons, rows, sums, warnings
from extraction.engine.e_invoice.comparing import Comparison
from extraction.engine.e_invoice.rows import Difference
from extraction.engine.e_invoice.stated import Line, Stated
from extraction.engine.invoice import Evidence, Invoice, LineItem, Party
from extraction.engine.line_items import Row
from extraction.engine.understanding import Findings

_CELLS = tuple(field.name for field in fields(LineItem))
_LINES = "line_items."


def merge(printed: Invoice, found: Findings, stated: Stated) -> Invoice:
    """`printed` is what the page was read as, `found` how."""
    stated = _signed_as_printed(stated, printed)
    compared = comparing.compare(stated, found)
    merged = _with_fields(printed, found, stated, compared)
    differing: list[Difference] = []
    if stated.lines:
        pairs = rows.pair(stated.lines, found.items.rows)
        differing = rows.differences(stated.lines, pairs, found.sheet)
        merged = _with_lines(merged, found, stated.lines, pairs, differing)
    checks = sums.checks(stated, merged)
    about = frozenset(compared) | (frozenset({"line_items"}) if stated.lines else frozenset())
    told = (
        *warnings.of(compared.values(), differing),
        *reconcile.warnings(checks),
        *warnings.still_true(printed.warnings, about),
    )
    return replace(merged, checks=checks, warnings=told, confidence=evidence.overall(merged.evidence))


def _signed_as_printed(stated: Stated, printed: Invoice) -> Stated:
    """Credit notes are stated without the minus signs that some are printed with."""
    if stated.document_type != "credit_note" or not stated.total or printed.total is None:
        return stated
    return stated.negated() if printed.total == -stated.total else stated


def _with_fields(
    printed: Invoice, found: Findings, stated: Stated, compared: dict[str, Comparison]
) -> Invoice:
    changed: dict[str, Any] = {
        "document_type": stated.document_type,
        **_left_out(stated),
        **_strangers(printed, stated),
    }
    for path, comparison in compared.items():
        name, _, part = path.partition(".")
        whole = changed.get(name, getattr(printed, name))
        changed[name] = replace(whole, **{part: comparison.as_printed}) if part else comparison.as_printed
    if stated.taxes:
        changed |= {"taxes": stated.taxes, "tax_rate": stated.tax_rate}
    merged = replace(printed, **changed)
    whys = {path: reasons.of_field(found, each) for path, each in compared.items()}
    return replace(merged, evidence={**_kept(merged), **whys})


def _kept(merged: Invoice) -> dict[str, Evidence]:
    """The page's own evidence of what is still there; a due date that is not may have an alternative."""
    return {
        path: why
        for path, why in merged.evidence.items()
        if path.startswith((_LINES, "due_date")) or _has(merged, path)
    }


def _has(invoice: Invoice, path: str) -> bool:
    """Whether there is still a value to give evidence for."""
    value: object = invoice
    for name in path.split("."):
        value = getattr(value, name)
    return value is not None


def _strangers(printed: Invoice, stated: Stated) -> dict[str, Party]:
    """A printed party of another name is someone else, and has nothing to add."""
    pairs = {"vendor": (stated.vendor, printed.vendor), "customer": (stated.customer, printed.customer)}
    return {
        role: Party()
        for role, (said, shown) in pairs.items()
        if said.name and shown.name and not likeness.same("name", said.name, shown.name)
    }


def _left_out(stated: Stated) -> dict[str, None]:
    """The sums of an e-invoice are whole: what they leave out, such as cash, is no part of them."""
    if stated.total is None:
        return {}
    names = ["discount", "amount_paid"] if stated.charges else ["discount", "amount_paid", "shipping"]
    return dict.fromkeys(names)


def _with_lines(
    merged: Invoice,
    found: Findings,
    lines: tuple[Line, ...],
    pairs: list[Row | None],
    differing: list[Difference],
) -> Invoice:
    """The stated lines; a cell that is only printed comes from its row."""
    disputed = {(each.index, each.name) for each in differing}
    whys = {path: why for path, why in merged.evidence.items() if not path.startswith(_LINES)}
    items = []
    for index, (line, row) in enumerate(zip(lines, pairs, strict=True)):
        cells = {name: _cell(found, line, row, name, (index, name) in disputed) for name in _CELLS}
        items.append(LineItem(**{name: value for name, (value, _) in cells.items()}))
        whys |= {f"{_LINES}{index}.{name}": why for name, (_, why) in cells.items() if why is not None}
    return replace(merged, line_items=tuple(items), evidence=whys)


def _cell(
    found: Findings, line: Line, row: Row | None, name: str, disputed: bool
) -> tuple[Any, Evidence | None]:
    stated = getattr(line.item, name)
    printed = row.cells.get(name) if row is not None else None
    if stated is None:
        return (None, None) if printed is None else (printed.value, evidence.of_cell(found, printed))
    agrees = printed is not None and likeness.same(name, stated, printed.value)
    why = reasons.of_cell(found, stated, printed, agrees=agrees, disputed=disputed)
    return (printed.value if printed is not None and printed.value == stated else stated), why
