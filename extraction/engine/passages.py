"""A sentence that may go on in the line below."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extraction.engine import paying
from extraction.engine.candidates import Sheet
from extraction.engine.document import Source
from extraction.engine.layout import Segment
from extraction.engine.spans import Span, whole

_MISREAD = re.compile(r"(?<=\d)[oO](?= ?[^\W\d_]{2})")
_MARKS = " :.-,;(|/–"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a line, and the line that goes on with it."""

    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        return " ".join(span.text for span in self.spans)

    @property
    def words(self) -> str:
        """The text without the marks around it; an OCR's "3o days" are 30."""
        scanned = self.spans[0].source is Source.OCR
        return (_MISREAD.sub("0", self.text) if scanned else self.text).strip(_MARKS)

    @property
    def first(self) -> str:
        """Its first sentence."""
        _, end = next(paying.sentences(self.text))
        return self.text[:end]

    def until(self, end: int) -> Passage:
        """The same up to a character of its text."""
        top, *below = self.spans
        length = top.end - top.start
        if end <= length + 1 or not below:
            return Passage((Span(top.segment, top.start, min(top.end, top.start + end)),))
        return Passage((top, Span(below[0].segment, 0, end - length - 1)))


def of(sheet: Sheet, span: Span) -> Passage:
    """What begins with a stretch of a segment; it goes on where the segment's end is not its own."""
    below = segment_below(sheet, span.segment) if span.end == len(span.segment.text) else None
    if below is None or not _goes_on(span.text, below.text):
        return Passage((span,))
    return Passage((span, whole(below)))


def segment_below(sheet: Sheet, segment: Segment) -> Segment | None:
    """What begins in the next line where this does, close below."""
    page = sheet.page(segment.page)
    for line in page.lines[segment.line + 1 : segment.line + 2]:
        for below in line.segments:
            near = below.box.y0 - segment.box.y1 < page.line_height
            if near and abs(below.box.x0 - segment.box.x0) < page.line_height:
                labelled = any(label.initial and label.colon for label in sheet.labels.of(below))
                return None if labelled else below
    return None


def _goes_on(text: str, below: str) -> bool:
    ended = text.rstrip().endswith((".", ":", ";", "!"))
    return not ended and (below[:1].islower() or paying.leads_on(text))
