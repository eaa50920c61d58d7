"""Payment terms: the sentence or the phrase that says when and how to pay."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from extraction.engine import passages, paying, phrases
from extraction.engine.candidates import Sheet
from extraction.engine.choice import Choice, best
from extraction.engine.labels import Label
from extraction.engine.layout import Segment, overlap
from extraction.engine.spans import Span, whole

LEAST = 0.45
LONGER = 0.8  # how much weeks or months behind a label are like terms
CENTS = 2  # decimals
_ENDS = (".", ";", "·", "|", "•")
_SEPARATOR = re.compile(r"[\s:.\-–]*")
_WITHIN_BRACKETS = re.compile(r"\(([^()]{4,60})\)")


def find(sheet: Sheet, *, tills: Collection[int] = ()) -> Choice[str] | None:
    """The terms as printed, on one line; where they are said twice, both say the same days. A till says
    how it was paid: on its pages only days to pay are terms.
    """
    found = (*_labelled(sheet), *_sentences(sheet), *_in_brackets(sheet))
    options = [option for option in found if option.spans[0].page not in tills or _tells_days(option)]
    first = best(options, least=LEAST)
    given = paying.days(first.value) if first else None
    if first is None or given is None:
        return first
    others = [o for o in options if o.spans == first.spans or paying.days(o.value) != given]
    return best(others, least=LEAST)


def _tells_days(option: Choice[str]) -> bool:
    """Whether terms are days to pay beyond doubt: in words of terms, or under their label."""
    labelled = option.label is not None and paying.days(option.value) is not None
    return labelled or paying.likeness(option.value) == 1.0


def _labelled(sheet: Sheet) -> Iterator[Choice[str]]:
    for segment in sheet.layout.segments:
        for label in sheet.labels.of(segment):
            if not (label.initial or _begins_anew(label)) or not _may_name_terms(sheet, label):
                continue
            span = _value_of(sheet, segment, label)
            if span is None:
                continue
            passage = passages.of(sheet, span)
            passage = passage.until(paying.end_of(passage.text))
            sure = _sureness(passage.text)
            if sure > 0 and not (paying.days(passage.text) is None and _is_payment(sheet, span)):
                yield Choice(passage.words, passage.spans, 0.5 + 0.5 * sure, label=label.span.text)


def _begins_anew(label: Label) -> bool:
    """Whether a label with its colon stands behind the end of something else ("E. & O.E. Terms: 7 days")."""
    return label.colon and label.span.before.rstrip().endswith(_ENDS)


def _may_name_terms(sheet: Sheet, label: Label) -> bool:
    """Whether a label is that of terms, or of the day by which to pay, where days may be told instead."""
    kinds = sheet.kinds(label)
    return "header.payment_terms" in kinds or ("header.due_date" in kinds and label.colon)


def _sureness(text: str) -> float:
    """How much the value of a label is like terms."""
    if paying.counts_longer(text):
        return max(LONGER, paying.likeness(text))
    return paying.likeness(text) or (0.5 if paying.names_occasion(text) else 0.0)


def _is_payment(sheet: Sheet, span: Span) -> bool:
    """Whether an amount with cents stands at the line's end, as it does where a till says how it was paid."""
    last = sheet.line_of(span.segment).segments[-1]
    apart = last is not span.segment
    return apart and any(c.span.segment is last and c.value.decimals == CENTS for c in sheet.amounts)


def _value_of(sheet: Sheet, segment: Segment, label: Label) -> Span | None:
    """What follows the label: in its segment, at its right, or below it."""
    inside = _SEPARATOR.match(segment.text, label.span.end)
    start = inside.end() if inside else label.span.end
    if any(map(str.isalnum, segment.text[start:])):
        start = label.span.start if _goes_on(segment.text, label) else start
        return Span(segment, start, len(segment.text))
    line = sheet.line_of(segment)
    right = [s for s in line.segments if s.box.x0 >= segment.box.x1]
    if right and _sureness(right[0].text) > 0:
        return whole(right[0])
    below = _below(sheet, segment)
    return whole(below) if below is not None else None


def _goes_on(text: str, label: Label) -> bool:
    """Whether a label is the first word of its own sentence, as in "Payment within 30 days"."""
    words = phrases.tokens(label.span.text)
    rest = text[label.span.end :]
    if words[0] not in paying.words_of_paying() or not rest.startswith(" "):
        return False
    return rest[1:2].islower() or words[-1] in paying.prepositions()


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
        for start, end in paying.sentences(segment.text):
            if not _may_be_terms(segment.text[start:end]):
                continue
            passage = passages.of(sheet, Span(segment, start, len(segment.text)))
            passage = passage.until(paying.end_of(passage.text))
            sure = 0.8 if _is_span_of_days(sheet, segment) else paying.likeness(passage.first)
            if sure >= paying.PLAINLY:
                yield Choice(passage.words, passage.spans, 0.3 + 0.3 * sure)
                break


def _may_be_terms(sentence: str) -> bool:
    """Whether a sentence speaks of paying, or of days; more than that is worth asking only then."""
    if " " not in sentence.strip():
        return False
    asks = not paying.words_of_paying().isdisjoint(phrases.tokens(sentence))
    return asks or paying.likeness(sentence) > 0


def _in_brackets(sheet: Sheet) -> Iterator[Choice[str]]:
    """Behind the date by which to pay: "Please pay by 12 May 2025 (14 days)"."""
    for candidate in sheet.dates:
        segment = candidate.span.segment
        match = _WITHIN_BRACKETS.search(segment.text, candidate.span.end)
        asks = candidate.strength("header.due_date") or _may_be_terms(candidate.span.before)
        sure = paying.likeness(match[1]) if match and asks else 0.0
        if match and sure > 0:
            yield Choice(match[1].strip(), (Span(segment, *match.span(1)),), 0.4 + 0.3 * sure)


def _is_span_of_days(sheet: Sheet, segment: Segment) -> bool:
    """Whether a line says nothing but a number of days, or days from the date of the document."""
    if len(sheet.line_of(segment).segments) > 1:
        return False
    words = phrases.tokens(segment.text)
    if len(words) < 2 or not words[0].isdigit() or len(words[0]) > 3 or words[1] not in paying.units():
        return False
    dated = any(
        kind.startswith("header.") for label in sheet.labels.of(segment) for kind in sheet.kinds(label)
    )
    return len(words) == 2 or (dated and len(words) <= 6)
