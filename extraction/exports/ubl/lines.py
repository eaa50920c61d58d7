"""The rows of an invoice as EN 16931 wants them, each with quantity, unit, net price, net amount and rate.

Of quantity, price and amount the third follows from two, where it does so without rounding. A row before its
rate is known has None for it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from extraction.engine import reconcile
from extraction.engine.invoice import LineItem
from extraction.exports.ubl import units
from extraction.exports.ubl.core import Line
from extraction.exports.ubl.terms import Gaps

ZERO = Decimal(0)
CENT = Decimal("0.01")
MOST_DECIMALS = 6  # of what follows by a division
_NEEDED = (
    ("BT-153", "description", "names nothing that was sold"),
    ("BT-129", "quantity", "has no quantity"),
    ("BT-146", "unit_price", "has no price of one"),
    ("BT-131", "amount", "has no amount"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line as far as it is known by itself."""

    name: str
    quantity: Decimal
    unit: str
    price: Decimal
    amount: Decimal
    rate: Decimal | None
    discount: Decimal | None
    product_code: str | None
    at: str

    def at_rate(self, rate: Decimal) -> Line:
        return Line(
            name=self.name,
            quantity=self.quantity,
            unit=self.unit,
            price=self.price,
            amount=self.amount,
            rate=rate,
            discount=self.discount,
            product_code=self.product_code,
        )


def read(items: tuple[LineItem, ...], gaps: Gaps) -> tuple[Row, ...] | None:
    """None when any of them lacks something."""
    if not items:
        gaps.note("BG-25", "No line items were found.", at="line_items", rule="BR-16")
    rows = [_row(item, number, gaps) for number, item in enumerate(items)]
    known = tuple(row for row in rows if row is not None)
    return known if items and len(known) == len(rows) else None


def in_cents(amount: Decimal) -> bool:
    """Whether it has no parts of a cent; zeros at its end are none."""
    _sign, digits, exponent = amount.as_tuple()
    return isinstance(exponent, int) and (exponent >= -2 or not any(digits[exponent + 2 :]))


def _row(item: LineItem, number: int, gaps: Gaps) -> Row | None:
    at, which = f"line_items.{number}", f"Line {number + 1}"
    item = _facing_up(_completed(item))
    for term, name, what in _NEEDED:
        if getattr(item, name) is None:
            gaps.note(term, f"{which} {what}.", at=f"{at}.{name}")
    unit = _unit(item, at, which, gaps)
    _check_amount(item, at, which, gaps)
    if item.description is None or item.amount is None or unit is None:
        return None
    if item.quantity is None or item.unit_price is None:
        return None
    return Row(
        name=item.description,
        quantity=item.quantity,
        unit=unit,
        price=item.unit_price,
        amount=item.amount,
        rate=item.tax_rate,
        discount=item.discount or None,
        product_code=item.product_code,
        at=at,
    )


def _unit(item: LineItem, at: str, which: str, gaps: Gaps) -> str | None:
    if item.quantity is None:
        return None
    code = units.code(item.unit, item.quantity)
    if code is None and item.unit is None:
        gaps.note("BT-130", f"{which} does not say of what {item.quantity} is the quantity.", at=f"{at}.unit")
    elif code is None:
        gaps.note("BT-130", f"{which} is in {item.unit}, for which no code is known here.", at=f"{at}.unit")
    return code


def _completed(item: LineItem) -> LineItem:
    """With the third of quantity, price and amount, where two say it exactly."""
    quantity, price, amount = item.quantity, item.unit_price, item.amount
    gross = None if amount is None else amount + (item.discount or ZERO)
    if quantity is None:
        quantity = _divided(gross, price)
    elif price is None:
        price = _divided(gross, quantity)
    elif amount is None:
        amount = (quantity * price - (item.discount or ZERO)).quantize(CENT)
    return replace(item, quantity=quantity, unit_price=price, amount=amount)


def _divided(whole: Decimal | None, by: Decimal | None) -> Decimal | None:
    """None where it does not come out even."""
    if whole is None or not by:
        return None
    exact = round(whole / by, MOST_DECIMALS)
    return exact.normalize() + ZERO if exact * by == whole else None


def _facing_up(item: LineItem) -> LineItem:
    """A price may not be negative, so of a reduction the quantity is, also where the amount alone is."""
    if item.unit_price is None or item.quantity is None:
        return item
    if item.amount is not None and item.amount < 0 < item.quantity * item.unit_price:
        return replace(item, quantity=-abs(item.quantity), unit_price=abs(item.unit_price))
    if item.unit_price >= 0:
        return item
    return replace(item, quantity=-item.quantity, unit_price=-item.unit_price)


def _check_amount(item: LineItem, at: str, which: str, gaps: Gaps) -> None:
    amount = item.amount
    if amount is None:
        return
    if not in_cents(amount):
        gaps.note("BT-131", f"{which} has an amount of parts of a cent.", at=f"{at}.amount", rule="BR-DEC-23")
    if item.discount is not None and not in_cents(item.discount):
        gaps.note("BT-136", f"{which} has a discount of parts of a cent.", at=f"{at}.discount")
    if item.discount is not None and item.discount < 0:
        gaps.note("BT-136", f"{which} has a discount below nothing.", at=f"{at}.discount")
    for check in reconcile.checks(line_items=(item,)):
        if check.name.endswith("quantity_times_price_is_amount") and not check.passed:
            less = f" less {item.discount}" if item.discount else ""
            product = f"{item.quantity} x {item.unit_price}{less}"
            gaps.note("BT-131", f"{which}: {product} is not {amount}.", at=f"{at}.amount")
