"""Whether the figures agree: the identities of an invoice, each tested where all its parts are printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from extraction.engine.invoice import Check, InvoiceWarning, LineItem, Tax

TOLERANCE = Decimal("0.02")
ZERO = Decimal(0)


def checks(
    *,
    subtotal: Decimal | None = None,
    tax: Decimal | None = None,
    total: Decimal | None = None,
    discount: Decimal | None = None,
    shipping: Decimal | None = None,
    rounding: Decimal | None = None,
    charges: Decimal | None = None,
    amount_paid: Decimal | None = None,
    amount_due: Decimal | None = None,
    tax_rate: Decimal | None = None,
    taxes: tuple[Tax, ...] = (),
    line_items: tuple[LineItem, ...] = (),
) -> tuple[Check, ...]:
    """Every identity whose operands are all known."""
    found = [
        *_total(subtotal, tax, total, discount, shipping, rounding, charges),
        *_rate(subtotal, tax, tax_rate, taxes),
        *_due(total, amount_paid, amount_due),
        *_taxes(tax, taxes),
        *_lines(line_items, subtotal, total),
    ]
    found.extend(_products(line_items))
    return tuple(found)


def warnings(checks: Iterable[Check]) -> Iterator[InvoiceWarning]:
    """The sums that are off."""
    for check in checks:
        if check.passed or check.difference is None:
            continue
        off = f"{abs(check.difference.quantize(Decimal('0.01'))):f}"
        if check.name == "subtotal_plus_tax_is_total":
            message = f"Subtotal, tax and the other sums differ from the total by {off}."
            yield InvoiceWarning("totals_do_not_balance", message, "total")
        elif check.name.startswith("lines_add_up"):
            message = f"The line items differ from the {check.name.rsplit('_', 1)[1]} by {off}."
            yield InvoiceWarning("lines_do_not_add_up", message, "line_items")


def _check(
    name: str, left: Decimal, right: Decimal, operands: dict[str, Decimal], slack: Decimal = TOLERANCE
) -> Check:
    difference = left - right
    return Check(name, abs(difference) <= slack, difference, operands)


def _total(
    subtotal: Decimal | None,
    tax: Decimal | None,
    total: Decimal | None,
    discount: Decimal | None,
    shipping: Decimal | None,
    rounding: Decimal | None,
    charges: Decimal | None,
) -> Iterator[Check]:
    if subtotal is None or total is None:
        return
    operands = {"subtotal": subtotal, "total": total}
    added = {"tax": tax, "shipping": shipping, "rounding": rounding, "charges": charges}
    printed = {name: value for name, value in added.items() if value is not None}
    operands.update(printed)
    left = subtotal + sum(printed.values(), ZERO) - (discount or ZERO)
    if discount is not None:
        operands["discount"] = discount
    yield _check("subtotal_plus_tax_is_total", left, total, operands)


def _rate(
    subtotal: Decimal | None, tax: Decimal | None, rate: Decimal | None, taxes: tuple[Tax, ...]
) -> Iterator[Check]:
    for row in taxes:
        if row.rate is not None and row.base is not None and row.amount is not None:
            operands = {"base": row.base, "rate": row.rate, "amount": row.amount}
            yield _check("base_times_rate_is_tax", row.base * row.rate, row.amount, operands)
    if not taxes and subtotal is not None and tax is not None and rate is not None:
        operands = {"subtotal": subtotal, "tax_rate": rate, "tax": tax}
        yield _check("subtotal_times_rate_is_tax", subtotal * rate, tax, operands)


def _due(total: Decimal | None, paid: Decimal | None, due: Decimal | None) -> Iterator[Check]:
    if total is not None and paid is not None and due is not None:
        operands = {"total": total, "amount_paid": paid, "amount_due": due}
        yield _check("total_less_paid_is_due", total - paid, due, operands)


def _taxes(tax: Decimal | None, taxes: tuple[Tax, ...]) -> Iterator[Check]:
    amounts = [row.amount for row in taxes if row.amount is not None]
    if tax is not None and len(taxes) > 1 and len(amounts) == len(taxes):
        yield _check("taxes_add_up", sum(amounts, ZERO), tax, {"tax": tax, "sum": sum(amounts, ZERO)})


def _lines(items: tuple[LineItem, ...], subtotal: Decimal | None, total: Decimal | None) -> Iterator[Check]:
    """The lines come to the subtotal, or to the total where prices include tax; empty ones are none."""
    items = tuple(item for item in items if not item.is_empty)
    amounts = [item.amount for item in items if item.amount is not None]
    sums = {"subtotal": subtotal, "total": total}
    printed = {name: value for name, value in sums.items() if value is not None}
    if not amounts or len(amounts) != len(items) or not printed:
        return
    added = sum(amounts, ZERO)
    name = min(printed, key=lambda key: abs(_in_sign_of(printed[key], added) - printed[key]))
    left = _in_sign_of(printed[name], added)
    yield _check(f"lines_add_up_to_{name}", left, printed[name], {"lines": added, name: printed[name]})


def _in_sign_of(printed: Decimal, value: Decimal) -> Decimal:
    """The value with the minus that is printed here or there: credit notes show it once, or twice."""
    return -value if abs(value + printed) <= TOLERANCE else value


def _products(items: tuple[LineItem, ...]) -> Iterator[Check]:
    for number, item in enumerate(items):
        if item.quantity is None or item.unit_price is None or item.amount is None:
            continue
        operands = {"quantity": item.quantity, "unit_price": item.unit_price, "amount": item.amount}
        product = item.quantity * item.unit_price - (item.discount or ZERO)
        if item.amount < 0 < product:
            product = -product  # the minus of what is given back is printed with the amount alone
        slack = TOLERANCE + abs(item.quantity) * _half_step(item.unit_price)
        yield _check(
            f"line_items.{number}.quantity_times_price_is_amount", product, item.amount, operands, slack
        )


def _half_step(price: Decimal) -> Decimal:
    """Half of the last printed decimal of a price, which may have been rounded."""
    exponent = price.as_tuple().exponent
    return Decimal(5).scaleb(exponent - 1) if isinstance(exponent, int) and exponent < 0 else ZERO
