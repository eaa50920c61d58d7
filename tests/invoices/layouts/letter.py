"""The German business letter: window address with the sender in small print, facts at the right,
sentences around the table, and everything about the seller in three columns at the foot."""

from __future__ import annotations

from tests.invoices import wording
from tests.invoices.layouts import parts
from tests.invoices.sheet import Sheet
from tests.invoices.spec import Spec


def draw(spec: Spec) -> bytes:
    sheet = Sheet(spec.paper, family="Times")
    right = sheet.width - 57
    sheet.right(right, 60, spec.vendor.name, size=14, bold=True)
    sheet.text(71, 130, " · ".join(spec.vendor.lines), size=6.5)
    sheet.block(71, 150, spec.customer.lines, size=10.5, leading=13.5)
    for index, (label, value) in enumerate(_short_facts(spec)):
        sheet.text(right - 190, 150 + 14 * index, label, size=9)
        sheet.right(right, 150 + 14 * index, value, size=9)
    sheet.text(71, 260, f"{wording.label(spec, 'invoice')} {spec.invoice_number}", size=14, bold=True)
    y = _table(sheet, spec, right)
    y = parts.draw_sums(sheet, spec, y + 10, label_x=right - 200, value_x=right, size=10)
    if spec.terms:
        sheet.text(71, y + 20, f"{wording.label(spec, 'terms')}: {spec.terms}", size=10)
    _foot(sheet, spec)
    return sheet.finished()


def _short_facts(spec: Spec) -> list[tuple[str, str]]:
    terms = wording.label(spec, "terms")
    return [pair for pair in parts.facts(spec) if pair[0] != terms]


def _table(sheet: Sheet, spec: Spec, right: float) -> float:
    y = 300.0
    xs = (95.0, right - 170, right - 85, right)
    sheet.text(71, y, "#", bold=True)
    sheet.cells(
        y,
        [(x, text, i > 0) for i, (x, text) in enumerate(zip(xs, parts.headings(spec), strict=True))],
        bold=True,
    )
    sheet.line(71, y + 5, right)
    for index, item in enumerate(spec.items, start=1):
        y += 17
        texts = parts.row(spec, item)
        sheet.text(71, y, str(index))
        sheet.cells(y, [(x, text, i > 0) for i, (x, text) in enumerate(zip(xs, texts, strict=True))])
    sheet.line(71, y + 7, right)
    return y + 14


def _foot(sheet: Sheet, spec: Spec) -> None:
    y = sheet.height - 60
    sheet.line(71, y - 14, sheet.width - 57, width=0.25)
    bank = [f"IBAN: {spec.vendor.iban}"] if spec.vendor.iban else []
    sheet.block(71, y, spec.vendor.lines, size=7, leading=9)
    sheet.block(240, y, parts.contact_lines(spec), size=7, leading=9)
    sheet.block(390, y, [*bank, *parts.tax_line(spec)], size=7, leading=9)
