"""A completed extraction as a page shows it: what to check first, then everything that was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from extraction import bank_accounts, payloads
from extraction.models import Extraction
from extraction.review import checks, confidence, doubts, fields, words
from extraction.review.checks import Check
from extraction.review.confidence import SUM_IS_OFF, Chip
from extraction.review.doubts import Doubt
from extraction.review.fields import Field

SAID_BEFORE = {
    "same_file": ("You sent this file before.", "It is the same to the last byte."),
    "same_invoice": (
        "You sent this invoice before.",
        "Vendor, number and total are the same in another file.",
    ),
}
LINE_PARTS = ("description", "quantity", "unit_price", "amount")


@dataclass(frozen=True, slots=True)
class Line:
    """One line item, in words. `chip` is that of its least certain part."""

    description: str
    product_code: str
    quantity: str
    unit_price: str
    tax_rate: str
    amount: str
    chip: Chip


@dataclass(frozen=True, slots=True)
class Repeat:
    """That this document was sent before, in words; `public_id` is that of the earlier one."""

    title: str
    why: str
    public_id: str


@dataclass(frozen=True, slots=True)
class Result:
    """`document` is the result document itself, for what needs no words of its own."""

    document: dict[str, Any]
    groups: dict[str, list[Field]]
    lines: list[Line]
    checks: list[Check]
    doubts: list[Doubt]
    repeats: Repeat | None
    changed_account: str

    @property
    def title(self) -> str:
        return self.document["vendor"]["name"] or ""

    @property
    def confidence(self) -> int:
        return words.per_cent(self.document["confidence"])


def of(extraction: Extraction) -> Result:
    document = payloads.document(extraction, evidence=True)
    groups = {name: fields.of(document, name) for name in fields.GROUPS}
    tried = checks.of(document)
    return Result(
        document=document,
        groups={name: group for name, group in groups.items() if group},
        lines=_lines(document, off={check.line for check in tried if not check.passed}),
        checks=tried,
        doubts=doubts.of(document),
        repeats=_repeats(document),
        changed_account=_changed_account(document),
    )


def _repeats(document: dict[str, Any]) -> Repeat | None:
    original = document["duplicate_of"]
    return Repeat(*SAID_BEFORE[original["reason"]], original["id"]) if original else None


def _changed_account(document: dict[str, Any]) -> str:
    """What is to be said of it before anything else; empty where it is as it always was."""
    said = (each["message"] for each in document["warnings"] if each["code"] == bank_accounts.CHANGED)
    return next(said, "")


def _lines(document: dict[str, Any], *, off: set[int | None]) -> list[Line]:
    evidence, currency = document.get("evidence") or {}, document.get("currency")
    return [
        _line(item, SUM_IS_OFF if index in off else _least_certain(evidence, index), currency)
        for index, item in enumerate(document["line_items"])
    ]


def _line(item: dict[str, Any], chip: Chip, currency: str | None) -> Line:
    counted = "" if item["quantity"] is None else words.quantity(item["quantity"])
    return Line(
        description=item["description"] or "",
        product_code=item["product_code"] or "",
        quantity=f"{counted} {item['unit'] or ''}".strip(),
        unit_price=_amount(item["unit_price"], currency),
        tax_rate="" if item["tax_rate"] is None else words.rate(item["tax_rate"]),
        amount=_amount(item["amount"], currency),
        chip=chip,
    )


def _least_certain(evidence: dict[str, Any], index: int) -> Chip:
    paths = [f"line_items.{index}.{part}" for part in LINE_PARTS]
    found = [evidence[path] for path in paths if path in evidence]
    return confidence.chip(min(found, key=lambda each: each["confidence"], default=None))


def _amount(value: Any, currency: str | None) -> str:
    return "" if value is None else words.amount(value, currency)
