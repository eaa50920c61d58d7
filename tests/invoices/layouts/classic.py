"""The American office suite: seller at the top left, facts at the right, "Bill To" below."""

from __future__ import annotations

from tests.invoices import wording
from tests.invoices.layouts import parts
from tests.invoices.sheet import Sheet
from tests.invoices.spec import Spec

BOTTOM = 690


def draw(spec: Spec) -> bytes:
    sheet = Sheet(spec.paper)
    right = sheet.width - 54
    _head(sheet, spec, right)
    y = _table(sheet, spec, right)
    parts.draw_sums(sheet, spec, y + 14, label_x=right - 190, value_x=right - 4, size=10)
    sheet.center(sheet.width / 2, sheet.height - 48, wording.label(spec, "thanks"), size=9)
    return sheet.finished()


def _head(sheet: Sheet, spec: Spec, right: float) -> None:
    sheet.text(54, 66, spec.vendor.name, size=16, bold=True)
    below = [*spec.vendor.address_lines, *parts.contact_lines(spec), *parts.tax_line(spec)]
    sheet.block(54, 84, below)
    sheet.right(right, 70, wording.label(spec, "invoice").upper(), size=22, bold=True, colour="#1f3f77")
    for index, (label, value) in enumerate(parts.facts(spec)):
        sheet.text(right - 200, 96 + 14 * index, f"{label}:", bold=True)
        sheet.right(right, 96 + 14 * index, value)
    sheet.text(54, 186, f"{wording.label(spec, 'bill_to')}:", size=10, bold=True)
    sheet.block(54, 200, spec.customer.lines)


def _table(sheet: Sheet, spec: Spec, right: float) -> float:
    y = 276.0
    _row(sheet, parts.headings(spec), y, right, bold=True)
    for item in spec.items:
        y += 18
        if y > BOTTOM:
            sheet.next_page()
            y = 72
            _row(sheet, parts.headings(spec), y, right, bold=True)
            y += 18
        _row(sheet, parts.row(spec, item), y, right)
    sheet.line(54, y + 6, right)
    return y + 12


def _row(sheet: Sheet, texts: list[str], y: float, right: float, *, bold: bool = False) -> None:
    if bold:
        sheet.box(54, y - 12, right - 54, 17, fill="#dde4f0")
    xs = (58.0, right - 190, right - 95, right - 4)
    cells = [(x, text, index > 0) for index, (x, text) in enumerate(zip(xs, texts, strict=True))]
    sheet.cells(y, cells, bold=bold)
