"""The tax that a total includes, its name behind the amount: "incl. £83.33 VAT", "dont 83,33 € de TVA"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from extraction.engine import phrases, vocabulary
from extraction.engine.candidates import Candidate, Sheet
from extraction.engine.labels import Label
from extraction.engine.layout import overlap
from extraction.engine.values.numbers import Number

CENTS = 2  # decimals
NEAR = 2  # small words between an amount and the name of the tax: "83.33 is VAT"
_FIGURE = re.compile(r"\d")
_CLOSED = re.compile(r"^[^(]*$|\)[^(]*$")  # what no bracket is open behind
_RATE = re.compile(r"\(?\d+(?:[.,]\d+)?\s?%\)?")


def tax_behind(sheet: Sheet, amount: Candidate[Number]) -> Label | None:
    """The name of the tax that follows an amount said to be part of another."""
    segment, span = amount.span.segment, amount.span
    if amount.value.decimals != CENTS or not is_within(segment.text):
        return None
    behind = (label for label in sheet.labels.of(segment) if label.span.start >= span.end)
    label = next((label for label in behind if "totals.tax" in sheet.kinds(label)), None)
    if label is None:
        return _tax_below(sheet, amount)
    between = _RATE.sub("", segment.text[span.end : label.span.start])
    after = _RATE.sub("", label.span.after)
    plain = len(between.split()) <= NEAR and not _FIGURE.search(between)
    return label if plain and not _FIGURE.search(after) else None


def _tax_below(sheet: Sheet, amount: Candidate[Number]) -> Label | None:
    """The name of the tax that closes, on the next line, the bracket in which an amount stands."""
    segment, span = amount.span.segment, amount.span
    if _CLOSED.search(span.before) or _FIGURE.search(_RATE.sub("", span.after)):
        return None
    page = sheet.page(segment.page)
    below = (s for line in page.lines[segment.line + 1 : segment.line + 2] for s in line.segments)
    under = (s for s in below if overlap(s.box.x0, s.box.x1, segment.box.x0, segment.box.x1) > 0)
    closing = next((s for s in under if s.text.endswith(")") and "(" not in s.text), None)
    labels = sheet.labels.of(closing) if closing is not None else ()
    return next((label for label in labels if label.initial and "totals.tax" in sheet.kinds(label)), None)


def is_within(text: str) -> bool:
    """Whether a text says that something is part of a sum: "incl.", "of which", "davon"."""
    words, known = phrases.tokens(text), _within()
    return any(
        words[at : at + len(phrase)] == phrase
        for at, word in enumerate(words)
        for phrase in known.get(word, ())
    )


@lru_cache(maxsize=1)
def _within() -> Mapping[str, frozenset[tuple[str, ...]]]:
    """The phrases that say so, by their first word."""
    by_word: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for (kind, _), texts in vocabulary.load().phrases.items():
        if kind == "totals.within":
            for phrase in map(phrases.tokens, texts):
                by_word[phrase[0]].add(phrase)
    return {word: frozenset(known) for word, known in by_word.items()}
