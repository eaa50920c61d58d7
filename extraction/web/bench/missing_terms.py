"""What a document lacks for an electronic invoice, each with the field that it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from extraction.exports import ubl
from extraction.review import fields


@dataclass(frozen=True, slots=True)
class Missing:
    """`anchor` is the field's place on the document's page; empty where it is not shown there."""

    term: str
    name: str
    message: str
    rule: str
    field: str
    anchor: str


def of(document: dict[str, Any]) -> list[Missing]:
    """Empty when nothing is missing."""
    return [
        Missing(
            term=gap.term,
            name=gap.name,
            message=gap.message,
            rule=gap.rule or "",
            field=fields.label(gap.field),
            anchor=_anchor(gap.field),
        )
        for gap in _gaps(document)
    ]


def _gaps(document: dict[str, Any]) -> tuple[ubl.Gap, ...]:
    try:
        ubl.to_ubl(document)
    except ubl.MissingTerms as missing:
        return missing.gaps
    return ()


def _anchor(path: str) -> str:
    if path.startswith(fields.LINES):
        return f"f-{fields.line_of(path)}"
    return f"f-{path}" if path in fields.LABELS else ""
