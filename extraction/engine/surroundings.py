"""What stands around a place on a page, and which labels speak for it.

A label speaks for a value from before it in the same segment, from its left on the line, or from
above it in the column; `Support.strength` says how plainly it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter

from extraction.engine import stacks, trailing, vocabulary
from extraction.engine.document import Box
from extraction.engine.labels import Label, Labels
from extraction.engine.layout import Layout, Line, PageLayout, Segment
from extraction.engine.records import cached_property, record
from extraction.engine.spans import Span, whole
from extraction.engine.values import currencies
from extraction.engine.values.remembering import remembered

TRAILING = 0.75  # how plainly a label speaks that follows its value
OVER_BOTH = 0.85  # or that stands over a value and the one beside it
FARTHEST_ABOVE = 3.2  # line heights between a label and the value below it
SHIFTED = 2.0  # line heights that a value may stand to the right of the head of its column
_STRENGTH = attrgetter("strength")
_OF_ITEMS = frozenset({"columns.description", "columns.unit_price"})
_QUANTITY = "columns.quantity"
_OF_FACTS = frozenset({"header.due_date", "header.invoice_number"})  # such a row is a strip of facts
_RATE = re.compile(r"\d+(?:[.,]\d+)?\s?%")
_ENUMERATED = re.compile(r"^\W?\d{1,2}[.)]\s")  # "1. Invoice number", as forms number their boxes
_FIGURES = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]{2,}")
_AMOUNT = re.compile(r"(?<![\d.,])\d[\d.,' ]{0,12}[.,]\d\d(?![\d.,:]|\s?%)")


@record()
class Support:
    """A label that speaks for a value, and how plainly: 1.0 stands directly before it."""

    label: Label
    kinds: frozenset[str]
    strength: float


@dataclass(frozen=True)
class Surroundings:
    """A document laid out and labelled."""

    layout: Layout
    labels: Labels
    languages: tuple[str, ...]
    _pages: dict[int, PageLayout] = field(init=False, default_factory=dict)
    _kinds: dict[int, frozenset[str]] = field(init=False, default_factory=dict)  # by label
    _supports: dict[tuple[int, int, int], tuple[Support, ...]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._pages.update({page.number: page for page in self.layout.pages})

    def page(self, number: int) -> PageLayout:
        return self._pages[number]

    def line_of(self, segment: Segment) -> Line:
        return self._pages[segment.page].lines[segment.line]

    @cached_property
    def stacks(self) -> tuple[Sequence[Segment], ...]:
        """The segments of each page that are read as one."""
        return tuple(stack for page in self.layout.pages for stack in stacks.of_page(page))

    def kinds(self, label: Label) -> frozenset[str]:
        """What a label means in the document's languages; kept, as every stage asks for it."""
        known = self._kinds.get(id(label))
        if known is None:
            known = self._kinds[id(label)] = label.kinds(self.languages)
        return known

    def phrases(self, kind: str) -> frozenset[str]:
        """The keys of all that says so in the document's languages."""
        return _phrases(kind, self.languages)

    def heads_items(self, segment: Segment) -> bool:
        """Whether a segment stands in the head of a table of line items."""
        return (segment.page, segment.line) in self._item_heads

    @cached_property
    def item_heads(self) -> tuple[tuple[int, float], ...]:
        """The page and the top of each line that heads line items."""
        return tuple(sorted((page, self._pages[page].lines[at].box.y0) for page, at in self._item_heads))

    @cached_property
    def _item_heads(self) -> frozenset[tuple[int, int]]:
        heads = set()
        for line in self.layout.lines:
            kinds = [
                self.kinds(label)
                for segment in line.segments
                for label in self.labels.of(segment)
                if not label.colon and not _has_value_inside(label) and not self._names_two_facts(segment)
            ]
            columns = [k for k in kinds if any(kind.startswith("columns.") for kind in k)]
            counted = any(_QUANTITY in k for k in columns) and not any(k & _OF_FACTS for k in kinds)
            titled = len(columns) >= 2 and (counted or any(k & _OF_ITEMS for k in columns))
            valued = any(segment.text.startswith(":") for segment in line.segments)
            if titled and not valued and not _AMOUNT.search(line.segments[-1].text):
                heads.add((line.page, line.index))
        return frozenset(heads)

    def _names_two_facts(self, segment: Segment) -> bool:
        """Whether a segment is the label of two facts, "Number/date", and not the heads of two columns."""
        return "/" in segment.text and _are_all(segment, self.labels.of(segment))

    def supports(self, span: Span) -> tuple[Support, ...]:
        """The labels that speak for a value, the plainest first; kept, as it may be read in several ways."""
        place = id(span.segment), span.start, span.end
        known = self._supports.get(place)
        if known is None:
            above = list(self._above(span)) or list(self._over_both(span))
            found = [*self._before(span), *self._left(span), *above] or list(self._trailing(span))
            known = self._supports[place] = tuple(sorted(found, key=_STRENGTH, reverse=True))
        return known

    def words_beside(self, span: Span) -> str:
        """The words that stand where a label would: before a value, at its left, or above it."""
        before = _FIGURES.split(span.before)[-1]
        if _WORD.search(before):
            return before
        left = [s for s in self.line_of(span.segment).segments if s.box.x1 <= span.segment.box.x0]
        if left and _WORD.search(left[-1].text):
            return "" if _FIGURES.search(left[-1].text) else left[-1].text
        page = self.page(span.page)
        above = next(self._column_above(span, page), None)
        if above is None or span.box.y0 - above.box.y1 > FARTHEST_ABOVE * page.line_height:
            return ""
        if _FIGURES.search(above.text):
            return ""
        return _text_over(span, above, self.labels.of(above))

    def _over_both(self, span: Span) -> Iterable[Support]:
        """A label of two facts over what holds both, though not over this one: "Number/date"."""
        page, value = self.page(span.page), span.segment
        above = next(self._column_above(whole(value), page), None) if "/" in value.text else None
        if above is None or value.box.y0 - above.box.y1 > FARTHEST_ABOVE * page.line_height:
            return
        if self._names_two_facts(above):
            for label in self.labels.of(above):
                yield Support(label, self.kinds(label), OVER_BOTH)

    def _trailing(self, span: Span) -> Iterable[Support]:
        for label in trailing.of(self.page(span.page), self.labels, span):
            yield Support(label, self.kinds(label), TRAILING)

    def _before(self, span: Span) -> Iterable[Support]:
        before = (label for label in self.labels.of(span.segment) if label.span.end <= span.start)
        labels = [label for label in before if label.key not in _ands()]
        joined = len(labels) > 1 and _are_joined(*labels[-2:])
        for distance, label in enumerate(reversed(labels[-2:])):
            between = span.segment.text[(labels[-1] if joined else label).span.end : span.start]
            strength = (1.0 if label.exact else 0.95) - _between_penalty(between)
            strength -= 0.0 if joined else 0.25 * distance
            if strength > 0.2:
                yield Support(label, self.kinds(label), strength)

    def _left(self, span: Span) -> Iterable[Support]:
        if self.labels.of(span.segment) and self._first_label_is_before(span):
            return
        line = self.line_of(span.segment)
        height = self.page(line.page).line_height
        strength = 0.97
        for segment in reversed(line.segments):
            if segment.box.x0 >= span.segment.box.x0:
                continue
            gap = (span.segment.box.x0 - segment.box.x1) / height
            labels = self.labels.of(segment)
            if labels:
                if _is_value(segment, labels):
                    return
                together = _are_all(segment, labels)
                for label in {labels[0].span.start: labels[0], labels[-1].span.start: labels[-1]}.values():
                    placed = 0.0 if label.final or together else 0.12 if label.initial else 0.3
                    yield Support(label, self.kinds(label), max(0.2, strength - 0.006 * gap - placed))
                return
            if _WORD.search(segment.text) and not _is_money_word(segment.text):
                strength -= 0.25
            else:
                strength -= 0.12
            if strength < 0.3:
                return

    def _first_label_is_before(self, span: Span) -> bool:
        return self.labels.of(span.segment)[0].span.end <= span.start

    def _above(self, span: Span) -> Iterable[Support]:
        page = self.page(span.page)
        height = max(page.line_height, span.segment.height * 0.7)
        top, strength = span.box.y0, 0.9
        for segment in self._column_above(span, page):
            gap = (top - segment.box.y1) / height
            if gap > FARTHEST_ABOVE:
                return
            labels = self.labels.of(segment)
            own = [label for label in labels if label.whole] or [
                label for label in labels if label.initial and not _has_value_inside(label)
            ]
            if not own:
                return
            aligned = _aligned(span, segment, height)
            taken = 0.2 if self._has_value_beside(segment, height) else 0.0
            value = strength - 0.05 * max(gap, 0) - (0.0 if aligned else 0.1) - taken
            together = _ranked(span, labels) if _are_all(segment, labels) else own[:1]
            if not own[0].whole and not _are_all(segment, labels):
                value -= 0.15
            for label in together:
                yield Support(label, self._wrapped(label, page) or self.kinds(label), max(0.2, value))
            strength -= 0.2

    def _wrapped(self, label: Label, page: PageLayout) -> frozenset[str]:
        """What the head of a column means that is written over two lines, "Invoice" over "number"."""
        low = label.span.segment
        if not label.whole or low.line == 0 or label.colon:
            return frozenset()
        for high in _over(low.box, page.lines[low.line - 1].segments, 0):
            if _are_one_head(high, low) and not self._has_value_beside(high, page.line_height):
                meanings = vocabulary.load().meanings.get(vocabulary.key(f"{high.text} {low.text}"), ())
                return frozenset(m.kind for m in meanings if m.language in self.languages)
        return frozenset()

    def _column_above(self, span: Span, page: PageLayout) -> Iterator[Segment]:
        """The segments over a value, nearest first."""
        box, found = span.box, 0
        farthest, lowest = 8 * page.line_height, box.y0 + 0.5 * box.height
        for at in range(span.segment.line - 1, -1, -1):
            line = page.lines[at]
            if box.y0 - line.box.y1 > farthest:
                return
            over = [s for s in line.segments if s.box.y1 <= lowest]
            for segment in _over(box, over, page.line_height) if over else ():
                yield segment
                found += 1
            if found >= 2:
                return

    def _has_value_beside(self, segment: Segment, height: float) -> bool:
        """Whether a label's own value stands at its right."""
        line = self.line_of(segment)
        beside = [s for s in line.segments if s.box.x0 >= segment.box.x1]
        if not beside or (beside[0].box.x0 - segment.box.x1) > 18 * height:
            return False
        return not self.labels.of(beside[0]) and any(map(str.isdigit, beside[0].text))


@lru_cache(maxsize=64)
def _phrases(kind: str, languages: tuple[str, ...]) -> frozenset[str]:
    known = vocabulary.load().phrases
    return frozenset(vocabulary.key(t) for language in languages for t in known.get((kind, language), ()))


def _over(box: Box, segments: Sequence[Segment], line_height: float) -> list[Segment]:
    """The segments of a line that stand over a box; in a row of heads, the one a little to its left."""
    x0, x1 = box.x0, box.x1
    touching = [s for s in segments if min(x1, s.box.x1) > max(x0, s.box.x0)]
    if touching or len(segments) < 3:
        return touching
    left = [s for s in segments if s.box.x1 <= box.x0 and box.x0 - s.box.x1 < SHIFTED * line_height]
    return left[-1:]


def _are_all(segment: Segment, labels: Sequence[Label]) -> bool:
    """Whether labels of facts are all that a segment says, as in "Number / date"."""
    if len(labels) < 2 or not all(map(_is_of_fact, labels)):
        return False
    return sum(len(label.key) for label in labels) == len(vocabulary.key(segment.text))


def _are_joined(first: Label, second: Label) -> bool:
    """Whether two labels of facts are named together, as in "Invoice number and date"."""
    between = vocabulary.key(first.span.segment.text[first.span.end : second.span.start])
    return _is_of_fact(first) and _is_of_fact(second) and between in _ands()


@lru_cache(maxsize=1)
def _ands() -> frozenset[str]:
    return vocabulary.load().of("words.and")


def _text_over(span: Span, above: Segment, labels: Sequence[Label]) -> str:
    """What stands over a value; of a line of labels over as many values, the one in its place."""
    ranked = _ranked(span, labels) if _are_all(above, labels) else ()
    return ranked[0].span.text if len(ranked) == 1 else above.text


def _ranked(span: Span, labels: Sequence[Label]) -> Sequence[Label]:
    """The label in a value's place, where a line has as many labels as words are below it."""
    words = span.segment.text.split()
    if len(words) != len(labels):
        return labels
    rank = len(span.before.split())
    return labels[rank : rank + 1]


def _is_of_fact(label: Label) -> bool:
    return any(meaning.kind.startswith("header.") for meaning in label.meanings)


def _has_value_inside(label: Label) -> bool:
    """Whether figures other than a rate follow a label in its own segment."""
    return not label.final and any(map(str.isdigit, _RATE.sub("", label.span.after)))


def _are_one_head(high: Segment, low: Segment) -> bool:
    """Whether words stand so closely below each other that they are read as one."""
    nearest = min(abs(high.box.x0 - low.box.x0), abs(high.box.center_x - low.box.center_x))
    return low.box.y0 - high.box.y1 < 0.6 * low.height and nearest < 0.8 * low.height


def _is_value(segment: Segment, labels: Sequence[Label]) -> bool:
    """Whether a segment is itself something labelled, such as "14 days net": its labels follow figures."""
    ahead = _ENUMERATED.sub("", segment.text[: labels[0].span.start])
    return not labels[0].initial and not labels[-1].colon and any(map(str.isdigit, _RATE.sub("", ahead)))


@remembered
def _between_penalty(between: str) -> float:
    """What the text between a label and its value takes from the label."""
    words = [word for word in _WORD.findall(between) if not _is_money_word(word)]
    figures = sum(map(str.isdigit, _RATE.sub("", between)))
    return min(0.7, 0.1 * len(words) + 0.06 * figures)


def _is_money_word(text: str) -> bool:
    return bool(currencies.codes_of(text.strip(" ()[].:")))


def _aligned(span: Span, segment: Segment, height: float) -> bool:
    box, other = span.box, segment.box
    nearest = min(abs(box.x0 - other.x0), abs(box.x1 - other.x1), abs(box.center_x - other.center_x))
    return nearest <= 0.8 * height
