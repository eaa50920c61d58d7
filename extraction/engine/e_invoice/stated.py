"""What an e-invoice states, whichever of the syntaxes it is written in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from extraction.engine.invoice import LineItem, Party, Payment, Period, Tax

NOBODY, UNPAID, NO_PERIOD = Party(), Payment(), Period()
_SIGNED = (
    "subtotal", "tax", "total", "discount", "charges", "shipping", "rounding", "amount_paid", "amount_due",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A row. `list_price` is the price before its discount, where that is stated besides."""

    item: LineItem
    list_price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """None is what the e-invoice does not say. `discount` and `charges` are already in `subtotal`;
    `rounding` is between the total and what is due.
    """

    document_type: str
    vendor: Party = NOBODY
    customer: Party = NOBODY
    invoice_number: str | None = None
    date: dt.date | None = None
    due_date: dt.date | None = None
    currency: str | None = None
    lines: tuple[Line, ...] = ()
    subtotal: Decimal | None = None
    tax: Decimal | None = None
    total: Decimal | None = None
    taxes: tuple[Tax, ...] = ()
    discount: Decimal | None = None
    charges: Decimal | None = None
    shipping: Decimal | None = None
    rounding: Decimal | None = None
    amount_paid: Decimal | None = None
    amount_due: Decimal | None = None
    payment_terms: str | None = None
    purchase_order: str | None = None
    payment: Payment = UNPAID
    service_period: Period = NO_PERIOD

    @property
    def tax_rate(self) -> Decimal | None:
        """The one rate; None where there are several."""
        rates = {row.rate for row in self.taxes}
        return rates.pop() if len(rates) == 1 else None

    @property
    def items(self) -> tuple[LineItem, ...]:
        return tuple(line.item for line in self.lines)

    def negated(self) -> Stated:
        """With the opposite sign, for a credit note that is printed with minus signs."""
        changed: dict[str, Any] = {name: _negative(getattr(self, name)) for name in _SIGNED}
        return replace(
            self,
            **changed,
            taxes=tuple(Tax(row.rate, _negative(row.base), _negative(row.amount)) for row in self.taxes),
            lines=tuple(replace(line, item=_negated(line.item)) for line in self.lines),
        )


def _negative(amount: Decimal | None) -> Decimal | None:
    return -amount if amount else amount


def _negated(item: LineItem) -> LineItem:
    return replace(
        item,
        quantity=_negative(item.quantity),
        amount=_negative(item.amount),
        discount=_negative(item.discount),
    )


def says_something(stated: Stated) -> bool:
    """Whether there is an invoice in it at all, and not only a root of the right name."""
    return any(getattr(stated, name) is not None for name in ("invoice_number", "total", "subtotal"))
