"""A result document as the values it was made of, its texts without what XML cannot hold.

Results of earlier releases lack some keys. A credit note that is printed with minus signs is turned around:
that it is one is said by its type.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from extraction.engine.invoice import LineItem, Party, Payment, Period, Tax

Row = dict[str, Any]
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_AMOUNTS = ("subtotal", "tax", "total", "discount", "shipping", "amount_paid", "amount_due", "rounding")


@dataclass(frozen=True, slots=True)
class Stated:
    """`rounding` is what a check says was rounded; `rounds_total` whether the printed total has it in it."""

    document_type: str | None
    number: str | None
    date: dt.date | None
    due_date: dt.date | None
    currency: str | None
    vendor: Party
    customer: Party
    lines: tuple[LineItem, ...]
    subtotal: Decimal | None
    tax: Decimal | None
    tax_rate: Decimal | None
    total: Decimal | None
    terms: str | None
    order: str | None
    taxes: tuple[Tax, ...]
    discount: Decimal | None
    shipping: Decimal | None
    amount_paid: Decimal | None
    amount_due: Decimal | None
    payment: Payment
    period: Period
    rounding: Decimal | None
    rounds_total: bool

    @property
    def is_credit_note(self) -> bool:
        return self.document_type == "credit_note"


def stated(result: Row) -> Stated:
    """What a result says, with the signs of its kind."""
    rounding, rounds_total = _rounding(result)
    found = Stated(
        document_type=_text(result, "document_type"),
        number=_text(result, "invoice_number"),
        date=_day(result, "date"),
        due_date=_day(result, "due_date"),
        currency=_text(result, "currency"),
        vendor=_party(result.get("vendor") or {}),
        customer=_party(result.get("customer") or {}),
        lines=tuple(map(_line, result.get("line_items") or ())),
        subtotal=_amount(result, "subtotal"),
        tax=_amount(result, "tax"),
        tax_rate=_amount(result, "tax_rate"),
        total=_amount(result, "total"),
        terms=_text(result, "payment_terms"),
        order=_text(result, "purchase_order"),
        taxes=tuple(map(_tax, result.get("taxes") or ())),
        discount=_amount(result, "discount"),
        shipping=_amount(result, "shipping"),
        amount_paid=_amount(result, "amount_paid"),
        amount_due=_amount(result, "amount_due"),
        payment=_payment(result.get("payment") or {}),
        period=_period(result.get("service_period") or {}),
        rounding=rounding,
        rounds_total=rounds_total,
    )
    turned = found.is_credit_note and found.total is not None and found.total < 0
    return _turned(found) if turned else found


def _rounding(result: Row) -> tuple[Decimal | None, bool]:
    """What was rounded for those who pay in coins, which only the checks name."""
    for check in result.get("checks") or ():
        rounding = _amount(check.get("operands") or {}, "rounding")
        if rounding:
            return rounding, check.get("name") == "subtotal_plus_tax_is_total"
    return None, False


def _turned(found: Stated) -> Stated:
    amounts: Row = {name: _negative(getattr(found, name)) for name in _AMOUNTS}
    return replace(
        found,
        **amounts,
        taxes=tuple(Tax(row.rate, _negative(row.base), _negative(row.amount)) for row in found.taxes),
        lines=tuple(map(_turned_line, found.lines)),
    )


def _turned_line(item: LineItem) -> LineItem:
    """The minus is printed before the quantity or before the price, or before neither."""
    before_quantity = item.quantity is not None and item.quantity < 0
    before_price = item.unit_price is not None and item.unit_price < 0
    return replace(
        item,
        quantity=_negative(item.quantity) if before_quantity else item.quantity,
        unit_price=_negative(item.unit_price) if before_price else item.unit_price,
        amount=_negative(item.amount),
        discount=_negative(item.discount),
    )


def _negative(amount: Decimal | None) -> Decimal | None:
    return -amount if amount else amount


def _party(row: Row) -> Party:
    return Party(_text(row, "name"), _text(row, "address"), _text(row, "tax_id"))


def _line(row: Row) -> LineItem:
    return LineItem(
        description=_text(row, "description"),
        quantity=_amount(row, "quantity"),
        unit_price=_amount(row, "unit_price"),
        amount=_amount(row, "amount"),
        product_code=_text(row, "product_code"),
        unit=_text(row, "unit"),
        tax_rate=_amount(row, "tax_rate"),
        discount=_amount(row, "discount"),
    )


def _tax(row: Row) -> Tax:
    return Tax(_amount(row, "rate"), _amount(row, "base"), _amount(row, "amount"))


def _payment(row: Row) -> Payment:
    return Payment(_text(row, "iban"), _text(row, "bic"), _text(row, "reference"))


def _period(row: Row) -> Period:
    return Period(_day(row, "start"), _day(row, "end"))


def _text(row: Row, name: str) -> str | None:
    """On one line, without characters that XML does not have; None where nothing is left."""
    return " ".join(_NOT_IN_XML.sub(" ", str(row.get(name) or "")).split()) or None


def _amount(row: Row, name: str) -> Decimal | None:
    value = row.get(name)
    return None if value is None else Decimal(value)


def _day(row: Row, name: str) -> dt.date | None:
    value = row.get(name)
    return None if value is None else dt.date.fromisoformat(value)
