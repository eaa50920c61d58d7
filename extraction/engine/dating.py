"""The dates of a document: when it was issued, when it is due, and the period it is for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from extraction.engine import paper, passages, phrases, vocabulary, weighing
from extraction.engine.candidates import Candidate, Sheet
from extraction.engine.choice import Choice, best
from extraction.engine.layout import Segment
from extraction.engine.numbering import TITLES
from extraction.engine.surroundings import Support
from extraction.engine.values.date_order import Resolution
from extraction.engine.values.dates import PrintedDate

LEAST_DATE = 0.1
_JOINED = re.compile(r"\s*(?:[-–—]|[^\W\d_]{1,4}|t/m)\s*")
_TIME = re.compile(r"(?<![\d:.,])\d{1,2}[:.h]\d\d(?:[:.]\d\d)?(?![\d.,%])")
_CLAUSE = re.compile(r"[,;]\s")
LEAST_DUE = 0.45
_DATE, _PLAIN, _DUE = "header.date", "header.plain_date", "header.due_date"
_PERIOD, _OTHER = "header.service_period", "header.other_date"
_NUMBERED = frozenset(("header.invoice_number", *TITLES))

Found = Candidate[PrintedDate]


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a document; every one of them read in the same order."""

    issued: Choice[date] | None
    due: Choice[date] | None
    start: date | None
    end: date | None


def dates(sheet: Sheet, order: Resolution) -> Dates:
    """The date of issue and the due date, which is never guessed, and the service period."""
    issued = best(_issued(sheet, order), least=LEAST_DATE)
    due = best(_due(sheet, order, issued), least=LEAST_DUE)
    issued, due = (_with_other_reading(sheet, order, choice) for choice in (issued, due))
    return Dates(issued, due, *_period(sheet, order))


def _with_other_reading(sheet: Sheet, order: Resolution, choice: Choice[date] | None) -> Choice[date] | None:
    """A date that can be read as day and month or as month and day keeps the other reading beside it."""
    if choice is None or not order.ambiguous:
        return choice
    read = {value for c in sheet.dates if c.span == choice.spans[0] for _, value in c.value.readings}
    others = (replace(choice, value=value, alternatives=()) for value in sorted(read - {choice.value}))
    elsewhere = (other for other in choice.alternatives if other.value not in read)
    return replace(choice, alternatives=(*others, *elsewhere)[:3])


def _issued(sheet: Sheet, order: Resolution) -> Iterator[Choice[date]]:
    for candidate in sheet.dates:
        kind, evidence = _of_labels(sheet, candidate)
        score = weighing.total("date", {**evidence, **_of_place(sheet, candidate)})
        label = candidate.label(kind)
        value = candidate.value.value(order.order)
        yield Choice(value, (candidate.span,), score, label=label.span.text if label else None)


def _of_labels(sheet: Sheet, candidate: Found) -> tuple[str, dict[str, float]]:
    """The kind of the label that speaks most plainly for the date of issue, and the evidence of all."""
    own: dict[str, float] = {
        _DATE: candidate.strength(_DATE),
        _PLAIN: 0.9 * candidate.strength(_PLAIN) * (not _in_item_table(sheet, candidate)),
        TITLES[0]: 0.55 * candidate.strength(*TITLES),
        "": 0.25,
    }
    kind = max(own, key=own.__getitem__)
    names = {_DATE: "date_label", _PLAIN: "plain_label", TITLES[0]: "title_label", "": "unlabelled"}
    strength = 1.0 if not kind else candidate.strength(*(TITLES if kind in TITLES else (kind,)))
    other = candidate.strength(_OTHER, _DUE, _PERIOD)
    plainer = other > max(own[_DATE], own[_PLAIN])
    reference = kind in (_PLAIN, _DATE) and _dates_something_else(candidate, kind)
    return kind, {
        names[kind]: strength,
        "other_label_is_plainer": own[kind] * plainer,
        "after_reference": float(reference),
    }


def _dates_something_else(candidate: Found, kind: str) -> bool:
    """Whether a date stands behind an order or a delivery note, as in "Order 12 of 5 May"."""
    label = candidate.label(kind)
    if label is None or label.span.segment is not candidate.span.segment or label.initial:
        return False
    if kind == _DATE and not any(map(str.isdigit, label.span.before)):
        return False
    before = [s for s in candidate.supports if s.label.span.end <= label.span.start and s.label is not label]
    return not any(s.kinds & _NUMBERED and s.label.initial for s in before)


def _of_place(sheet: Sheet, candidate: Found) -> dict[str, float]:
    page = sheet.page(candidate.span.page)
    return {
        "in_items": float(_in_item_table(sheet, candidate)),
        "depth": candidate.span.box.y0 / page.height,
        "pages_before": candidate.span.page - sheet.layout.pages[0].number,
        "in_sentence_of_paying": float(_asks_to_pay(sheet, candidate)),
        "part_of_span": float(_is_part_of_span(sheet, candidate)),
        "at_the_till": float(_is_at_the_till(sheet, candidate)),
        "only_one": float(all(other.value.readings == candidate.value.readings for other in sheet.dates)),
    }


def _is_at_the_till(sheet: Sheet, candidate: Found) -> bool:
    """Whether a slip says at what time of the day it was printed, next to a date and little else."""
    line = sheet.line_of(candidate.span.segment)
    timed = any(_TIME.search(segment.text) for segment in line.segments)
    return timed and paper.is_receipt(sheet.page(line.page))


def _is_part_of_span(sheet: Sheet, candidate: Found) -> bool:
    """Whether a dash or a short word joins a date with another one, as in "11.08.2018 bis 14.08.2018"."""
    own, text = candidate.span, candidate.span.segment.text
    others = (c.span for c in sheet.dates if c.span.segment is own.segment and c.span != own)
    ends = (sorted((span, own), key=lambda one: one.start) for span in others)
    return any(_JOINED.fullmatch(text, first.end, last.start) for first, last in ends)


def _in_item_table(sheet: Sheet, candidate: Found) -> bool:
    label = candidate.label("columns.date")
    return label is not None and sheet.heads_items(label.span.segment)


def _due(sheet: Sheet, order: Resolution, issued: Choice[date] | None) -> Iterator[Choice[date]]:
    for candidate in sheet.dates:
        value = candidate.value.value(order.order)
        if issued is not None and (value < issued.value or candidate.span == issued.spans[0]):
            continue
        if _earns_discount(sheet, candidate):
            continue
        named = candidate.strength(_DUE)
        other = candidate.strength(_DATE, _OTHER, _PERIOD)
        asks = _asks_to_pay(sheet, candidate) and not (issued is not None and value == issued.value)
        evidence = {
            "due_label": named if named >= LEAST_DUE or not asks else 0.0,
            "in_sentence_of_paying": float(asks and named < LEAST_DUE),
            "other_label_is_plainer": float(other >= max(named, 0.5 * asks)),
        }
        label = candidate.label(_DUE)
        score = weighing.total("due_date", evidence)
        yield Choice(value, (candidate.span,), score, label=label.span.text if label else None)


def _asks_to_pay(sheet: Sheet, candidate: Found) -> bool:
    """Whether the words before and behind a date are a sentence about paying."""
    span = candidate.span
    before = phrases.tokens(span.before.rpartition(". ")[2])
    below = passages.segment_below(sheet, span.segment)
    behind = phrases.tokens(f"{span.after} {below.text if below else ''}".partition(". ")[0])
    if len(before) < 2:
        return False
    words = _words("terms.payable") | _words("terms.collected")
    return bool(words.intersection(before) or (len(before) > 2 and words.intersection(behind)))


def _earns_discount(sheet: Sheet, candidate: Found) -> bool:
    """Whether who pays by then pays less: "by 3 May with 2 % discount, or by 24 May net".

    The discount is said in the date's own clause, on its one side or its other.
    """
    own, text = candidate.span, candidate.span.segment.text
    others = [c.span for c in sheet.dates if c.span.segment is own.segment]
    before = text[max((span.end for span in others if span.end <= own.start), default=0) : own.start]
    behind = text[own.end : min((span.start for span in others if span.start >= own.end), default=len(text))]
    return any(map(_is_discount, (_CLAUSE.split(before)[-1], _CLAUSE.split(behind)[0])))


def _is_discount(text: str) -> bool:
    return "%" in text and not _words("totals.discount").isdisjoint(phrases.tokens(text))


def _period(sheet: Sheet, order: Resolution) -> tuple[date | None, date | None]:
    """The two dates that a label of a period speaks for: in one line, or from one to the next."""
    for candidate in sheet.dates:
        support = _speaks_of_period(candidate)
        if support is None:
            continue
        pair = [c for c in sheet.dates if _same_place(candidate, c) and not c.strength(_DATE, _DUE) >= 0.9]
        if len(pair) == 2:
            start, end = (c.value.value(order.order) for c in pair)
            return (start, end) if start <= end else (None, None)
    return None, None


def _speaks_of_period(candidate: Found) -> Support | None:
    plain = [s for s in candidate.supports if _PERIOD in s.kinds and s.strength >= 0.5]
    return plain[0] if plain else None


def _same_place(candidate: Found, other: Found) -> bool:
    """Whether two dates stand in one segment, or beside or right below each other under one label."""
    if other.span.segment is candidate.span.segment:
        return True
    labels = {id(s.label) for s in candidate.supports if _PERIOD in s.kinds}
    return any(id(s.label) in labels and s.strength >= 0.45 for s in other.supports) and _near(
        candidate.span.segment, other.span.segment
    )


def _near(one: Segment, other: Segment) -> bool:
    return one.page == other.page and abs(one.line - other.line) <= 1


@lru_cache(maxsize=4)
def _words(kind: str) -> frozenset[str]:
    return vocabulary.load().of(kind)
