"""An invoice of EN 16931's core as it is written: complete, consistent, with the signs of its kind.

Rates are fractions here as everywhere; money is Decimal with the decimals as printed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from extraction.engine.invoice import Payment, Period


@dataclass(frozen=True, slots=True)
class Address:
    """`lines` are what stands before the town, or all of it where no town can be told from the rest."""

    country: str
    lines: tuple[str, ...]
    town: str | None = None
    postcode: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    name: str
    address: Address
    vat_number: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """`price` is that of one `unit`, a code of UN/ECE recommendation 20; `amount` is less `discount`."""

    name: str
    quantity: Decimal
    unit: str
    price: Decimal
    amount: Decimal
    rate: Decimal
    discount: Decimal | None = None
    product_code: str | None = None


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A discount on the whole, or what is charged for sending; of one rate."""

    amount: Decimal
    rate: Decimal
    is_charge: bool


@dataclass(frozen=True, slots=True)
class VatRow:
    rate: Decimal
    base: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Sums:
    """Those of BG-22, as the rules of the standard add them up."""

    lines: Decimal
    discounts: Decimal
    charges: Decimal
    net: Decimal
    tax: Decimal
    total: Decimal
    paid: Decimal | None
    rounding: Decimal | None
    due: Decimal


@dataclass(frozen=True, slots=True)
class CoreInvoice:
    is_credit_note: bool
    number: str
    issued: dt.date
    due_date: dt.date | None
    currency: str
    terms: str | None
    order: str | None
    period: Period | None
    seller: Party
    buyer: Party
    payment: Payment
    lines: tuple[Line, ...]
    adjustments: tuple[Adjustment, ...]
    vat: tuple[VatRow, ...]
    sums: Sums
