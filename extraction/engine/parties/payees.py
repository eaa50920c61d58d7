"""Who is paid or signs: an account's holder, whom cheques are payable to, the name under a letter's end.

Often nothing else on the page says who sells, where the head is a picture or only the document's title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extraction.engine import paying, phrases, vocabulary
from extraction.engine.candidates import Sheet
from extraction.engine.labels import Label
from extraction.engine.layout import PageLayout, Segment
from extraction.engine.parties import address, prose, strangers
from extraction.engine.parties.rows import is_name
from extraction.engine.spans import Span, whole
from extraction.engine.values.folding import fold

BESIDE = 14.0  # line heights between a label and the name at its right
BELOW = 6.0  # line heights within which somebody signs
SIGNED_LINES = 3
_PAID, _BEHALF, _SIGNS = "payee.holder", "payee.behalf", "payee.signature"
_GAP = re.compile(r"[\s:.–-]*")
_END = re.compile(r"\s*[,;|()]|\s[–-]\s|\.(?:\s|$)|\s{2,}")
_ACTS_FOR = re.compile(r"^(?:i\.?\s?[av]\.?|ppa\.?|p\.?p\.?|gez\.?)\s", re.IGNORECASE)
_JOINS = frozenset({"and", "und", "et", "y", "e", "en", "og", "och", "i", "of", "de", "du", "des", "the"})


def find(sheet: Sheet, page: PageLayout) -> Iterator[Span]:
    """The names on a page of those who are paid or sign."""
    for segment in page.segments:
        for label in sheet.labels.of(segment):
            kinds = sheet.kinds(label)
            if kinds & {_PAID, _BEHALF}:
                yield from _named(sheet, page, segment, label)
            elif _SIGNS in kinds and label.whole:
                yield from _over_signature(page, segment)
        if prose.is_closing(segment.text):
            yield from _under_closing(sheet, page, segment)


def _named(sheet: Sheet, page: PageLayout, segment: Segment, label: Label) -> Iterator[Span]:
    """The name behind a label, at its right, or below it."""
    start = _behind(segment.text, label.span.end)
    value: Span | None
    if any(map(str.isalnum, segment.text[start:])):
        told = Span(segment, start, _end(sheet, segment, start))
        value = told if label.initial and label.colon else _without_sentence(told)
    else:
        beside = _at_right(sheet, segment) or next(_below(page, segment, most=1), None)
        value = whole(beside) if beside is not None else None
    if value is not None and _may_be_called(sheet, value):
        yield value


def _behind(text: str, end: int) -> int:
    gap = _GAP.match(text, end)
    return gap.end() if gap else end


def _end(sheet: Sheet, segment: Segment, start: int) -> int:
    """Where a name ends on a line that goes on: at a comma, or at the next label of an account."""
    marks = [m.start() for m in [_END.search(segment.text, start)] if m]
    others = [
        label.span.start
        for label in sheet.labels.of(segment)
        if label.span.start > start and "party.bank" in sheet.kinds(label)
    ]
    return min([*marks, *others, len(segment.text)])


def _without_sentence(span: Span) -> Span:
    """A name without the sentence that goes on behind it: "payable to Acorn Roofing within 14 days"."""
    words = list(re.finditer(r"\S+", span.text))
    end = span.start
    for word, following in zip(words, [*words[1:], None], strict=True):
        small = word[0][0].islower()
        joins = vocabulary.key(word[0]) in _JOINS and following is not None and not following[0][0].islower()
        if (small and not joins) or word[0].casefold() in paying.prepositions():
            break
        end = span.start + word.end()
    return Span(span.segment, span.start, end)


def _at_right(sheet: Sheet, segment: Segment) -> Segment | None:
    beside = (s for s in sheet.line_of(segment).segments if s.box.x0 >= segment.box.x1)
    value = next(beside, None)
    reach = BESIDE * sheet.page(segment.page).line_height
    return value if value is not None and value.box.x0 - segment.box.x1 < reach else None


def _below(page: PageLayout, segment: Segment, *, most: int) -> Iterator[Segment]:
    """What stands under a line where it begins, or in its middle, close enough to go on with it."""
    last, found = segment, 0
    for line in page.lines[segment.line + 1 : segment.line + 2 + most]:
        for other in line.segments:
            near = other.box.y0 - last.box.y1 < BELOW * page.line_height
            begins = abs(other.box.x0 - segment.box.x0) < page.line_height
            centred = abs(other.box.center_x - segment.box.center_x) < page.line_height
            if near and (begins or centred) and found < most:
                yield other
                last, found = other, found + 1


def _under_closing(sheet: Sheet, page: PageLayout, segment: Segment) -> Iterator[Span]:
    """The company under a letter's end, else whoever signs it."""
    lines = []
    for below in _below(page, segment, most=SIGNED_LINES):
        value = whole(below)
        if sheet.labels.of(below)[:1] and sheet.labels.of(below)[0].whole:
            break
        if _may_be_called(sheet, value) and not _ACTS_FOR.match(value.text):
            lines.append(value)
    if lines:
        yield _company(lines)


def _company(lines: Sequence[Span]) -> Span:
    """The line with a company's form, or the last that shares a word with the one above it."""
    formal = next((line for line in lines if address.has_legal_form(line.text)), None)
    if formal is not None:
        return formal
    first = set(fold(lines[0].text).split())
    return next((line for line in reversed(lines) if first & set(fold(line.text).split())), lines[0])


def _over_signature(page: PageLayout, segment: Segment) -> Iterator[Span]:
    """Whom a signature is for, above the line that says who signs ("For ACORN ROOFING")."""
    for line in reversed(page.lines[max(0, segment.line - 3) : segment.line]):
        for other in line.segments:
            near = segment.box.y0 - other.box.y1 < BELOW * page.line_height
            words = other.text.split(maxsplit=1)
            if not near or len(words) < 2 or vocabulary.key(words[0]) not in _for():
                continue
            value = Span(other, other.text.index(words[1], len(words[0])), len(other.text))
            if abs(other.box.center_x - segment.box.center_x) < 12 * page.line_height and is_name(value.text):
                yield value
                return


@lru_cache(maxsize=1)
def _for() -> frozenset[str]:
    return vocabulary.load().of("payee.for")


def _may_be_called(sheet: Sheet, span: Span) -> bool:
    """Whether a stretch reads like what somebody is called, and is no bank."""
    text = span.text.strip()
    plain = is_name(text) and not any(map(str.isdigit, text)) and address.likeness(text) < 0.5
    strange = address.is_bank(text) or address.is_contact(text) or _says_self(text)
    return plain and not strange and not strangers.is_no_name(sheet, (span,))


def _says_self(text: str) -> bool:
    """Whether a text is "us" or "the undersigned", not a name: small letters throughout."""
    return not any(word[0].isupper() for word in text.split()) or not phrases.tokens(text)
