"""The e-invoice held against the printed page: where each field is printed, or what is there instead.

A page that merely could not be read contradicts nothing: only a value read with confidence does, and where
the stated one is printed somewhere too, only one read with more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extraction.engine import confidence, evidence
from extraction.engine.choice import Choice
from extraction.engine.document import Source
from extraction.engine.e_invoice import likeness, places
from extraction.engine.e_invoice.places import Place
from extraction.engine.e_invoice.stated import Stated
from extraction.engine.understanding import Findings

LIKELY = 0.5
SURE = 0.8


@dataclass(frozen=True, slots=True)
class Comparison:
    """One stated value. `place` is where it is printed; `instead` is what is printed in its stead."""

    path: str
    value: Any
    place: Place | None = None
    instead: Choice[Any] | None = None

    @property
    def as_printed(self) -> Any:
        """The value in the form of the page where it is the same: 100.00 rather than 100."""
        printed = self.place.value if self.place else None
        return printed if printed is not None and printed == self.value else self.value


def compare(stated: Stated, found: Findings) -> dict[str, Comparison]:
    """A comparison for every field that the e-invoice states, by its path."""
    read = evidence.choices(found)
    return {path: _one(path, value, read.get(path), found) for path, value in _values(stated)}


def _values(stated: Stated) -> Iterator[tuple[str, Any]]:
    for path in _PATHS:
        value: Any = stated
        for name in path.split("."):
            value = getattr(value, name)
        if value is not None:
            yield path, value


_PATHS = (
    "vendor.name", "vendor.address", "vendor.tax_id", "customer.name", "customer.address", "customer.tax_id",
    "invoice_number", "date", "due_date", "currency", "payment_terms", "purchase_order",
    *evidence.SUMS, "payment.iban", "payment.bic", "payment.reference",
    "service_period.start", "service_period.end",
)  # fmt: skip


def _one(path: str, value: Any, read: Choice[Any] | None, found: Findings) -> Comparison:
    if path == "payment.iban":
        read = _account(found)
    if read is not None and _is_same(path, value, read):
        return Comparison(path, value, places.chosen(read))
    place = _place(found, path, value)
    if read is not None and not (place and place.settles):
        needed = SURE if place else LIKELY
        if _sure(found, path, read) >= needed:
            return Comparison(path, value, instead=read)
    return Comparison(path, value, place)


def _is_same(path: str, value: Any, read: Choice[Any]) -> bool:
    if likeness.same(path, value, read.value):
        return True
    return read.read_from is Source.OCR and likeness.same_but_for_slips(path, value, read.value)


def _place(found: Findings, path: str, value: Any) -> Place | None:
    if path == "currency":
        return places.currency(found.sheet, value)
    if path in ("payment.iban", "payment.bic"):
        return places.account(found.sheet, value)
    if path.endswith(".address"):
        return places.address(found.sheet, value)
    if path == "tax_rate":
        return None
    return places.find(found.sheet, path, value)


def _account(found: Findings) -> Choice[str] | None:
    """The account that the page asks to pay into: its check digits hold, so it was read right."""
    accounts = [account for account in found.sheet.accounts if account.value.valid]
    return Choice(accounts[0].value.value, (accounts[0].span,), 1.0) if accounts else None


def _sure(found: Findings, path: str, read: Choice[Any]) -> float:
    balanced = found.totals.balanced if path in evidence.SUMS else None
    return confidence.of(path, read, balanced=balanced)
