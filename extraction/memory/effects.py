"""What a rule says of one document, and whether the document lets itself be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from extraction.engine.values.folding import fold
from extraction.memory import beside, subjects
from extraction.memory.beside import Found
from extraction.memory.papers import Paper
from extraction.memory.saying import Always, Beside, Saying, Without
from extraction.review import fields

E_INVOICE = "e_invoice"
LINES = subjects.LINES


@dataclass(frozen=True, slots=True)
class Effect:
    """The value that a field has by a rule; `found` is where it stands, if it was read there."""

    value: Any
    found: Found | None = None

    @property
    def place(self) -> dict[str, Any] | None:
        """As evidence has it."""
        if self.found is None:
            return None
        return {"page": self.found.page, "bbox": list(self.found.box), "text": self.found.text}


def of(path: str, saying: Saying, paper: Paper) -> Effect | None:
    """None where the rule finds nothing to say; without words nothing can be read beside some."""
    match saying:
        case Always(value):
            return Effect(value)
        case Beside():
            found = beside.find(paper.sheet, path, saying) if paper.sheet else None
            return Effect(found.value, found) if found else None
        case Without(beginning):
            staying = _staying(paper.document, beginning)
            return Effect(staying) if len(staying) < len(rows(paper.document)) else None


def now(path: str, document: Mapping[str, Any]) -> Any:
    """The value that a document has; of its rows, which there are."""
    if path == LINES:
        return list(range(len(rows(document))))
    return fields.at(document, path)


def is_stated(path: str, document: Mapping[str, Any]) -> bool:
    """Whether an electronic invoice inside the file states the value: no rule knows better."""
    evidence: Mapping[str, Any] = document.get("evidence") or {}
    if path == LINES:
        rows_of = f"{LINES}."
        return any(why["source"] == E_INVOICE for name, why in evidence.items() if name.startswith(rows_of))
    return bool((evidence.get(path) or {}).get("source") == E_INVOICE)


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
