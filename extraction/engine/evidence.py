"""Why each field has its value: choices and cells turned into `Evidence`, by field path."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from extraction.engine import confidence, paying
from extraction.engine.choice import Choice
from extraction.engine.document import Box, Source
from extraction.engine.invoice import Alternative, Evidence
from extraction.engine.layout import union
from extraction.engine.line_items import Cell
from extraction.engine.understanding import Findings

SUMS = ("subtotal", "tax", "tax_rate", "total", "discount", "shipping", "amount_paid", "amount_due")


def of(found: Findings) -> dict[str, Evidence]:
    """The evidence of a document's header fields and of every cell of its lines."""
    chosen = {path: choice for path, choice in choices(found).items() if choice is not None}
    evidence = {path: _of_choice(found, path, choice) for path, choice in chosen.items()}
    if "due_date" not in evidence:
        evidence.update(_derived_due(found))
    for number, row in enumerate(found.items.rows):
        for name, cell in row.cells.items():
            evidence[f"line_items.{number}.{name}"] = of_cell(found, cell)
    return evidence


def overall(reasons: dict[str, Evidence]) -> float:
    """The confidence of a document, by those of its header fields."""
    known = {path: reasons[path].confidence for path in confidence.HEADER if path in reasons}
    return round(confidence.overall(known), 4)


def choices(found: Findings) -> dict[str, Choice[Any] | None]:
    """What was chosen for each header field."""
    seller, buyer = found.parties.seller, found.parties.buyer
    return {
        "vendor.name": seller.name,
        "vendor.address": seller.address,
        "vendor.tax_id": seller.tax_id,
        "customer.name": buyer.name,
        "customer.address": buyer.address,
        "customer.tax_id": buyer.tax_id,
        "invoice_number": found.number,
        "date": found.dates.issued,
        "due_date": found.dates.due,
        "currency": found.currency,
        "payment_terms": found.terms,
        "purchase_order": found.purchase_order,
        "payment.reference": found.reference,
        **{name: getattr(found.totals, name) for name in SUMS},
    }


def balance(found: Findings, path: str) -> bool | None:
    """Whether the sums that a field is one of add up; None where it is none of them."""
    return found.totals.balanced if path in SUMS else None


def _of_choice(found: Findings, path: str, choice: Choice[Any]) -> Evidence:
    span = choice.spans[0]
    sure = confidence.of(path, choice, balanced=balance(found, path)) * _in_this_order(found, choice)
    return Evidence(
        confidence=round(sure, 4),
        page=span.page,
        bbox=fractions(found, span.page, union(s.box for s in choice.spans if s.page == span.page)),
        text=" ".join(s.text for s in choice.spans),
        source=choice.read_from,
        label=choice.label,
        alternatives=tuple(_alternative(found, path, other, left=1 - sure) for other in choice.alternatives),
    )


def _alternative(found: Findings, path: str, other: Choice[Any], *, left: float) -> Alternative:
    """Another value that a field could have; no surer than the chosen one leaves room for."""
    sure = confidence.of(path, other) * _in_this_order(found, other)
    return Alternative(as_text(other.value), round(min(sure, left), 4), other.read_from)


def _in_this_order(found: Findings, choice: Choice[Any]) -> float:
    """How likely a date is read in the right order of day and month; 1 for all that does not hang on that."""
    if not found.order.ambiguous or not isinstance(choice.value, date):
        return 1.0
    printed = next((c.value for c in found.sheet.dates if c.span == choice.spans[0]), None)
    if printed is None or not printed.ambiguous:
        return 1.0
    chosen = printed.value(found.order.order) == choice.value
    return found.order.confidence if chosen else 1 - found.order.confidence


def _derived_due(found: Findings) -> dict[str, Evidence]:
    """Where no due date is printed, the one that follows from the terms, as an alternative only."""
    issued, conditions = found.dates.issued, found.terms
    days = paying.days(conditions.value) if conditions else None
    if issued is None or conditions is None or days is None:
        return {}
    derived = Alternative((issued.value + timedelta(days=days)).isoformat(), 0.5, Source.DERIVED)
    return {"due_date": Evidence(0.0, None, None, None, Source.DERIVED, alternatives=(derived,))}


def of_cell(found: Findings, cell: Cell) -> Evidence:
    """The evidence of one cell of the lines."""
    return Evidence(
        confidence=round(cell.confidence, 4),
        page=cell.page,
        bbox=fractions(found, cell.page, cell.box),
        text=cell.text,
        source=cell.source,
        label=cell.label,
    )


def fractions(found: Findings, number: int, box: Box) -> tuple[float, float, float, float]:
    """A box on a page as fractions of the page as it was sent."""
    shown = found.sheet.page(number).as_shown(box)
    x0, y0, x1, y1 = [round(min(1.0, max(0.0, edge)), 4) for edge in shown]
    return x0, y0, x1, y1


def as_text(value: Any) -> str:
    """A value as the text of its JSON form."""
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
