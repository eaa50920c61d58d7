"""What columns and paragraphs around a party tell: how to reach, tax and pay it."""

from __future__ import annotations

from extraction.engine.candidates import Sheet
from extraction.engine.document import Box
from extraction.engine.layout import PageLayout
from extraction.engine.parties.block import OTHERS

COLUMN = 10.0  # line heights below a party in which its column may go on
_OF_PAPER = ("header.", "columns.", "totals.", "title.", *OTHERS)
_BELONGINGS = frozenset({"party.contact", "party.tax_id", "party.bank", "party.register"})


def beside(sheet: Sheet, page: PageLayout, box: Box) -> set[str]:
    """What columns at the height of a footer's block tell: how to reach, tax and pay somebody."""
    height = page.line_height
    top, bottom = box.y0 - 1.5 * height, box.y1 + 0.5 * height
    columns = (s for s in page.segments if s.box.y0 >= top and s.box.y1 <= bottom)
    kinds = (sheet.kinds(label) for s in columns for label in sheet.labels.of(s)[:1] if label.initial)
    return {kind for some in kinds for kind in some} & _BELONGINGS


def below(sheet: Sheet, page: PageLayout, box: Box) -> frozenset[str]:
    """What paragraphs under a party, in its column, tell: how to reach, tax and pay it."""
    told, aside = set[str](), 0.5 * page.line_height
    for segment in page.segments:
        if segment.box.y0 <= box.y1 or abs(segment.box.x0 - box.x0) > aside:
            continue
        if segment.box.y0 - box.y1 >= COLUMN * page.line_height:
            continue
        label = next(iter(sheet.labels.of(segment)), None)
        kinds = sheet.kinds(label) if label and label.initial else frozenset()
        if any(kind.startswith(_OF_PAPER) for kind in kinds - _BELONGINGS) and not kinds & _BELONGINGS:
            break
        told |= kinds & _BELONGINGS
    return frozenset(told)
