"""A stretch of a segment's text, and where it stands on the page."""

from __future__ import annotations

from extraction.engine.document import Box, Source, Word
from extraction.engine.layout import Segment, union
from extraction.engine.records import cached_property, record


@record(slots=False)
class Span:
    """The characters from `start` to `end` of a segment. Where they stand is kept: it is asked many times."""

    segment: Segment
    start: int
    end: int

    def __hash__(self) -> int:
        """By what tells spans apart, as segments do: places are looked up by span many times."""
        return hash((self.start, self.end, self.segment.text, self.segment.line))

    @property
    def text(self) -> str:
        return self.segment.text[self.start : self.end]

    @property
    def before(self) -> str:
        return self.segment.text[: self.start]

    @property
    def after(self) -> str:
        return self.segment.text[self.end :]

    @property
    def page(self) -> int:
        return self.segment.page

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words that the stretch touches."""
        if self.start <= 0 and self.end >= len(self.segment.text):
            return self.segment.words
        touched, position = [], 0
        for word in self.segment.words:
            end = position + len(word.text)
            if position < self.end and end > self.start:
                touched.append(word)
            position = end + 1
        return tuple(touched) or self.segment.words

    @cached_property
    def box(self) -> Box:
        return self.segment.box if self.words is self.segment.words else union([w.box for w in self.words])

    def overlaps(self, other: Span) -> bool:
        return self.segment is other.segment and self.start < other.end and other.start < self.end

    @property
    def source(self) -> Source:
        return self.words[0].source

    @property
    def read_confidence(self) -> float:
        return min([word.confidence for word in self.words])


def whole(segment: Segment) -> Span:
    """All of a segment."""
    return Span(segment, 0, len(segment.text))
