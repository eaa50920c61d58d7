"""Payment terms: the sentence or the phrase that says when and how to pay."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extraction.engine import phrases, vocabulary
from extraction.engine.candidates import Sheet
from extraction.engine.choice import Choice, best
from extraction.engine.layout import Segment, overlap
from extraction.engine.spans import Span, whole
from extraction.engine.values.remembering import remembered

LEAST = 0.45
CENTS = 2  # decimals
LONGEST = 320  # characters
_SENTENCE = re.compile(r"(?<=[^\W\d_]{2})\.\s+(?=[^\W\d_a-z])|(?<=\d)\.\s+(?=[^\W\d_a-z])")
_DAYS = re.compile(r"(?<![\d.,/])(\d{1,3})\s*([^\W\d_]+)(?!\w)")
_SHORTHAND = re.compile(
    r"\b(?:net|netto|neto)\s?\d{1,3}\b(?![.,]\d)|(?<![.,\d])\b\d{1,3}\s?(?:net|netto)\b|\b\d/\d\d\b(?=.{0,12}\bn)",
    re.IGNORECASE,
)


def find(sheet: Sheet) -> Choice[str] | None:
    """The terms as printed, on one line; where they are said twice, both say the same days."""
    options = [*_labelled(sheet), *_sentences(sheet)]
    first = best(options, least=LEAST)
    given = days(first.value) if first else None
    if first is None or given is None:
        return first
    others = [option for option in options if option.spans == first.spans or days(option.value) != given]
    return best(others, least=LEAST)


def days(terms: str) -> int | None:
    """The number of days that terms such as "30 days net" give; None for several or none."""
    words = phrases.tokens(terms)
    units = _keys("terms.days")
    found = {int(a) for a, b in itertools.pairwise(words) if a.isdecimal() and b in units}
    match = re.fullmatch(r"net\s?(\d{1,3})", terms.strip(), re.IGNORECASE)
    if match:
        found.add(int(match[1]))
    return found.pop() if len(found) == 1 else None


@remembered
def likeness(text: str) -> float:
    """1 for words of paying with a number of days, less for one of the two, 0 for neither."""
    words = phrases.tokens(text)
    if not words or len(text) > LONGEST or _keys("terms.returning").intersection(words):
        return 0.0
    if len(words) <= 12 and _names_at_once(words):
        return 0.9
    if not any(map(str.isdigit, text)):
        return 0.0
    shorthand = bool(_SHORTHAND.search(text))
    units = _keys("terms.days")
    if shorthand or any(vocabulary.key(unit) in units for _, unit in _DAYS.findall(text)):
        return 1.0 if shorthand or _words_of_paying().intersection(words) else 0.75
    return 0.0


def _labelled(sheet: Sheet) -> Iterator[Choice[str]]:
    for segment in sheet.layout.segments:
        for label in sheet.labels.of(segment):
            if "header.payment_terms" not in sheet.kinds(label) or not label.initial:
                continue
            span = _value_of(sheet, segment, label.span)
            if span is None:
                continue
            span = _trimmed(sheet, span)
            text = span.text.strip(" :.-")
            sure = likeness(text)
            if sure > 0 and not (days(text) is None and _is_payment(sheet, span)):
                yield Choice(text, (span,), 0.5 + 0.5 * sure, label=label.span.text)


def _is_payment(sheet: Sheet, span: Span) -> bool:
    """Whether an amount with cents stands at the line's end, as it does where a till says how it was paid."""
    last = sheet.line_of(span.segment).segments[-1]
    apart = last is not span.segment
    return apart and any(c.span.segment is last and c.value.decimals == CENTS for c in sheet.amounts)


def _trimmed(sheet: Sheet, span: Span) -> Span:
    """Up to the next label with a colon, and without sentences that say nothing of paying."""
    ends = [
        label.span.start
        for label in sheet.labels.of(span.segment)
        if label.colon and label.span.start > span.start + 3
    ]
    end = min(ends, default=span.end)
    for match in _SENTENCE.finditer(span.segment.text, span.start, end):
        following = _SENTENCE.split(span.segment.text[match.end() : end])[0]
        if likeness(following) == 0.0 and likeness(span.segment.text[span.start : match.start()]) > 0:
            return Span(span.segment, span.start, match.start())
    return Span(span.segment, span.start, end)


def _value_of(sheet: Sheet, segment: Segment, label: Span) -> Span | None:
    """What follows the label: in its segment, at its right, or below it."""
    inside = re.match(r"[\s:.\-–]*", segment.text[label.end :])
    start = label.end + (inside.end() if inside else 0)
    if any(map(str.isalnum, segment.text[start:])):
        return Span(segment, start, len(segment.text))
    line = sheet.line_of(segment)
    right = [s for s in line.segments if s.box.x0 >= segment.box.x1]
    if right and likeness(right[0].text) > 0:
        return whole(right[0])
    below = _below(sheet, segment)
    return whole(below) if below is not None else None


def _below(sheet: Sheet, segment: Segment) -> Segment | None:
    page = sheet.page(segment.page)
    for line in page.lines[segment.line + 1 : segment.line + 4]:
        for other in line.segments:
            if overlap(segment.box.x0, segment.box.x1, other.box.x0, other.box.x1) > 0:
                near = other.box.y0 - segment.box.y1 < 2.5 * page.line_height
                return other if near else None
    return None


def _sentences(sheet: Sheet) -> Iterator[Choice[str]]:
    """Unlabelled: a sentence that speaks of paying within days, or at once."""
    for segment in sheet.layout.segments:
        for start, end in _parts(segment.text):
            sure = likeness(segment.text[start:end]) if " " in segment.text[start:end].strip() else 0.0
            if _is_span_of_days(sheet, segment):
                sure = 0.8
            if sure >= 0.8:
                span = _trimmed(sheet, Span(segment, start, len(segment.text)))
                yield Choice(span.text.strip(" .:-"), (span,), 0.3 + 0.3 * sure)
                break


def _is_span_of_days(sheet: Sheet, segment: Segment) -> bool:
    """Whether a line says nothing but a number of days, or days from the date of the document."""
    if len(sheet.line_of(segment).segments) > 1:
        return False
    words = phrases.tokens(segment.text)
    if len(words) < 2 or not words[0].isdigit() or len(words[0]) > 3 or words[1] not in _keys("terms.days"):
        return False
    dated = any(
        kind.startswith("header.") for label in sheet.labels.of(segment) for kind in sheet.kinds(label)
    )
    return len(words) == 2 or (dated and len(words) <= 6)


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a text begin and end."""
    start = 0
    for match in _SENTENCE.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _names_at_once(words: Sequence[str]) -> bool:
    """Whether a phrase for paying at once stands in a text; a single word only if it is all of it."""
    known, begin = _keys("terms.immediately"), _beginnings("terms.immediately")
    starts = (at for at, word in enumerate(words) if word in begin)
    runs = ("".join(words[i:j]) for i in starts for j in range(i + 2, min(len(words), i + 4) + 1))
    return any(run in known for run in runs) or (len(words) == 1 and words[0] in known)


def _words_of_paying() -> frozenset[str]:
    return _keys("terms.payable") | _keys("terms.collected")


@lru_cache(maxsize=8)
def _keys(kind: str) -> frozenset[str]:
    return vocabulary.load().of(kind)


@lru_cache(maxsize=2)
def _beginnings(kind: str) -> frozenset[str]:
    """All that such a key may begin with."""
    return frozenset(key[:end] for key in _keys(kind) for end in range(len(key) + 1))
