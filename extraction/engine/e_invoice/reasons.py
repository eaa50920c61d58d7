"""Why an e-invoice's values are what they are: the confidence of each, and its place where it is printed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from extraction.engine import confidence, evidence
from extraction.engine.document import Source
from extraction.engine.e_invoice.comparing import Comparison
from extraction.engine.e_invoice.places import Place
from extraction.engine.invoice import Alternative, Evidence
from extraction.engine.layout import union
from extraction.engine.line_items import Cell
from extraction.engine.understanding import Findings

# Of a value that the page shows too, that the e-invoice alone states, that the page shows otherwise.
# They are set by hand: documents to fit them on are too few.
AGREED, ALONE, DISPUTED = 0.998, 0.99, 0.9


def of_field(found: Findings, comparison: Comparison) -> Evidence:
    """A field's evidence: the box of the same value on the page, or that of the one printed instead."""
    text = evidence.as_text(comparison.value)
    if comparison.instead is not None:
        other = comparison.instead
        sure = round(confidence.of(comparison.path, other), 4)
        alternative = Alternative(evidence.as_text(other.value), sure, other.read_from)
        there = _at(found, Place(other.spans, settles=False, label=other.label), DISPUTED)
        return replace(there, text=text, alternatives=(alternative,))
    if comparison.place is not None:
        return _at(found, comparison.place, AGREED)
    return Evidence(ALONE, None, None, text, Source.E_INVOICE)


def of_cell(found: Findings, value: Any, cell: Cell | None, *, agrees: bool, disputed: bool) -> Evidence:
    """The evidence of a line's cell; `cell` is what its printed row shows there."""
    text = evidence.as_text(value)
    if cell is None or not (agrees or disputed):
        return Evidence(ALONE, None, None, text, Source.E_INVOICE)
    there = evidence.of_cell(found, cell)
    if agrees:
        return replace(there, confidence=AGREED, source=Source.E_INVOICE)
    alternative = Alternative(evidence.as_text(cell.value), there.confidence, there.source)
    return replace(
        there, confidence=DISPUTED, text=text, source=Source.E_INVOICE, alternatives=(alternative,)
    )


def _at(found: Findings, place: Place, sure: float) -> Evidence:
    page = place.spans[0].page
    spans = [span for span in place.spans if span.page == page]
    return Evidence(
        confidence=sure,
        page=page,
        bbox=evidence.fractions(found, page, union(span.box for span in spans)),
        text=" ".join(span.text for span in place.spans),
        source=Source.E_INVOICE,
        label=place.label,
    )
