"""What a rule says of one document, and whether the document lets itself be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from extraction.engine.values.folding import fold
from extraction.memory import beside, subjects
from extraction.memory.beside import Found
from extraction.memory.saying import Always, Beside, Saying, Without
from extraction.memory.sheets import Sheet

E_INVOICE = "e_invoice"


@dataclass(frozen=True, slots=True)
class Effect:
    """The value that a field has by a rule; `found` is where it stands, if it was read there."""

    value: Any
    found: Found | None = None


def of(path: str, saying: Saying, document: Mapping[str, Any], sheet: Sheet | None) -> Effect | None:
    """None where the rule finds nothing to say. Without a sheet nothing can be read beside words."""
    match saying:
        case Always(value):
            return Effect(value)
        case Beside():
            found = beside.find(sheet, path, saying) if sheet else None
            return Effect(found.value, found) if found else None
        case Without(beginning):
            staying = _staying(document, beginning)
            return Effect(staying) if len(staying) < len(rows(document)) else None


def now(path: str, document: Mapping[str, Any]) -> Any:
    """The value that a document has; of its rows, which there are."""
    if path == subjects.LINES:
        return list(range(len(rows(document))))
    value: Any = document
    for part in path.split("."):
        value = (value or {}).get(part)
    return value


def is_stated(path: str, document: Mapping[str, Any]) -> bool:
    """Whether an electronic invoice inside the file states the value: no rule knows better."""
    evidence: Mapping[str, Any] = document.get("evidence") or {}
    if path == subjects.LINES:
        return any(
            each.get("source") == E_INVOICE for name, each in evidence.items() if name.startswith(path)
        )
    return (evidence.get(path) or {}).get("source") == E_INVOICE


def same(one: Any, other: Any) -> bool:
    if isinstance(one, int | float | Decimal) and isinstance(other, int | float | Decimal):
        return Decimal(str(one)) == Decimal(str(other))
    return bool(one == other)


def rows(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    return document.get("line_items") or []


def _staying(document: Mapping[str, Any], beginning: str) -> list[int]:
    begins = _plain(beginning)
    return [
        at
        for at, row in enumerate(rows(document))
        if not _plain(row.get("description") or "").startswith(begins)
    ]


def _plain(text: str) -> str:
    return " ".join(fold(text).split())
