"""Amounts whose cents stand in a column of their own, as on forms filled in by hand: "RM | Sen"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extraction.engine import layout
from extraction.engine.document import Document, Page, Word
from extraction.engine.layout import Layout, Line, PageLayout, union
from extraction.engine.values import currencies
from extraction.engine.values.folding import fold

REACH = 1.0  # line heights that cents may stand beside their head
LONGEST = 8  # characters of a head of cents, with what stands around it
_CENTS = frozenset({"sen", "c", "ct", "cts", "cent", "cents", "¢", "ps", "p", "paise", "gr", "ore", "rp"})
_WHOLE = re.compile(r"\d{1,3}(?:,\d{3})*|\d+")
_BOTH = re.compile(r"(\d{1,3}(?:,\d{3})*|\d+) (\d\d)")


@dataclass(frozen=True, slots=True)
class _Head:
    """Where the head of the cents stands."""

    line: int
    x0: float
    x1: float


def laid_out(document: Document) -> Layout:
    """The layout of a document, such amounts being one word each."""
    plain = layout.analyze(document)
    heads = {page.number: head for page in plain.pages if (head := _head(page))}
    if not heads:
        return plain
    pages = zip(document.pages, plain.pages, strict=True)
    joined = (
        _joined(page, lines, heads[page.number]) if page.number in heads else page for page, lines in pages
    )
    return layout.analyze(Document(tuple(joined)))


def _head(page: PageLayout) -> _Head | None:
    """The first word for cents right behind one for a currency."""
    for line in page.lines:
        if len(line.segments) < 2 or any(map(str.isdigit, line.text)):
            continue
        for money, cents in zip(line.words, line.words[1:], strict=False):
            named = len(cents.text) <= LONGEST and is_named(cents.text)
            if named and currencies.codes_of(money.text.strip("().:")):
                return _Head(line.index, cents.box.x0, cents.box.x1)
    return None


def is_named(text: str) -> bool:
    """Whether a text is the head of a column of cents."""
    return fold(text).strip("().: ") in _CENTS


def _joined(page: Page, lines: PageLayout, head: _Head) -> Page:
    """The page with each whole number and the two figures in the column of cents as one amount."""
    reach = REACH * lines.line_height
    made: dict[int, Word | None] = {}
    for line in lines.lines[head.line + 1 :]:
        for whole, cents in _pairs(line, head, reach):
            made[id(cents)] = None
            made[id(whole)] = replace(
                whole,
                text=f"{whole.text}.{cents.text}",
                box=union((whole.box, cents.box)),
                confidence=min(whole.confidence, cents.confidence),
            )
    words = (_in_one(word, head, reach) for word in page.words)
    kept = (made.get(id(old), new) for old, new in zip(page.words, words, strict=True))
    return replace(page, words=tuple(word for word in kept if word is not None))


def _pairs(line: Line, head: _Head, reach: float) -> list[tuple[Word, Word]]:
    """A whole number and what stands right of it under the head of the cents."""
    return [
        (whole, cents)
        for whole, cents in zip(line.words, line.words[1:], strict=False)
        if _WHOLE.fullmatch(whole.text) and re.fullmatch(r"\d\d", cents.text)
        if head.x0 - reach <= cents.box.center_x <= head.x1 + reach and whole.box.x1 <= head.x0 + reach
    ]


def _in_one(word: Word, head: _Head, reach: float) -> Word:
    """A word that a reader of scans took across both columns ("32 00")."""
    match = _BOTH.fullmatch(word.text)
    if match and word.box.x0 < head.x0 and head.x0 - reach <= word.box.x1 <= head.x1 + 2 * reach:
        return replace(word, text=f"{match[1]}.{match[2]}")
    return word
