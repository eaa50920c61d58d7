"""Where a page says what a value is: the phrases (`phrases`) found in its segments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extraction.engine import phrases, vocabulary
from extraction.engine.document import Source
from extraction.engine.layout import Layout, Segment
from extraction.engine.phrases import Phrase
from extraction.engine.records import record
from extraction.engine.spans import Span
from extraction.engine.vocabulary import Meaning

SHORTEST_FOREIGN = 3


@record()
class Label:
    """A phrase at its place. `initial` when it begins its segment, `final` when it ends it."""

    span: Span
    meanings: tuple[Meaning, ...]
    initial: bool
    final: bool
    colon: bool
    exact: bool = True

    @property
    def whole(self) -> bool:
        return self.initial and self.final

    @property
    def key(self) -> str:
        return vocabulary.key(self.span.text)

    def kinds(self, languages: Sequence[str]) -> frozenset[str]:
        """What the phrase means in these languages; in any language if it is in none of them, unless it is
        a letter or two, which mean something else everywhere.
        """
        here = frozenset(meaning.kind for meaning in self.meanings if meaning.language in languages)
        if here or len(self.key) < SHORTEST_FOREIGN:
            return here
        return frozenset(meaning.kind for meaning in self.meanings)


class Labels:
    """The labels of a document by segment."""

    def __init__(self, by_segment: Mapping[int, tuple[Label, ...]]) -> None:
        self._by_segment = by_segment

    def of(self, segment: Segment) -> tuple[Label, ...]:
        return self._by_segment.get(id(segment), ())

    def __iter__(self) -> Iterator[Label]:
        return (label for labels in self._by_segment.values() for label in labels)


def find(layout: Layout) -> Labels:
    """Every phrase of every language in a document; the longest at each place."""
    found = {id(segment): _in_segment(segment) for segment in layout.segments}
    return Labels({place: labels for place, labels in found.items() if labels})


def _in_segment(segment: Segment) -> tuple[Label, ...]:
    scanned = segment.words[0].source is Source.OCR
    return tuple([_label(segment, phrase) for phrase in phrases.find(segment.text, scanned=scanned)])


def _label(segment: Segment, phrase: Phrase) -> Label:
    span = Span(segment, phrase.start, phrase.end)
    return Label(span, phrase.meanings, phrase.initial, phrase.final, phrase.colon, phrase.exact)
