"""The fields of a result in the order in which a page shows them, and their values in words and as typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from extraction.review import words

Kind = Literal["text", "code", "iban", "day", "money", "rate", "number", "type"]


@dataclass(frozen=True, slots=True)
class Spec:
    """Where a field stands in the result document. `is_always_shown`: also when it is not on the page."""

    path: str
    label: str
    kind: Kind = "text"
    is_always_shown: bool = False


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
        Spec("document_type", "Kind", "type"),
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
TAXES = "taxes."
CELLS: dict[str, Kind] = {
    "description": "text",
    "quantity": "number",
    "unit_price": "money",
    "amount": "money",
}
ASIDE: dict[str, Kind] = {"product_code": "code", "unit": "text", "tax_rate": "rate", "discount": "money"}
OF_TAX: dict[str, Kind] = {"rate": "rate", "base": "money", "amount": "money"}
ROWS = {"line_items": "Line", "taxes": "Tax row"}
KINDS = {spec.path: spec.kind for group in GROUPS.values() for spec in group}
LABELS = {spec.path: spec.label for group in GROUPS.values() for spec in group} | {"vendor.name": "Vendor"}


def label(path: str) -> str:
    """What a page calls the field at this path: "Line 3, amount" for `line_items.2.amount`."""
    parts = path.split(".")
    if parts[0] in ROWS and len(parts) > 1 and parts[1].isdigit():
        return ", ".join([f"{ROWS[parts[0]]} {int(parts[1]) + 1}", *(_spoken(part) for part in parts[2:])])
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
        case "number":
            return words.quantity(value)
        case "type":
            return str(value).replace("_", " ").capitalize()
    return str(value)


def as_typed(value: Any, kind: Kind) -> str:
    """The value as a text to change: plain digits, dates as data, an account number in fours."""
    if value is None:
        return ""
    match kind:
        case "money":
            return f"{Decimal(value):f}"
        case "rate":
            return f"{words.plain(value * 100)} %"
        case "number":
            return words.plain(value)
        case "iban":
            return words.in_fours(value)
    return str(value)


def at(document: Mapping[str, Any], path: str) -> Any:
    """The value at a path; None where there is none."""
    value: Any = document
    for part in path.split("."):
        value = _inside(value, part)
    return value


def evidence(document: Mapping[str, Any], path: str | None) -> dict[str, Any] | None:
    """Why the value at a path is what it is; None where nothing is known of that."""
    found: dict[str, Any] | None = (document.get("evidence") or {}).get(path)
    return found


def _inside(value: Any, part: str) -> Any:
    if isinstance(value, list):
        return value[int(part)] if part.isdigit() and int(part) < len(value) else None
    return (value or {}).get(part)


def _spoken(name: str) -> str:
    return name.replace("_", " ").replace(".", " ")
