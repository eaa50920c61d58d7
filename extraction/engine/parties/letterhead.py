"""The top of a receipt: name, then address, then the rest, each line as a whole, until the items begin."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from extraction.engine.candidates import Sheet
from extraction.engine.layout import Line, PageLayout
from extraction.engine.parties import address, till_lines, till_names
from extraction.engine.parties.rows import Kind, is_name
from extraction.engine.parties.till_lines import TillLine
from extraction.engine.spans import Span, whole

NARROW = 26.0  # the widest a receipt's text is on any paper, in line heights
ON_ROLL = 46.0  # and on paper that is narrow itself
ROLL = 1.5  # times its width: a page longer than a sheet
SLIP_ON_SHEET = 0.5  # of the sheet's width that a slip takes which was laid on the glass alone
LEAST_LINES = 8  # of a slip: less says nothing of how wide its paper is
NARROW_PAPER = 36.0  # line heights
WIDE_TILL = 42.0  # and of paper on which no line is long
SHORT = 36
FEW_CHARACTERS = 42  # on a line of a till, where the paper is short
TILL_CHARACTERS = 56  # the most on a line of a till, and how many lines may be longer by mistake
MANY = 3
LONGEST_ADDRESS = 6
PROVINCES = 2  # lines behind a postcode
APART = 2.2  # line heights between what does not belong together


def is_receipt(page: PageLayout) -> bool:
    """Whether the text of a page is as narrow as a till's paper."""
    if not page.lines:
        return False
    width = max(line.box.x1 for line in page.lines) - min(line.box.x0 for line in page.lines)
    longest = sorted((len(line.text) for line in page.lines), reverse=True)[:MANY]
    small = _is_small(page.width / page.line_height, longest)
    alone = width < SLIP_ON_SHEET * page.width and longest[-1] <= FEW_CHARACTERS
    slip = small or (alone and len(page.lines) >= LEAST_LINES) or page.height > ROLL * page.width
    return width < (ON_ROLL if slip else NARROW) * page.line_height and longest[-1] <= TILL_CHARACTERS


def _is_small(paper: float, longest: list[int]) -> bool:
    """Whether paper is a till's, by its width in line heights and its longest lines."""
    wide = paper < WIDE_TILL and longest[0] <= SHORT
    return (paper < NARROW_PAPER and longest[-1] <= FEW_CHARACTERS) or wide


@dataclass(frozen=True, slots=True)
class Top:
    """What is the name, and the lines of the address; `refused` where lines stand for a name that is none."""

    name: tuple[Span, ...]
    address: list[tuple[Span, ...]]
    refused: bool


def read(sheet: Sheet, page: PageLayout) -> Top:
    """The top of a page that is a receipt's."""
    names, places = _gathered(till_lines.read(sheet, page))
    named = till_names.choose(page, _nearest(names, page.line_height))
    spans = tuple(span for line in named for span in _named(line))
    return Top(spans, [_placed(sheet, place.line) for place in places], bool(names) and not named)


def _gathered(lines: list[TillLine]) -> tuple[list[Line], list[TillLine]]:
    """The lines that may be the name, and those of the address below them."""
    names: list[Line] = []
    places: list[TillLine] = []
    for line, following in zip_longest(lines, lines[1:]):
        kind = _kind_among(line, following, names, places)
        if kind is Kind.NAME:
            names.append(line.line)
        elif kind is Kind.ADDRESS:
            places.append(line)
        elif places or (kind is Kind.FIELD and names):
            break
        if len(places) == LONGEST_ADDRESS:
            break
    return names, places


def _kind_among(
    line: TillLine, following: TillLine | None, names: list[Line], places: list[TillLine]
) -> Kind:
    """What a line is where it stands: a place comes after a name, and a name before every place."""
    if line.kind is Kind.FIELD:
        return Kind.FIELD
    if places:
        on = line.kind is Kind.ADDRESS or (line.kind is Kind.NAME and _goes_on(places, line))
        return Kind.ADDRESS if on and not _counts(line, places) else Kind.OTHER
    if _is_name_of_place(line):
        return Kind.NAME
    if line.faint and not names and (following is None or following.kind is not Kind.ADDRESS):
        motto = following is not None and following.kind is Kind.NAME
        return Kind.NAME if is_name(line.text) and not motto else Kind.OTHER
    return line.kind if line.kind is Kind.ADDRESS else Kind.OTHER


def _counts(line: TillLine, places: list[TillLine]) -> bool:
    """Whether a line behind the postcode numbers a table or a check ("Table 6 Check 224")."""
    numbers = line.text[-1:].isdigit() or (line.faint and line.numbered)
    coded = address.country_within(line.text) is not None
    return numbers and not coded and any(place.whole for place in places[1:])


def _is_name_of_place(line: TillLine) -> bool:
    """A name, be it one that looks faintly like a place ("PARK HOTEL"); no greeting alone is one."""
    if till_names.greeting(line.text) >= len(line.text.rstrip(" :,!.")):
        return False
    faint = line.kind is Kind.ADDRESS and line.likeness <= till_lines.FAINT
    return line.kind is Kind.NAME or (faint and not line.numbered and ":" not in line.text)


def _goes_on(places: list[TillLine], line: TillLine) -> bool:
    """Whether a line is the city or the province under a street; none stands behind a ZIP, and few
    behind another postcode.
    """
    if address.is_county(line.text):
        return True
    closed = address.country_within(places[-1].text) in ("US", "GB")
    complete = any(place.whole for place in places[:-PROVINCES])
    return not (closed or complete or ":" in line.text or address.has_legal_form(line.text))


def _nearest(names: list[Line], line_height: float) -> list[Line]:
    """The names after the last wide gap: what was stamped or written far above them is not the seller's."""
    for at in range(len(names) - 1, 0, -1):
        if names[at].box.y0 - names[at - 1].box.y1 > APART * line_height:
            return names[at:]
    return names


def _named(line: Line) -> tuple[Span, ...]:
    """A line without a greeting or the word that says what it is, and without a register's number behind."""
    first, *others = (whole(segment) for segment in line.segments)
    spans = [_without_head(first), *others]
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


def _placed(sheet: Sheet, line: Line) -> tuple[Span, ...]:
    """A line of an address without its label."""
    spans = tuple(whole(segment) for segment in line.segments)
    label = next(iter(sheet.labels.of(line.segments[0])), None)
    if label is None or not (label.initial and label.colon and "party.address" in sheet.kinds(label)):
        return spans
    behind = Span(spans[0].segment, spans[0].text.find(":", label.span.end) + 1, spans[0].end)
    return tuple(span for span in (behind, *spans[1:]) if span.text.strip())
