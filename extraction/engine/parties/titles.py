"""What a paper says of itself, and no name: "Ticket de caisse TVA", "BTW-kasticket"."""

from __future__ import annotations

from extraction.engine.candidates import Sheet
from extraction.engine.labels import Label
from extraction.engine.layout import Segment

_TAX = "totals.tax"


def is_title(sheet: Sheet, segment: Segment) -> bool:
    """Whether a segment is a paper's title and nothing else but the name of a tax."""
    labels = sheet.labels.of(segment)
    if not any(_titles(sheet, label) for label in labels):
        return False
    said = [label.span for label in labels if _titles(sheet, label) or _TAX in sheet.kinds(label)]
    covered = {at for span in said for at in range(span.start, span.end)}
    return all(at in covered for at, character in enumerate(segment.text) if character.isalnum())


def _titles(sheet: Sheet, label: Label) -> bool:
    return any(kind.startswith("title.") for kind in sheet.kinds(label))
