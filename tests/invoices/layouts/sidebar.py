"""The agency: a dark bar at the left with all the facts, the buyer first, the total large at the top."""

from __future__ import annotations

from tests.invoices import wording
from tests.invoices.layouts import parts
from tests.invoices.sheet import Sheet
from tests.invoices.spec import Spec

BAR = 175


def draw(spec: Spec) -> bytes:
    sheet = Sheet(spec.paper)
    sheet.box(0, 0, BAR, sheet.height, fill="#22313f")
    y = 70.0
    for label, value in parts.facts(spec):
        sheet.text(24, y, label, size=7.5, colour="#b8c4ce")
        sheet.text(24, y + 13, value, size=10, bold=True, colour="#ffffff")
        y += 36
    left, right = BAR + 30, sheet.width - 36
    sheet.text(
        left,
        70,
        f"{wording.label(spec, 'total')}: {wording.money(spec, spec.total, symbol=True)}",
        size=18,
        bold=True,
    )
    sheet.text(left, 102, wording.label(spec, "bill_to"), size=8, colour="#667788")
    sheet.block(left, 116, spec.customer.lines, leading=13)
    y = _rows(sheet, spec, left, right)
    parts.draw_sums(sheet, spec, y + 16, label_x=right - 170, value_x=right)
    foot = sheet.height - 96
    sheet.text(left, foot, spec.vendor.name, size=11, bold=True)
    sheet.block(
        left,
        foot + 14,
        [*spec.vendor.address_lines, *parts.contact_lines(spec), *parts.tax_line(spec)],
        size=8,
        leading=10,
    )
    return sheet.finished()


def _rows(sheet: Sheet, spec: Spec, left: float, right: float) -> float:
    xs = (left, right - 150, right - 75, right)
    y = 200.0
    sheet.cells(
        y,
        [(x, text, i > 0) for i, (x, text) in enumerate(zip(xs, parts.headings(spec), strict=True))],
        size=8,
    )
    for item in spec.items:
        y += 20
        texts = parts.row(spec, item)
        sheet.cells(
            y, [(x, text, i > 0) for i, (x, text) in enumerate(zip(xs, texts, strict=True))], size=8.5
        )
    sheet.line(left, y + 8, right, width=1)
    return y + 8
