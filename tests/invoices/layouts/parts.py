"""Pieces that several layouts share: labelled facts, the rows of a table, the sums below it."""

from __future__ import annotations

from tests.invoices import wording
from tests.invoices.sheet import Sheet
from tests.invoices.spec import Item, Spec


def facts(spec: Spec) -> list[tuple[str, str]]:
    """What is printed about the invoice itself, as pairs of label and value."""
    pairs = [("number", spec.invoice_number), ("date", wording.day(spec, spec.date))]
    if spec.due_date:
        pairs.append(("due", wording.day(spec, spec.due_date)))
    if spec.purchase_order:
        pairs.append(("order", spec.purchase_order))
    if spec.terms:
        pairs.append(("terms", spec.terms))
    return [(wording.label(spec, name), value) for name, value in pairs]


def headings(spec: Spec) -> list[str]:
    return [wording.label(spec, name) for name in ("description", "quantity", "price", "amount")]


def row(spec: Spec, item: Item) -> list[str]:
    return [
        item.description,
        wording.quantity(spec, item.quantity),
        wording.money(spec, item.unit_price),
        wording.money(spec, item.amount),
    ]


def sums(spec: Spec) -> list[tuple[str, str]]:
    pairs = []
    if spec.tax_rate is not None:
        tax = f"{wording.label(spec, 'tax')} ({wording.percent(spec, spec.tax_rate)})"
        pairs += [
            (wording.label(spec, "subtotal"), wording.money(spec, spec.subtotal, symbol=True)),
            (tax, wording.money(spec, spec.tax, symbol=True)),
        ]
    return [*pairs, (wording.label(spec, "total"), wording.money(spec, spec.total, symbol=True))]


def tax_line(spec: Spec) -> list[str]:
    label = spec.vendor.tax_label or wording.label(spec, "tax_id")
    return [f"{label}: {spec.vendor.tax_id}"] if spec.vendor.tax_id else []


def contact_lines(spec: Spec) -> list[str]:
    return [line for line in (spec.vendor.phone, spec.vendor.email) if line]


def draw_sums(
    sheet: Sheet, spec: Spec, y: float, *, label_x: float, value_x: float, size: float = 9
) -> float:
    """Sums below each other, the total in bold; the y after it."""
    pairs = sums(spec)
    for index, (label, value) in enumerate(pairs):
        last = index == len(pairs) - 1
        sheet.text(label_x, y, label, size=size, bold=last)
        sheet.right(value_x, y, value, size=size, bold=last)
        y += 1.8 * size
    return y
