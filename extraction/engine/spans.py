"""A stretch of a segment's text, and where it stands on the page."""

from __future__ import annotations

from dataclasses import dataclass

from extraction.engine.document import Box, Source, Word
from extraction.engine.layout import Segment, union


@dataclass(frozen=True, slots=True)
class Span:
    """The characters from `start` to `end` of a segment."""

    segment: Segment
    start: int
    end: int

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

    @property
    def words(self) -> tuple[Word, ...]:
        """The words that the stretch touches."""
        touched, position = [], 0
        for word in self.segment.words:
            end = position + len(word.text)
            if position < self.end and end > self.start:
                touched.append(word)
            position = end + 1
        return tuple(touched) or self.segment.words

    @property
    def box(self) -> Box:
        return union(word.box for word in self.words)

    @property
    def source(self) -> Source:
        return self.words[0].source

    @property
    def read_confidence(self) -> float:
        return min(word.confidence for word in self.words)


def whole(segment: Segment) -> Span:
    """All of a segment."""
    return Span(segment, 0, len(segment.text))
