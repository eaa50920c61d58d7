"""What is printed on an invoice, and the result that a perfect reader gives for it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Company:
    name: str
    street: str
    city: str
    country: str = ""
    tax_id: str | None = None
    tax_label: str | None = None
    email: str | None = None
    phone: str | None = None
    iban: str | None = None
    house: str = ""
    county: str = ""

    @property
    def lines(self) -> list[str]:
        return [self.name, *self.address_lines]

    @property
    def address_lines(self) -> list[str]:
        return [line for line in (self.house, self.street, self.city, self.county, self.country) if line]

    @property
    def address(self) -> str:
        return ", ".join(self.address_lines)


@dataclass(frozen=True)
class Item:
    description: str
    quantity: Decimal
    unit_price: Decimal

    @property
    def amount(self) -> Decimal:
        return (self.quantity * self.unit_price).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Spec:
    """`number_format` shows 1234.5: "1,234.50", "1.234,50", "1 234,50" or "1'234.50".

    `date_format` is one of strftime, with %B and %b printed in the invoice's language. A `tax_rate` of
    None is an invoice without tax. `paper` is "letter" or "a4"; receipts have a paper of their own.
    """

    vendor: Company
    customer: Company
    invoice_number: str
    date: dt.date
    items: tuple[Item, ...]
    due_date: dt.date | None = None
    terms: str | None = None
    currency: str = "USD"
    language: str = "en"
    tax_rate: Decimal | None = None
    number_format: str = "1,234.50"
    date_format: str = "%B %d, %Y"
    layout: str = "classic"
    paper: str = "a4"
    purchase_order: str | None = None

    @property
    def subtotal(self) -> Decimal:
        return sum((item.amount for item in self.items), Decimal("0.00"))

    @property
    def tax(self) -> Decimal:
        return (self.subtotal * (self.tax_rate or 0)).quantize(CENT, ROUND_HALF_UP)

    @property
    def total(self) -> Decimal:
        return self.subtotal + self.tax


def truth(spec: Spec) -> dict[str, Any]:
    """In the shape of the API's result: money as Decimal, dates as ISO text, None for what is not printed."""
    is_receipt = spec.layout == "receipt"
    return {
        "vendor": {"name": spec.vendor.name, "address": spec.vendor.address, "tax_id": spec.vendor.tax_id},
        "invoice_number": spec.invoice_number,
        "date": spec.date.isoformat(),
        "due_date": spec.due_date.isoformat() if spec.due_date and not is_receipt else None,
        "currency": spec.currency,
        "line_items": [_item(item) for item in spec.items],
        "subtotal": spec.subtotal,
        "tax": spec.tax if spec.tax_rate is not None else None,
        "tax_rate": spec.tax_rate,
        "total": spec.total,
        "payment_terms": None if is_receipt else spec.terms,
        "language": spec.language,
        "customer": None if is_receipt else {"name": spec.customer.name, "address": spec.customer.address},
        "purchase_order": None if is_receipt else spec.purchase_order,
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "description": item.description,
        "quantity": item.quantity,
        "unit_price": item.unit_price,
        "amount": item.amount,
    }
