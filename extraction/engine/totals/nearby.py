"""Labels a line off: above and to the left of an amount set lower than its label, or right below it."""

from __future__ import annotations

from collections.abc import Iterator

from extraction.engine.candidates import Candidate, Sheet
from extraction.engine.layout import Line, Segment, overlap
from extraction.engine.values.numbers import Number

STAGGERED = 0.6
BELOW = 0.5
CLOSE = 1.2  # line heights between an amount and such a label


def labels(sheet: Sheet, candidate: Candidate[Number]) -> Iterator[tuple[Segment, float]]:
    """Segments that may name an amount which nothing beside or above it names, and how plainly."""
    lines = sheet.page(candidate.span.page).lines
    at = candidate.span.segment.line
    if at and len(lines[at].segments) == 1 and len(lines[at - 1].segments) == 1:
        before = lines[at - 1].segments[0]
        if before.box.x1 <= candidate.span.box.x0 and _is_close(sheet, lines[at - 1], lines[at]):
            yield from _wordy(before, STAGGERED)
    if at + 1 < len(lines) and _is_close(sheet, lines[at], lines[at + 1]):
        for segment in lines[at + 1].segments:
            box, under = candidate.span.box, segment.box
            if overlap(box.x0, box.x1, under.x0, under.x1) > 0:
                yield from _wordy(segment, BELOW)


def _is_close(sheet: Sheet, upper: Line, lower: Line) -> bool:
    return lower.box.y0 - upper.box.y1 <= CLOSE * sheet.page(upper.page).line_height


def _wordy(segment: Segment, strength: float) -> Iterator[tuple[Segment, float]]:
    """The segment, unless it has figures of its own but for a rate."""
    figures = sum(c.isdigit() for c in segment.text.split("%")[0] if "%" not in segment.text)
    if not figures:
        yield segment, strength
