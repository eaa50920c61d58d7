"""The top of a receipt: name, then address, then the rest, each line as a whole, until the items begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extraction.engine.candidates import Sheet
from extraction.engine.layout import Line, PageLayout
from extraction.engine.parties import address, ends, feet, rows, till_lines, till_names, till_places, titles
from extraction.engine.parties.rows import is_name
from extraction.engine.parties.till_lines import TillLine
from extraction.engine.spans import Span, whole

LIKE_A_STREET = 0.3
APART = 2.2  # line heights between what does not belong together


@dataclass(frozen=True, slots=True)
class Top:
    """What is the name, and the lines of the address; `refused` where lines stand for a name that is none."""

    name: tuple[Span, ...]
    address: list[tuple[Span, ...]]
    refused: bool


def read(sheet: Sheet, page: PageLayout) -> Top:
    """The top of a page that is a receipt's."""
    names, places = till_places.part(till_lines.read(sheet, page))
    named = till_names.choose(page, _nearest(page, till_names.in_one_script(names)))
    spans = tuple(span for line in named for span in _named(sheet, line)) or _before_places(places)
    if names and not spans:
        spans = feet.company(page, names)
    lines = [*_street_above(names, named, places), *(place.line for place in places)]
    return Top(spans, [_placed(sheet, line) for line in lines], bool(names) and not spans)


def _street_above(names: list[Line], named: Sequence[Line], places: Sequence[TillLine]) -> list[Line]:
    """The line between the name and a bare town that looks like a place a little ("Kingsway Park")."""
    if not named or not places or not till_places.is_town(places[0]):
        return []
    between = [line for line in names if named[-1].index < line.index == places[0].line.index - 1]
    return [line for line in between if address.likeness(till_names.text_of(line)) >= LIKE_A_STREET]


def _nearest(page: PageLayout, names: list[Line]) -> list[Line]:
    """The names after the last wide gap: what was stamped or written far above them is not the seller's."""
    for at in range(len(names) - 1, 0, -1):
        between = page.lines[names[at - 1].index : names[at].index + 1]
        white = max(lower.box.y0 - upper.box.y1 for upper, lower in pairwise(between))
        if white > APART * page.line_height:
            return names[at:]
    return names


def _named(sheet: Sheet, line: Line) -> tuple[Span, ...]:
    """A line without a greeting or the word that says what it is, and without a title or a register's number
    behind.
    """
    first, *others = (whole(segment) for segment in line.segments)
    spans = [_without_head(first), *(span for span in others if not titles.is_title(sheet, span.segment))]
    last = spans[-1]
    spans[-1] = Span(last.segment, last.start, len(address.without_register_number(last.segment.text)))
    return tuple(span for span in spans if span.text.strip())


def _without_head(span: Span) -> Span:
    head, colon, rest = span.text.partition(":")
    greeted = till_names.greeting(span.text)
    if greeted:
        return Span(span.segment, greeted, span.end)
    if colon and 0 < len(head) < 0.4 * len(span.text) and is_name(rest):
        return Span(span.segment, len(span.text) - len(rest.lstrip()), span.end)
    return span


def _without_reach(sheet: Sheet, span: Span) -> Span:
    """What of a line is a place, before a phone's or a tax number's label."""
    end = min(rows.belongings_begin(sheet, span.segment), ends.reach_begins(span.segment.text))
    return Span(span.segment, span.start, end)


def _before_places(places: Sequence[TillLine]) -> tuple[Span, ...]:
    """The company on the line of its address, where no name stands above it."""
    for span in (whole(segment) for place in places[:1] for segment in place.line.segments[:1]):
        placed = _without_name(span)
        if placed.start > span.start:
            return (Span(span.segment, span.start, placed.start - 1),)
    return ()


def _without_name(span: Span) -> Span:
    """A place without the company whose it is, where both share a line."""
    comma = ends.before_street(span.text)
    if not comma or not address.has_legal_form(span.text[:comma]):
        return span
    return Span(span.segment, span.start + comma + 1, span.end)


def _placed(sheet: Sheet, line: Line) -> tuple[Span, ...]:
    """A line of an address without its label."""
    spans = tuple(whole(segment) for segment in line.segments)
    label = next(iter(sheet.labels.of(line.segments[0])), None)
    spans = tuple(_without_name(_without_reach(sheet, span)) for span in spans)
    if label is None or not (label.initial and label.colon and "party.address" in sheet.kinds(label)):
        return spans
    behind = Span(spans[0].segment, spans[0].text.find(":", label.span.end) + 1, spans[0].end)
    return tuple(span for span in (behind, *spans[1:]) if span.text.strip())
