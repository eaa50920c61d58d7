"""A completed extraction as a page shows it: what to check first, then everything that was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from extraction import payloads
from extraction.models import Extraction
from extraction.web import confidence, fields, words
from extraction.web.confidence import SURE_FROM, Chip
from extraction.web.fields import Field

LINE_PARTS = ("description", "quantity", "unit_price", "amount")


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to check. `path` is the field it concerns, if it is one; `tag` is the reason in short."""

    title: str
    tag: str
    why: str = ""
    path: str = ""
    is_fault: bool = False

    @property
    def anchor(self) -> str:
        """The part of the page that this is about."""
        if self.is_fault:
            return "checks"
        if self.path.startswith("line_items."):
            return "f-" + ".".join(self.path.split(".")[:2])
        return f"f-{self.path}" if self.path in fields.LABELS else "main"


@dataclass(frozen=True, slots=True)
class Line:
    """One line item, in words. `chip` is that of its least certain part."""

    number: int
    description: str
    product_code: str
    quantity: str
    unit_price: str
    tax_rate: str
    amount: str
    chip: Chip


@dataclass(frozen=True, slots=True)
class Check:
    """One sum that was tried: its sentence, and its figures."""

    sentence: str
    figures: str
    passed: bool


@dataclass(frozen=True, slots=True)
class Result:
    """`document` is the result document itself, for what needs no words of its own."""

    document: dict[str, Any]
    groups: dict[str, list[Field]]
    lines: list[Line]
    checks: list[Check]
    doubts: list[Doubt]

    @property
    def title(self) -> str:
        return self.document["vendor"]["name"] or ""

    @property
    def confidence(self) -> int:
        return words.per_cent(self.document["confidence"])


def of(extraction: Extraction) -> Result:
    document = payloads.document(extraction, evidence=True)
    groups = {name: fields.of(document, name) for name in fields.GROUPS}
    return Result(
        document=document,
        groups={name: group for name, group in groups.items() if group},
        lines=_lines(document),
        checks=_checks(document),
        doubts=doubts(document),
    )


def doubts(document: dict[str, Any]) -> list[Doubt]:
    """Sums that are off first, then warnings, then values read with little confidence."""
    return [*_failed_sums(document), *_warnings(document), *_unsure_values(document)]


def _failed_sums(document: dict[str, Any]) -> list[Doubt]:
    return [
        Doubt(title=check.sentence, tag="sum is off", why=check.figures, is_fault=True)
        for check in _checks(document)
        if not check.passed
    ]


def _warnings(document: dict[str, Any]) -> list[Doubt]:
    found = document.get("warnings") or []
    return [
        Doubt(
            title=fields.label(warning["field"]) if warning.get("field") else "Document",
            tag="look",
            why=warning["message"],
            path=warning.get("field") or "",
        )
        for warning in found
    ]


def _unsure_values(document: dict[str, Any]) -> list[Doubt]:
    evidence = document.get("evidence") or {}
    unsure = [(path, found) for path, found in evidence.items() if _is_unsure(found)]
    return [_unsure(path, found) for path, found in sorted(unsure, key=lambda each: each[1]["confidence"])]


def _is_unsure(evidence: dict[str, Any]) -> bool:
    return words.per_cent(evidence["confidence"]) < SURE_FROM and evidence.get("source") != "derived"


def _unsure(path: str, evidence: dict[str, Any]) -> Doubt:
    printed = evidence.get("text")
    others = [str(other["value"]) for other in evidence.get("alternatives") or []]
    why = f"Read from “{printed}”." if printed else ""
    if others:
        why = f"{why} Or was it {' or '.join(others[:2])}?".strip()
    return Doubt(
        title=fields.label(path), tag=f"{words.per_cent(evidence['confidence'])} %", why=why, path=path
    )


def _lines(document: dict[str, Any]) -> list[Line]:
    evidence, currency = document.get("evidence") or {}, document.get("currency")
    return [
        _line(number, item, _least_certain(evidence, number), currency)
        for number, item in enumerate(document.get("line_items") or [], start=1)
    ]


def _line(number: int, item: dict[str, Any], evidence: dict[str, Any] | None, currency: str | None) -> Line:
    unit = item.get("unit") or ""
    counted = words.quantity(item["quantity"]) if item.get("quantity") is not None else ""
    return Line(
        number=number,
        description=item.get("description") or "",
        product_code=item.get("product_code") or "",
        quantity=f"{counted} {unit}".strip(),
        unit_price=_amount(item.get("unit_price"), currency),
        tax_rate=words.rate(item["tax_rate"]) if item.get("tax_rate") is not None else "",
        amount=_amount(item.get("amount"), currency),
        chip=confidence.chip(evidence),
    )


def _least_certain(evidence: dict[str, Any], number: int) -> dict[str, Any] | None:
    paths = [f"line_items.{number - 1}.{part}" for part in LINE_PARTS]
    found = [evidence[path] for path in paths if path in evidence]
    return min(found, key=lambda each: each["confidence"], default=None)


def _checks(document: dict[str, Any]) -> list[Check]:
    return [_check(check, document.get("currency")) for check in document.get("checks") or []]


def _check(check: dict[str, Any], currency: str | None) -> Check:
    operands = (check.get("operands") or {}).items()
    figures = ", ".join(f"{fields.label(name)} {words.amount(value, currency)}" for name, value in operands)
    if not check["passed"]:
        figures = f"{figures}: {words.amount(abs(check['difference']), currency)} apart"
    name = str(check["name"]).replace("_", " ")
    return Check(sentence=name[:1].upper() + name[1:], figures=figures, passed=check["passed"])


def _amount(value: Any, currency: str | None) -> str:
    return "" if value is None else words.amount(value, currency)
