"""A form: everything in ruled boxes, labels small above their values, both parties side by side."""

from __future__ import annotations

from tests.invoices import wording
from tests.invoices.layouts import parts
from tests.invoices.sheet import Sheet
from tests.invoices.spec import Spec

ROW = 20


def draw(spec: Spec) -> bytes:
    sheet = Sheet(spec.paper)
    left, right = 45.0, sheet.width - 45
    sheet.center(sheet.width / 2, 56, wording.label(spec, "invoice").upper(), size=17, bold=True)
    _parties(sheet, spec, left, right)
    _facts(sheet, spec, left, right)
    y = _table(sheet, spec, left, right)
    for label, value in parts.sums(spec):
        sheet.box(right - 210, y, 120, ROW)
        sheet.box(right - 90, y, 90, ROW)
        sheet.text(right - 205, y + 14, label, bold=True)
        sheet.right(right - 5, y + 14, value)
        y += ROW
    return sheet.finished()


def _parties(sheet: Sheet, spec: Spec, left: float, right: float) -> None:
    half = (right - left) / 2
    sheet.box(left, 72, half, 92)
    sheet.box(left + half, 72, half, 92)
    sheet.text(left + 6, 88, spec.vendor.name, size=11, bold=True)
    sheet.block(
        left + 6,
        102,
        [*spec.vendor.address_lines, *parts.contact_lines(spec), *parts.tax_line(spec)],
        leading=11,
    )
    sheet.text(left + half + 6, 83, wording.label(spec, "bill_to"), size=6.5)
    sheet.block(left + half + 6, 97, spec.customer.lines, leading=12)


def _facts(sheet: Sheet, spec: Spec, left: float, right: float) -> None:
    pairs = parts.facts(spec)
    width = (right - left) / len(pairs)
    for index, (label, value) in enumerate(pairs):
        sheet.box(left + index * width, 172, width, 30)
        sheet.text(left + index * width + 4, 181, label, size=6.5)
        sheet.text(left + index * width + 4, 195, value, size=9, bold=True)


def _table(sheet: Sheet, spec: Spec, left: float, right: float) -> float:
    edges = [left, left + 60, right - 180, right - 90, right]
    y = 220.0
    for index, texts in enumerate([parts.headings(spec), *(parts.row(spec, item) for item in spec.items)]):
        description, quantity, price, amount = texts
        for x0, x1, text in zip(edges[:-1], edges[1:], (quantity, description, price, amount), strict=True):
            sheet.box(x0, y, x1 - x0, ROW)
            if text == description:
                sheet.text(x0 + 5, y + 14, text, bold=index == 0)
            else:
                sheet.right(x1 - 5, y + 14, text, bold=index == 0)
        y += ROW
    return y
