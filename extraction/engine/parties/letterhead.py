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
DEEPEST = 16  # lines
LONGEST_ADDRESS = 6
_REGISTER = re.compile(r"\W{0,3}[A-Z]{0,3}\d[\d ]{4,14} ?-? ?[A-Z0-9]?\W{0,3}")
_STOPS = ("header.", "columns.", "totals.")


def is_receipt(page: PageLayout) -> bool:
    """Whether the text of a page is as narrow as a till's paper."""
    if not page.lines:
        return False
    left = min(line.box.x0 for line in page.lines)
    right = max(line.box.x1 for line in page.lines)
    return (right - left) < NARROW * page.line_height


def read(sheet: Sheet, page: PageLayout) -> tuple[list[Line], list[Line]]:
    """The lines of the name and those of the address."""
    names: list[Line] = []
    places: list[Line] = []
    for line, kind in _kinds(sheet, page):
        if kind is Kind.FIELD and (names or places):
            break
        if kind is Kind.NAME and not places:
            names.append(line)
        elif kind is Kind.ADDRESS or (kind is Kind.NAME and places):
            places.append(line)
        elif places:
            break
        if len(places) == LONGEST_ADDRESS:
            break
    return _name_lines(names), places


def _kinds(sheet: Sheet, page: PageLayout) -> Iterator[tuple[Line, Kind]]:
    for line in page.lines[:DEEPEST]:
        text = _text(line)
        if sum(c.isalpha() for c in text) >= 3 and not _REGISTER.fullmatch(text):
            yield line, _kind(sheet, line, text)


def _text(line: Line) -> str:
    return " ".join(segment.text for segment in line.segments)


def _kind(sheet: Sheet, line: Line, text: str) -> Kind:
    labels = sheet.labels.of(line.segments[0])
    kinds = sheet.kinds(labels[0]) if labels and labels[0].initial else frozenset()
    numbered = any(c.isdigit() for c in text)
    if address.is_contact(text) or (numbered and "party.contact" in kinds):
        return Kind.CONTACT
    if numbered and kinds & {"party.tax_id", "party.register"}:
        return Kind.TAX
    if labels and labels[0].whole and any(kind.startswith("title.") for kind in kinds):
        return Kind.FIELD
    likeness = address.likeness(text)
    if likeness >= 0.4 and not (address.has_legal_form(text) and likeness < 0.8):
        return Kind.ADDRESS
    if any(kind.startswith(_STOPS) for kind in kinds) and (numbered or labels[0].whole):
        return Kind.FIELD
    if any(c.span.segment in line.segments for c in sheet.dates):
        return Kind.FIELD
    return Kind.NAME if is_name(text) else Kind.OTHER


def _name_lines(names: list[Line]) -> list[Line]:
    """The first line, or the first with a legal form, and the line that such a form alone completes."""
    for at, line in enumerate(names[:3]):
        text = _text(line)
        if address.has_legal_form(text):
            before = names[at - 1] if at else None
            if before is not None and len(text.split()) <= 4 and _text(before).isupper() == text.isupper():
                return [before, line]
            return [line]
    return names[:1]


def spans_of(line: Line) -> tuple[Span, ...]:
    """A line as the spans of its segments."""
    return tuple(whole(segment) for segment in line.segments)
