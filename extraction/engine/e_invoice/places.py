"""Where on the pages a stated value is printed, and whether its label there speaks of the same field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from extraction.engine.candidates import Candidate, Sheet
from extraction.engine.choice import Choice
from extraction.engine.e_invoice.likeness import compact
from extraction.engine.layout import Segment
from extraction.engine.spans import Span, whole
from extraction.engine.surroundings import Support
from extraction.engine.values.folding import fold
from extraction.engine.values.numbers import Number

PLAINLY = 0.5
SHORTEST = 3  # characters: fewer stand on every page
TELLING = 5  # so many stand where they do for a reason
KINDS = {
    "total": ("totals.total", "totals.balance"),
    "subtotal": ("totals.subtotal",),
    "tax": ("totals.tax",),
    "discount": ("totals.discount",),
    "shipping": ("totals.shipping",),
    "amount_paid": ("totals.paid",),
    "amount_due": ("totals.balance", "totals.total"),
    "date": ("header.date", "header.plain_date"),
    "due_date": ("header.due_date",),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A value as printed. `settles` when it must be the field looked for: by its label, or by its length."""

    spans: tuple[Span, ...]
    settles: bool
    label: str | None = None
    value: Any = None


def chosen(choice: Choice[Any]) -> Place:
    """The place that was taken for the field when the page was read."""
    return Place(choice.spans, settles=True, label=choice.label, value=choice.value)


def find(sheet: Sheet, path: str, value: Any) -> Place | None:
    """The place of a value on the pages, one with a fitting label before others."""
    if isinstance(value, Decimal):
        equal = (c for c in sheet.amounts if abs(c.value.value) == abs(value))
        return _plainest(sheet, equal, KINDS.get(path, ()))
    if isinstance(value, date):
        dated = (c for c in sheet.dates if value in (day for _, day in c.value.readings))
        return _plainest(sheet, dated, KINDS.get(path, ()))
    return _text(sheet, str(value))


def currency(sheet: Sheet, code: str) -> Place | None:
    marks = [mark for mark in sheet.currency_marks if code in mark.value.codes]
    return Place((marks[0].span,), settles=True) if marks else None


def account(sheet: Sheet, number: str) -> Place | None:
    printed = (*sheet.accounts, *sheet.bics)
    spans = [each.span for each in printed if each.value.value == number]
    return Place((spans[0],), settles=True) if spans else None


def address(sheet: Sheet, value: str) -> Place | None:
    """The parts of an address, wherever they stand below each other on one page."""
    found = [_text(sheet, part) for part in value.split(", ")]
    spans = [span for place in found if place is not None for span in place.spans]
    if len(spans) < len(found) or len({span.page for span in spans}) != 1:
        return None
    return Place(tuple(spans), settles=True)


def _plainest(sheet: Sheet, options: Iterable[Candidate[Any]], kinds: tuple[str, ...]) -> Place | None:
    named = [(_naming(sheet, option, kinds), option) for option in options]
    if not named:
        return None
    support, best = max(named, key=lambda pair: pair[0].strength if pair[0] else 0.0)
    settles = support is not None and support.strength >= PLAINLY
    return Place(
        (best.span,), settles=settles, label=support.label.span.text if support and settles else None
    )


def _naming(sheet: Sheet, option: Candidate[Any], kinds: tuple[str, ...]) -> Support | None:
    """The plainest label of these kinds; the title of a column of line items names no sum."""
    speaking = [support for support in option.supports if support.kinds.intersection(kinds)]
    if isinstance(option.value, Number):
        speaking = [each for each in speaking if not sheet.heads_items(each.label.span.segment)]
    return max(speaking, key=lambda support: support.strength, default=None)


def _text(sheet: Sheet, value: str) -> Place | None:
    """A text in one line, or broken over the lines of a block."""
    wanted = compact(value)
    if len(wanted) < SHORTEST:
        return None
    for run in _runs(sheet):
        spans = _within(run, wanted)
        if spans:
            return Place(spans, settles=len(wanted) >= TELLING)
    return None


def _runs(sheet: Sheet) -> Iterator[Sequence[Segment]]:
    for line in sheet.layout.lines:
        yield line.segments
    yield from sheet.stacks


def _within(segments: Sequence[Segment], wanted: str) -> tuple[Span, ...]:
    """The part of some segments that is a text, from the beginning of a word to the end of one."""
    letters = [
        (segment, at, character)
        for segment in segments
        for at, character in enumerate(fold(segment.text))
        if character.isalnum()
    ]
    start = "".join(character for _, _, character in letters).find(wanted)
    if start < 0:
        return ()
    taken = letters[start : start + len(wanted)]
    (first, begin, _), (last, end, _) = taken[0], taken[-1]
    if first.text[begin - 1 : begin].isalnum() or last.text[end + 1 : end + 2].isalnum():
        return ()
    touched = [segment for segment in segments if any(segment is each for each, _, _ in taken)]
    if len(touched) == 1:
        return (Span(first, begin, end + 1),)
    return tuple(whole(segment) for segment in touched)
