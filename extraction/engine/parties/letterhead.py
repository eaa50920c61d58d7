"""The top of a receipt: name, then address, then the rest, each line as a whole, until the items begin."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extraction.engine.candidates import Sheet
from extraction.engine.layout import Line, PageLayout
from extraction.engine.parties import address
from extraction.engine.parties.rows import Kind, is_name
from extraction.engine.spans import Span, whole

NARROW = 26.0  # the widest a receipt's text is, in line heights
TILL_CHARACTERS = 56  # the most on a line of a till, and how many lines may be longer by mistake
MANY = 3
DEEPEST = 16  # lines
LONGEST_ADDRESS = 6
APART = 2.2  # line heights between what does not belong together
_HOUSE = re.compile(r"(?i)no\.?,?\s?\d[\w/-]*,?$")
_REGISTER = re.compile(r"\W{0,3}[A-Z]{0,3}\d[\d ]{4,14} ?-? ?[A-Z0-9]?\W{0,3}")
SHORTEST_NUMBER = 4  # digits; fewer number a branch ("COFFEE #130")
_NUMBERS = frozenset({"header.other_number", "header.number", "columns.position", "columns.product_code"})
_STOPS = ("header.", "columns.", "totals.")


def is_receipt(page: PageLayout) -> bool:
    """Whether the text of a page is as narrow as a till's paper."""
    if not page.lines:
        return False
    left = min(line.box.x0 for line in page.lines)
    right = max(line.box.x1 for line in page.lines)
    longest = sorted((len(line.text) for line in page.lines), reverse=True)[:MANY][-1]
    return (right - left) < NARROW * page.line_height and longest <= TILL_CHARACTERS


def read(sheet: Sheet, page: PageLayout) -> tuple[tuple[Span, ...], list[tuple[Span, ...]]]:
    """What is the name, and the lines of the address."""
    names: list[Line] = []
    places: list[Line] = []
    for line, kind in _kinds(sheet, page):
        if kind is Kind.FIELD and (names or places):
            break
        if not places and _is_name_of_place(line, kind):
            names.append(line)
        elif kind is Kind.ADDRESS or (kind is Kind.NAME and places and _goes_on(places, line)):
            places.append(line)
        elif places:
            break
        if len(places) == LONGEST_ADDRESS:
            break
    named = _name_lines(_nearest(names, page.line_height))
    return tuple(span for line in named for span in _named(line)), [_placed(sheet, line) for line in places]


def _is_name_of_place(line: Line, kind: Kind) -> bool:
    """A name, be it one that looks faintly like a place ("PARK HOTEL")."""
    text = _text(line)
    faint = kind is Kind.ADDRESS and address.likeness(text) <= 0.5
    return kind is Kind.NAME or (faint and not any(c.isdigit() or c == ":" for c in text))


def _goes_on(places: list[Line], line: Line) -> bool:
    """Whether a line is the city or the province under a street; none stands behind a ZIP."""
    closed = address.country_within(_text(places[-1])) in ("US", "GB")
    return not closed and not address.has_legal_form(_text(line))


def _nearest(names: list[Line], line_height: float) -> list[Line]:
    """The names after the last wide gap: what was stamped or written far above them is not the seller's."""
    for at in range(len(names) - 1, 0, -1):
        if names[at].box.y0 - names[at - 1].box.y1 > APART * line_height:
            return names[at:]
    return names


def _named(line: Line) -> tuple[Span, ...]:
    """A line without the word that says what it is, and without a register's number behind it."""
    first, *others = (whole(segment) for segment in line.segments)
    head, colon, rest = first.text.partition(":")
    if colon and 0 < len(head) < 0.4 * len(first.text) and is_name(rest):
        first = Span(first.segment, len(first.text) - len(rest.lstrip()), first.end)
    spans = [first, *others]
    last = spans[-1]
    spans[-1] = Span(last.segment, last.start, len(address.without_register_number(last.segment.text)))
    return tuple(span for span in spans if span.text.strip())


def _kinds(sheet: Sheet, page: PageLayout) -> Iterator[tuple[Line, Kind]]:
    for line in page.lines[:DEEPEST]:
        text = _text(line)
        if address.is_contact(text):
            yield line, Kind.CONTACT
        elif sum(c.isalpha() for c in text) >= 3 and not _REGISTER.fullmatch(text):
            yield line, _kind(sheet, line, text)


def _text(line: Line) -> str:
    return " ".join(segment.text for segment in line.segments)


def _kind(sheet: Sheet, line: Line, text: str) -> Kind:
    labels = sheet.labels.of(line.segments[0])
    kinds = sheet.kinds(labels[0]) if labels and labels[0].initial else frozenset()
    numbered = any(c.isdigit() for c in text)
    if numbered and "party.contact" in kinds:
        return Kind.CONTACT
    if numbered and kinds & {"party.tax_id", "party.register"}:
        return Kind.TAX
    if labels and labels[0].whole and any(kind.startswith("title.") for kind in kinds):
        return Kind.FIELD
    if "party.address" in kinds and labels[0].colon:
        return Kind.ADDRESS
    likeness = address.likeness(text)
    if likeness >= 0.4 and not (address.has_legal_form(text) and likeness < 0.8):
        return Kind.ADDRESS
    if _HOUSE.match(text):
        return Kind.ADDRESS
    if kinds and kinds <= _NUMBERS:
        return Kind.OTHER if sum(c.isdigit() for c in text) > SHORTEST_NUMBER else Kind.NAME
    if any(kind.startswith(_STOPS) for kind in kinds) and (numbered or labels[0].whole):
        return Kind.FIELD
    if any(c.span.segment in line.segments for c in sheet.dates):
        return Kind.FIELD
    return Kind.NAME if is_name(address.without_register_number(text)) else Kind.OTHER


def _name_lines(names: list[Line]) -> list[Line]:
    """The first line, or the first that ends in a legal form, and the line that such a form completes."""
    for at, line in enumerate(names[:3]):
        text = address.without_register_number(_text(line))
        if address.ends_in_legal_form(text):
            before = names[at - 1] if at else None
            if before is not None and len(text.split()) <= 4 and _text(before).isupper() == text.isupper():
                return [before, line]
            return [line]
    return names[:1]


def _placed(sheet: Sheet, line: Line) -> tuple[Span, ...]:
    """A line of an address without its label."""
    spans = tuple(whole(segment) for segment in line.segments)
    label = next(iter(sheet.labels.of(line.segments[0])), None)
    if label is None or not (label.initial and label.colon and "party.address" in sheet.kinds(label)):
        return spans
    behind = Span(spans[0].segment, spans[0].text.find(":", label.span.end) + 1, spans[0].end)
    return tuple(span for span in (behind, *spans[1:]) if span.text.strip())
