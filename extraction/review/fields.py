"""The fields of a result in the order in which a page shows them, each with its value in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from extraction.review import confidence, words
from extraction.review.confidence import NOT_ON_THE_PAGE, Chip

Kind = Literal["text", "code", "iban", "day", "money", "rate"]


@dataclass(frozen=True, slots=True)
class Spec:
    """Where a field stands in the result document. `is_always_shown`: also when it is not on the page."""

    path: str
    label: str
    kind: Kind = "text"
    is_always_shown: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One line of the page. `value` is empty when it is not on the page; `printed` when it looks the same."""

    path: str
    label: str
    value: str
    kind: Kind
    chip: Chip
    printed: str = ""
    alternatives: tuple[str, ...] = ()


GROUPS = {
    "Vendor": (
        Spec("vendor.name", "Name", is_always_shown=True),
        Spec("vendor.address", "Address", is_always_shown=True),
        Spec("vendor.tax_id", "Tax number", "code", is_always_shown=True),
    ),
    "Invoice": (
        Spec("invoice_number", "Number", "code", is_always_shown=True),
        Spec("date", "Date", "day", is_always_shown=True),
        Spec("due_date", "Due", "day", is_always_shown=True),
        Spec("payment_terms", "Terms", is_always_shown=True),
        Spec("purchase_order", "Your order", "code"),
        Spec("service_period.start", "Service from", "day"),
        Spec("service_period.end", "Service until", "day"),
        Spec("customer.name", "Customer"),
        Spec("customer.address", "Customer address"),
        Spec("customer.tax_id", "Customer tax number", "code"),
    ),
    "Totals": (
        Spec("currency", "Currency", "code", is_always_shown=True),
        Spec("subtotal", "Net", "money", is_always_shown=True),
        Spec("discount", "Discount", "money"),
        Spec("shipping", "Shipping", "money"),
        Spec("tax", "Tax", "money", is_always_shown=True),
        Spec("tax_rate", "Tax rate", "rate"),
        Spec("total", "Total", "money", is_always_shown=True),
        Spec("amount_paid", "Paid", "money"),
        Spec("amount_due", "To pay", "money"),
    ),
    "Payment": (
        Spec("payment.iban", "IBAN", "iban"),
        Spec("payment.bic", "BIC", "code"),
        Spec("payment.reference", "Reference", "code"),
    ),
}
LINES = "line_items."
KINDS = {spec.path: spec.kind for group in GROUPS.values() for spec in group}
LABELS = {spec.path: spec.label for group in GROUPS.values() for spec in group} | {"vendor.name": "Vendor"}


def of(document: dict[str, Any], group: str) -> list[Field]:
    fields = (_field(document, spec) for spec in GROUPS[group])
    return [field for field in fields if field]


def label(path: str) -> str:
    """What a page calls the field at this path: "Line 3, amount" for `line_items.2.amount`."""
    parts = path.split(".")
    if parts[0] == "line_items" and len(parts) > 1 and parts[1].isdigit():
        return ", ".join([f"Line {int(parts[1]) + 1}", *(_spoken(part) for part in parts[2:])])
    return LABELS.get(path) or _spoken(path).capitalize()


def line_of(path: str) -> str:
    """`line_items.2` for `line_items.2.amount`."""
    return ".".join(path.split(".")[:2])


def alternatives(evidence: dict[str, Any] | None, kind: Kind, currency: str | None) -> tuple[str, ...]:
    """What else the value could have been, in words."""
    found = (evidence or {}).get("alternatives") or []
    return tuple(in_words(other["value"], kind, currency) for other in found)


def in_words(value: Any, kind: Kind, currency: str | None) -> str:
    match kind:
        case "money":
            return words.money(value, currency)
        case "rate":
            return words.rate(value)
        case "day":
            return words.day(value)
        case "iban":
            return words.in_fours(value)
    return str(value)


def _field(document: dict[str, Any], spec: Spec) -> Field | None:
    value = _at(document, spec.path)
    if value is None:
        return Field(spec.path, spec.label, "", spec.kind, NOT_ON_THE_PAGE) if spec.is_always_shown else None
    evidence = (document.get("evidence") or {}).get(spec.path)
    currency = document.get("currency")
    return Field(
        path=spec.path,
        label=spec.label,
        value=in_words(value, spec.kind, currency),
        kind=spec.kind,
        chip=confidence.chip(evidence),
        printed=_printed(evidence) if spec.kind == "day" else "",
        alternatives=alternatives(evidence, spec.kind, currency),
    )


def _at(document: dict[str, Any], path: str) -> Any:
    value: Any = document
    for part in path.split("."):
        value = (value or {}).get(part)
    return value


def _printed(evidence: dict[str, Any] | None) -> str:
    return str((evidence or {}).get("text") or "")


def _spoken(name: str) -> str:
    return name.replace("_", " ").replace(".", " ")
