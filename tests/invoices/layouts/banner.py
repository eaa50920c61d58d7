"""The shop system: a coloured band with the seller's name, facts in one line, rows over two lines."""

from __future__ import annotations

from tests.invoices import wording
from tests.invoices.layouts import parts
from tests.invoices.sheet import Sheet
from tests.invoices.spec import Spec


def draw(spec: Spec) -> bytes:
    sheet = Sheet(spec.paper)
    left, right = 50.0, sheet.width - 50
    sheet.box(0, 0, sheet.width, 74, fill="#0d5c63")
    sheet.text(left, 46, spec.vendor.name, size=20, bold=True, colour="#ffffff")
    sheet.right(
        right, 46, f"{wording.label(spec, 'invoice')} {spec.invoice_number}", size=12, colour="#ffffff"
    )
    _facts(sheet, spec, left)
    sheet.text(right - 190, 100, wording.label(spec, "bill_to"), size=8, bold=True)
    sheet.block(right - 190, 114, spec.customer.lines)
    y = _rows(sheet, spec, left, right)
    parts.draw_sums(sheet, spec, y + 12, label_x=right - 200, value_x=right, size=11)
    foot = [", ".join(spec.vendor.address_lines), *parts.tax_line(spec), *parts.contact_lines(spec)]
    sheet.center(sheet.width / 2, sheet.height - 40, f"{spec.vendor.name} | {' | '.join(foot)}", size=7)
    return sheet.finished()


def _facts(sheet: Sheet, spec: Spec, left: float) -> None:
    for index, (label, value) in enumerate(parts.facts(spec)[1:]):
        sheet.text(left, 100 + 15 * index, label, bold=True)
        sheet.text(left + 120, 100 + 15 * index, value)


def _rows(sheet: Sheet, spec: Spec, left: float, right: float) -> float:
    y = 215.0
    sheet.text(left, y, wording.label(spec, "description"), bold=True)
    sheet.right(right, y, wording.label(spec, "amount"), bold=True)
    for item in spec.items:
        y += 24
        description, quantity, price, amount = parts.row(spec, item)
        sheet.text(left, y, description, size=9.5, bold=True)
        sheet.text(left, y + 11, f"{quantity} x {price}", size=8, colour="#555555")
        sheet.right(right, y, amount, size=9.5)
        y += 8
    sheet.line(left, y + 10, right)
    return y + 16
