"""Runs of letters and figures that number something: documents, orders, customers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from extraction.engine import phrases, vocabulary
from extraction.engine.candidates import Candidate, Sheet
from extraction.engine.layout import Segment, overlap
from extraction.engine.spans import Span
from extraction.engine.values.dates import PrintedDate
from extraction.engine.values.remembering import remembered
from extraction.engine.vocabulary import key

NAMED = 0.8  # how plainly the name of a number speaks for the letters behind it
TOP = 0.5  # of the first page holds its facts
Code = Candidate[str]
_NUMBERS = frozenset({"header.invoice_number", "header.number"})
_PIECE = re.compile(r"[^\W_](?:[\w\-/.#]*[^\W_])?|#")
_MISREAD = re.compile(
    r"[^\W\d_A-Z]*[01][^\W\d_A-Z]{2,}|[^\W\d_A-Z]{3,}[01]"
)  # "d0cument": a word, not a number
_NUMERO = re.compile(r"n[0289]")  # "n°" on a scan
_DECIMALS = re.compile(r"(?<![\w/-])\d{1,3}(?:[.\s']?\d{3})*,\d\d(?![\w,])")  # a price
_AMOUNT = re.compile(r"\d{1,3}(?:[.,]\d{3})*[.,]\d\d")
_RATE = re.compile(r"\d+(?:[.,]\d+)?\s?%")
_MASKED = re.compile(
    r"(?<![*#•xX])(?:[*#•xX]{3,}+[\s-]?){1,4}+\d{2,6}(?!\w)|(?<!\w)\d{4,6}[*•xX]{4,}\d{0,6}(?!\w)"
)  # of a card
_WORD = re.compile(r"(?<![\w-])[^\W\d_]+(?![\w-]|/\d)")
_COMPACT_DATE = re.compile(r"\d{8}")
_JOINS = re.compile(r"\s?[/\-]?\s?")


def find(sheet: Sheet) -> tuple[Candidate[str], ...]:
    """Every such run that is no date, rate or price, and that a label speaks for or a till, or that stands
    high.
    """
    return tuple(_identifiers(sheet))


def _identifiers(sheet: Sheet) -> Iterator[Candidate[str]]:
    """Runs of letters and figures with a digit in them that are no date, rate or price."""
    for segment in sheet.with_digits:
        named, others = _no_codes(segment.text)
        blocked = [(c.span.start, c.span.end) for c in _dates_in(sheet, segment)]
        blocked += [(one.span.start, one.span.end) for one in sheet.labels.of(segment) if sheet.kinds(one)]
        blocked += [place for place in named if not _begins_number(sheet, Span(segment, *place))]
        blocked += others
        for start, end in _runs(segment.text, blocked):
            span = Span(segment, start, end)
            supports = sheet.supports(span)
            if supports or named or _on_top(sheet, segment):
                value = segment.text[start:end] + _continuation(sheet, span)
                yield Candidate(value, span, supports)


def _begins_number(sheet: Sheet, letters: Span) -> bool:
    """Whether capitals follow the name of a number, and so begin it: "No. INV 4711"."""
    if not letters.text.isupper() or len(letters.text) > phrases.LONGEST_CODE:
        return False
    return any(s.strength >= NAMED and s.kinds & _NUMBERS for s in sheet.supports(letters))


@remembered
def _no_codes(text: str) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """Where a text says what slips call a sale; and where prices, rates and the numbers of cards stand."""
    sales = _sales()
    named = tuple(match.span() for match in _WORD.finditer(text) if key(match[0]) in sales)
    others = (match for pattern in (_DECIMALS, _RATE, _MASKED) for match in pattern.finditer(text))
    return named, tuple(match.span() for match in others)


@lru_cache(maxsize=1)
def _sales() -> frozenset[str]:
    """What slips call the sale that they number: no letters of the number."""
    return vocabulary.load().of("words.sale")


def _on_top(sheet: Sheet, segment: Segment) -> bool:
    """Whether a segment stands where a first page has its facts: above its items, in its upper half."""
    page = sheet.page(segment.page)
    heads = [top for number, top in sheet.item_heads if number == segment.page]
    first = segment.page == sheet.layout.pages[0].number
    return first and segment.box.y0 < min([TOP * page.height, *heads])


def _continuation(sheet: Sheet, span: Span) -> str:
    """The rest of a number that a narrow column broke after its dash."""
    segment = span.segment
    if span.after.strip() != "-":
        return ""
    page = sheet.page(span.page)
    for line in page.lines[segment.line + 1 : segment.line + 3]:
        for other in line.segments:
            near = other.box.y0 - segment.box.y1 < 0.6 * page.line_height
            shared = overlap(segment.box.x0, segment.box.x1, other.box.x0, other.box.x1)
            if near and shared > 0 and _PIECE.fullmatch(other.text) and _code(other.text):
                return f"-{other.text}"
    return ""


def _dates_in(sheet: Sheet, segment: Segment) -> list[Candidate[PrintedDate]]:
    return [
        candidate
        for candidate in sheet.dates_in(segment)
        if not _COMPACT_DATE.fullmatch(candidate.span.text)
        and (
            candidate.strength("header.invoice_number")
            <= candidate.strength("header.date", "header.plain_date")
            or _follows_number(candidate)
        )
    ]


def _follows_number(candidate: Candidate[PrintedDate]) -> bool:
    """Whether the number stands before a date already, as in "Number/date: 17 / 3.4.2024"."""
    own = [s.label.span for s in candidate.supports if "header.invoice_number" in s.kinds]
    before = [span for span in own if span.segment.line == candidate.span.segment.line]
    if any(
        any(map(str.isdigit, span.after)) for span in before if span.segment is not candidate.span.segment
    ):
        return True
    inside = [span.end for span in before if span.segment is candidate.span.segment]
    start = max(inside, default=0)
    return any(map(str.isdigit, candidate.span.segment.text[start : candidate.span.start]))


def _runs(text: str, blocked: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Neighbouring pieces that make one number: "RE 2020 / 17", "INV-0042", "4711"."""
    start = 0
    for begin, end in (*sorted(blocked), (len(text), len(text))):
        if begin > start:
            yield from _runs_within(text, start, begin)
        start = max(start, end)


def _runs_within(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    run: list[tuple[int, int]] = []
    for match in _PIECE.finditer(text, start, end):
        piece, coded = match.span(), _code(match[0])
        if run and not (coded and _JOINS.fullmatch(text, run[-1][1], piece[0])):
            yield from _closed(text, run)
            run = []
        if coded:
            run.append(piece)
    yield from _closed(text, run)


@remembered
def _code(piece: str) -> bool:
    if piece == "#" or _NUMERO.fullmatch(piece) or _AMOUNT.fullmatch(piece):
        return False
    if any(map(str.isdigit, piece)):
        return not _MISREAD.fullmatch(piece)
    return piece.isupper() and len(piece) <= 5


def _closed(text: str, run: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """A run as one stretch; words without figures at its end, such as a currency, do not belong."""
    while run and text[run[-1][0] : run[-1][1]].isalpha() and text[run[-1][0] - 1] == " ":
        run = run[:-1]
    if run and any(map(str.isdigit, text[run[0][0] : run[-1][1]])):
        yield run[0][0], run[-1][1]
