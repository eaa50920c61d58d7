"""Which of a document's numbers is its own, and which is an order's or a payment's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extraction.engine import labels as labelling
from extraction.engine import vocabulary, weighing
from extraction.engine.candidates import Candidate, Sheet
from extraction.engine.choice import Choice, best
from extraction.engine.labels import Label
from extraction.engine.layout import Segment
from extraction.engine.weighing import Evidence

LEAST = 0.42
PLAINLY = 0.6
BARE = 0.15  # how much less a "No." says than the name of another number
TITLES = ("title.invoice", "title.credit_note", "title.receipt")
_NUMBER, _BARE = "header.invoice_number", "header.number"
_OWN = frozenset((_NUMBER, _BARE, *TITLES))
_FACTS = frozenset(
    f"header.{kind}"
    for kind in ("date", "plain_date", "due_date", "other_date", "other_number", "purchase_order")
)


def invoice_number(sheet: Sheet, codes: Sequence[Candidate[str]]) -> Choice[str] | None:
    """The number that the document gives itself."""
    return best(_options(sheet, codes), least=LEAST)


def labelled(codes: Sequence[Candidate[str]], kind: str) -> Choice[str] | None:
    """A number of another kind (an order, a payment reference), if it is labelled plainly."""
    options = [
        Choice(c.value, (c.span,), c.strength(kind), label=_text(c.label(kind)))
        for c in codes
        if c.strength(kind) >= PLAINLY and c.strength(kind) >= max(s.strength for s in c.supports)
    ]
    return best(options)


def _options(sheet: Sheet, codes: Sequence[Candidate[str]]) -> Iterator[Choice[str]]:
    mentions = [candidate.value for candidate in codes]
    for candidate in codes:
        shape = _of_shape(candidate, mentions)
        for label, evidence in _of_labels(sheet, candidate):
            score = weighing.total("invoice_number", {**shape, **evidence, **_of_rivals(candidate, label)})
            yield Choice(candidate.value, (candidate.span,), score, label=_text(label))


def _of_labels(sheet: Sheet, candidate: Candidate[str]) -> Iterator[tuple[Label, Evidence]]:
    """The evidence of each label that could name the document's number."""
    for support in candidate.supports:
        label, place = support.label, support.label.span.segment
        heads_items = {"heads_items": float(sheet.heads_items(place))}
        if _NUMBER in support.kinds:
            yield label, {"number_label": support.strength, **heads_items}
        elif support.kinds.intersection(TITLES):
            before = place is candidate.span.segment and label.initial
            yield (
                label,
                {
                    "title_label": support.strength,
                    "title_directly_before": float(before),
                    "title_elsewhere": float(not before),
                    "title_above_alone": float(
                        not before and _only_titles(sheet, place) and _alone(candidate)
                    ),
                    "title_above_text": float(
                        place is not candidate.span.segment and _speaks(candidate.span.before)
                    ),
                    **heads_items,
                },
            )
        elif _BARE in support.kinds:
            near = _follows_title(sheet, place)
            yield (
                label,
                {
                    "bare_label": support.strength,
                    "bare": 1.0,
                    "bare_near_title": float(near),
                    "bare_among_facts": float(not near and label.initial and _among_facts(sheet, label)),
                    "bare_within": float(not label.initial),
                    **heads_items,
                },
            )


def _alone(candidate: Candidate[str]) -> bool:
    """Whether the number is all that its segment says."""
    return not _speaks(candidate.span.before + candidate.span.after)


def _speaks(text: str) -> bool:
    return any(c.isalnum() for c in text)


def _only_titles(sheet: Sheet, segment: Segment) -> bool:
    """Whether a segment says what the document is, in one language or in several, and nothing else."""
    labels = sheet.labels.of(segment)
    said = sum(len(label.key) for label in labels if sheet.kinds(label).intersection(TITLES))
    return bool(said) and said == len(vocabulary.key(segment.text))


def _among_facts(sheet: Sheet, own: Label) -> bool:
    """Whether a bare "No." stands in a list or a row of facts, next to a date or to another number."""
    segment = own.span.segment
    page = sheet.page(segment.page)
    near = [s for line in page.lines[max(0, segment.line - 1) : segment.line + 2] for s in line.segments]
    return any(
        label.initial and label is not own and sheet.kinds(label) & _FACTS
        for other in near
        for label in sheet.labels.of(other)
    )


def _of_rivals(candidate: Candidate[str], own: Label) -> Evidence:
    """Labels that say the number is something else's."""
    speaking = [s for s in candidate.supports if s.label is own]
    strength = max(s.strength - BARE * (_NUMBER not in s.kinds and _BARE in s.kinds) for s in speaking)
    rival = max((s.strength for s in candidate.supports if not s.kinds & _OWN), default=0.0)
    return {"other_label_is_plainer": float(rival > strength), "other_label": max(0.0, rival - 0.5)}


def _of_shape(candidate: Candidate[str], mentions: Sequence[str]) -> Evidence:
    text = candidate.value
    return {
        "single_figure": float(len(text) < 2),
        "is_a_year": float(bool(re.fullmatch(r"(19|20)\d\d", text))),
        "counts_days": float(_counts_days(candidate)),
        "repeated": float(len(text) > 3 and mentions.count(text) > 1),
        "pages_before": candidate.span.page - 1.0,
    }


def _counts_days(candidate: Candidate[str]) -> bool:
    """Whether a number is that of days, as in terms."""
    following = labelling.tokens(candidate.span.after[:16])
    return candidate.value.isdigit() and bool(following) and following[0] in _days()


@lru_cache(maxsize=1)
def _days() -> frozenset[str]:
    return frozenset(unit for unit in vocabulary.load().of("terms.days") if len(unit) > 1)


def _follows_title(sheet: Sheet, segment: Segment) -> bool:
    """Whether a bare "No." stands beside or right under the title of the document."""
    page = sheet.page(segment.page)
    for line in page.lines[max(0, segment.line - 2) : segment.line + 1]:
        for other in line.segments:
            for label in sheet.labels.of(other):
                if sheet.kinds(label).intersection(TITLES) and label.initial:
                    return True
    return False


def _text(label: Label | None) -> str | None:
    return label.span.text if label else None
