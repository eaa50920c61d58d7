"""What the engine answers with: the fields of an invoice, and the evidence for each.

Every value is None when it is not on the page. Money is Decimal with the decimals as printed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from extraction.engine.document import Source
from extraction.engine.records import record


@dataclass(frozen=True, slots=True)
class Party:
    """The seller or the buyer. `address` is one line, parts separated by ", "."""

    name: str | None = None
    address: str | None = None
    tax_id: str | None = None


@record()
class LineItem:
    """One row of the invoice; `tax_rate` is a fraction, `discount` an amount in the invoice's currency."""

    description: str | None = None
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    amount: Decimal | None = None
    product_code: str | None = None
    unit: str | None = None
    tax_rate: Decimal | None = None
    discount: Decimal | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing is said in it."""
        return self == LineItem()


@dataclass(frozen=True, slots=True)
class Tax:
    """One row of the tax table: `base` is the net amount that `rate` (a fraction) was applied to."""

    rate: Decimal | None = None
    base: Decimal | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    iban: str | None = None
    bic: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Period:
    start: dt.date | None = None
    end: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """A second candidate for a field, as text in the form of the field's JSON value."""

    value: str
    confidence: float
    source: Source


@record()
class Evidence:
    """Why a field has its value. `bbox` is x0, y0, x1, y1 as fractions of the page as it is shown."""

    confidence: float
    page: int | None
    bbox: tuple[float, float, float, float] | None
    text: str | None
    source: Source
    label: str | None = None
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One identity that was tested, such as subtotal + tax = total. `difference` is left minus right, in days
    between dates; None where nothing is compared, as with the check digits of an account.
    """

    name: str
    passed: bool
    difference: Decimal | None
    operands: Mapping[str, Decimal | str]


@dataclass(frozen=True, slots=True)
class InvoiceWarning:
    """Something the reader of the result should know. `code` is stable, `message` is a sentence."""

    code: str
    message: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Invoice:
    """One invoice, receipt or credit note as read."""

    confidence: float
    vendor: Party
    customer: Party
    invoice_number: str | None
    date: dt.date | None
    due_date: dt.date | None
    currency: str | None
    line_items: tuple[LineItem, ...]
    subtotal: Decimal | None
    tax: Decimal | None
    tax_rate: Decimal | None
    total: Decimal | None
    payment_terms: str | None
    pages_processed: int
    document_type: str | None = None
    language: str = "en"
    purchase_order: str | None = None
    taxes: tuple[Tax, ...] = ()
    discount: Decimal | None = None
    shipping: Decimal | None = None
    amount_paid: Decimal | None = None
    amount_due: Decimal | None = None
    payment: Payment = Payment()
    service_period: Period = Period()
    checks: tuple[Check, ...] = ()
    warnings: tuple[InvoiceWarning, ...] = ()
    evidence: dict[str, Evidence] = field(default_factory=dict)
