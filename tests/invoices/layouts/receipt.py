"""The till: a narrow strip in a typewriter's letters, no buyer, no headings, paid in cash."""

from __future__ import annotations

from tests.invoices import wording
from tests.invoices.layouts import parts
from tests.invoices.sheet import Sheet
from tests.invoices.spec import Spec

WIDTH = 226


def draw(spec: Spec) -> bytes:
    sheet = Sheet((WIDTH, 250.0 + 24 * len(spec.items)), family="Courier")
    middle, right = WIDTH / 2, WIDTH - 14
    sheet.center(middle, 28, spec.vendor.name, size=11, bold=True)
    y = 42.0
    for line in [*spec.vendor.address_lines, *parts.contact_lines(spec), *parts.tax_line(spec)]:
        sheet.center(middle, y, line, size=8)
        y += 11
    y += 8
    sheet.text(14, y, spec.invoice_number, size=8)
    sheet.right(right, y, wording.day(spec, spec.date), size=8)
    y += 16
    for item in spec.items:
        sheet.text(14, y, item.description, size=8)
        sheet.text(
            22,
            y + 10,
            f"{wording.quantity(spec, item.quantity)} x {wording.money(spec, item.unit_price)}",
            size=8,
        )
        sheet.right(right, y + 10, wording.money(spec, item.amount), size=8)
        y += 24
    _paid(sheet, spec, y, right)
    return sheet.finished()


def _paid(sheet: Sheet, spec: Spec, y: float, right: float) -> None:
    sheet.line(14, y - 6, right)
    y = parts.draw_sums(sheet, spec, y + 8, label_x=14, value_x=right)
    sheet.text(14, y, wording.label(spec, "cash"), size=9)
    sheet.right(right, y, wording.money(spec, spec.total, symbol=True), size=9)
    sheet.center(WIDTH / 2, y + 24, wording.label(spec, "thanks"), size=7)
