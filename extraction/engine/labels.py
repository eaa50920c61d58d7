"""Where a page says what a value is: the vocabulary's phrases found in its segments.

Phrases are looked up by their key; only words of an OCR, and text before a colon, are also
compared with tolerance, so that "lnvoice N0:" is still the label it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from extraction.engine import vocabulary
from extraction.engine.document import Source
from extraction.engine.layout import Layout, Segment
from extraction.engine.spans import Span
from extraction.engine.values.folding import fold
from extraction.engine.vocabulary import LONGEST_PHRASE, Meaning, headings

NEAR_ENOUGH = 0.84
SHORTEST_NEAR = 6
SHORTEST_FOREIGN = 3
LONGEST_HEAD = 4  # words of a label that is not known
_OWN = ("title.", "header.invoice_number", "header.date", "header.due_date")
_TAX_ID = "party.tax_id"
_BARE = frozenset({"header.number", "header.plain_date"})
_TOKEN = re.compile(r"#|[^\W_]+")
_RATE = re.compile(r"\d+(?:[.,]\d+)?\s?%")  # as in "20% VAT", which begins with its label all the same
_ORDINAL = str.maketrans({"°": "o", "№": "o"})
_MISREAD = {"n0": "no"}  # a word too short to be compared with tolerance
_NOT_LABELS = ("terms.", "text.", "totals.including", "totals.excluding")


@dataclass(frozen=True, slots=True)
class Label:
    """A phrase at its place. `initial` when it begins its segment, `final` when it ends it."""

    span: Span
    meanings: tuple[Meaning, ...]
    initial: bool
    final: bool
    colon: bool
    exact: bool = True

    @property
    def whole(self) -> bool:
        return self.initial and self.final

    @property
    def key(self) -> str:
        return vocabulary.key(self.span.text)

    def kinds(self, languages: Sequence[str]) -> frozenset[str]:
        """What the phrase means in these languages; in any language if it is in none of them, unless it is
        a letter or two, which mean something else everywhere.
        """
        here = frozenset(meaning.kind for meaning in self.meanings if meaning.language in languages)
        if here or len(self.key) < SHORTEST_FOREIGN:
            return here
        return frozenset(meaning.kind for meaning in self.meanings)


class Labels:
    """The labels of a document by segment."""

    def __init__(self, by_segment: Mapping[int, tuple[Label, ...]]) -> None:
        self._by_segment = by_segment

    def of(self, segment: Segment) -> tuple[Label, ...]:
        return self._by_segment.get(id(segment), ())

    def __iter__(self) -> Iterator[Label]:
        return (label for labels in self._by_segment.values() for label in labels)


@dataclass(frozen=True, slots=True)
class _Token:
    key: str
    start: int
    end: int


def find(layout: Layout) -> Labels:
    """Every phrase of every language in a document; the longest at each place."""
    found = {id(segment): _in_segment(segment) for segment in layout.segments}
    return Labels({place: labels for place, labels in found.items() if labels})


def tokens(text: str) -> list[str]:
    """The words of a text as the vocabulary writes them."""
    return [token.key for token in _tokens(text)]


def _tokens(text: str) -> list[_Token]:
    folded = fold(text).translate(_ORDINAL)
    return [_Token(vocabulary.key(m[0]), m.start(), m.end()) for m in _TOKEN.finditer(folded)]


def _in_segment(segment: Segment) -> tuple[Label, ...]:
    parts = _tokens(segment.text)
    if segment.words[0].source is Source.OCR:
        parts = [replace(part, key=_MISREAD.get(part.key, part.key)) for part in parts]
    found: list[Label] = []
    at = 0
    while at < len(parts):
        length, meanings = _longest(_up_to_code(segment.text, parts, at), at)
        if meanings and not _within_code(segment.text, parts[at], parts[at + length - 1]):
            found.append(_label(segment, parts[at], parts[at + length - 1], meanings))
        at += max(length, 1)
    if parts and (not (found and found[0].initial) or _is_unfinished(found)):
        bare = found[0].span.end if found and found[0].initial else 0
        first = (None if bare else _near(segment, parts)) or _unknown(segment, parts)
        if first is not None and first.span.end > bare:
            first = _known_within(first, found)
            return (first, *(label for label in found if label.span.start >= first.span.end))
    return tuple(found)


def _known_within(head: Label, found: Sequence[Label]) -> Label:
    """A head that names a tax number among its words is that number's: "Nr NIP", "Our VAT reg. no"."""
    tax = [
        m for label in found if label.span.end <= head.span.end for m in label.meanings if m.kind == _TAX_ID
    ]
    return replace(head, meanings=tuple(tax)) if tax else head


def _is_unfinished(found: Sequence[Label]) -> bool:
    """Whether a segment's first label is but a part of one: "N°" of "N° chantier", "Site" of "Site no"."""
    kinds = {meaning.kind for meaning in found[0].meanings}
    own = any(kind.startswith(_OWN) for kind in kinds)
    return _is_bare(found[0]) or (not own and any(map(_is_bare, found[1:2])))


def _is_bare(label: Label) -> bool:
    """Whether a label says "number" or "date" and not of what."""
    kinds = [meaning.kind for meaning in label.meanings if meaning.kind.startswith("header.")]
    return bool(kinds) and all(kind in _BARE for kind in kinds)


def _unknown(segment: Segment, parts: Sequence[_Token]) -> Label | None:
    """A label that no vocabulary lists, but whose form says that a number or a date follows."""
    head = _head(segment, parts)
    meanings = headings.meanings([part.key for part in head]) if head else ()
    return _label(segment, head[0], head[-1], meanings, exact=False) if meanings else None


def _head(segment: Segment, parts: Sequence[_Token]) -> Sequence[_Token]:
    """The words up to the colon, else up to the first figures, if they are few."""
    colon = segment.text.find(":")
    figures = (index for index, part in enumerate(parts) if any(c.isdigit() for c in part.key))
    end = sum(part.end <= colon for part in parts) if colon >= 0 else next(figures, len(parts))
    head = parts[:end]
    if head and segment.text[head[-1].end : head[-1].end + 1] in ("-", "/"):
        head = head[:-1]  # the letters of a number
    plain = not any(c.isdigit() for part in head for c in part.key)
    return head if plain and len(head) <= LONGEST_HEAD else ()


def _up_to_code(text: str, parts: Sequence[_Token], at: int) -> Sequence[_Token]:
    """The words before the letters of a number: "Faktura" of "Faktura C-88825", but all of "INV-17"."""
    last = min(at + LONGEST_PHRASE, len(parts))
    code = (index for index in range(at + 1, last) if _within_code(text, parts[index], parts[index]))
    return parts[: next(code, len(parts))]


def _within_code(text: str, first: _Token, last: _Token) -> bool:
    """Whether a short phrase is a part of a number such as "INV-2025-17" or "4050-U"."""
    if len(last.key) > 4 or first is not last:
        return False
    after, before = text[last.end : last.end + 2], text[max(0, first.start - 2) : first.start]
    glued = (
        after[:1] in ("-", "/", "_") and after[1:].isdigit(),
        before[1:] in ("-", "/", "_") and before[:1].isdigit(),
    )
    return any(glued)


def _longest(parts: Sequence[_Token], at: int) -> tuple[int, tuple[Meaning, ...]]:
    """The longest phrase that begins at a token; small words between its parts are passed over."""
    known = vocabulary.load()
    best: tuple[int, tuple[Meaning, ...]] = (0, ())
    if parts[at].key.isdigit():
        return best
    key = bare = ""
    for length, part in enumerate(parts[at : at + LONGEST_PHRASE], start=1):
        key += part.key
        link = part.key in known.links
        bare += "" if link else part.key
        meanings = known.meanings.get(key)
        if not meanings and not link and bare in known.compounds:
            meanings = known.meanings[bare]
        if meanings and not all(meaning.kind.startswith(_NOT_LABELS) for meaning in meanings):
            best = length, meanings
    return best


def _label(
    segment: Segment, first: _Token, last: _Token, meanings: tuple[Meaning, ...], *, exact: bool = True
) -> Label:
    span = Span(segment, first.start, last.end)
    behind = span.after.lstrip(" .)#")
    return Label(
        span=span,
        meanings=tuple(meaning for meaning in meanings if not meaning.kind.startswith(_NOT_LABELS)),
        initial=not any(character.isalnum() for character in _RATE.sub("", span.before)),
        final=not any(character.isalnum() for character in span.after),
        colon=behind.startswith((":", "：")),
        exact=exact,
    )


def _near(segment: Segment, parts: Sequence[_Token]) -> Label | None:
    """The label that the start of a segment nearly is: up to its colon, or up to its first digits."""
    colon = segment.text.find(":")
    scanned = segment.words[0].source is Source.OCR
    if colon < 0 and not scanned:
        return None
    head = [part for part in parts if colon < 0 or part.end <= colon][:LONGEST_PHRASE]
    while head and not scanned and head[-1].key.isdigit():
        head.pop()
    for length in range(len(head), 0, -1):
        key = "".join(part.key for part in head[:length])
        nearest = _nearest(key) if SHORTEST_NEAR <= len(key) <= 40 and not key.isdigit() else None
        if nearest is not None:
            meanings = vocabulary.load().meanings[nearest]
            return _label(segment, head[0], head[length - 1], meanings, exact=False)
    return None


@lru_cache(maxsize=1)
def _long_keys() -> dict[int, list[str]]:
    """The keys worth a comparison with tolerance, by their length."""
    by_length: dict[int, list[str]] = {}
    for key, meanings in vocabulary.load().meanings.items():
        if len(key) >= SHORTEST_NEAR and not all(m.kind.startswith(_NOT_LABELS) for m in meanings):
            by_length.setdefault(len(key), []).append(key)
    return by_length


@lru_cache(maxsize=4096)
def _nearest(key: str) -> str | None:
    slack = 1 if len(key) < 10 else 2
    choices = [
        choice
        for length in range(len(key) - slack, len(key) + slack + 1)
        for choice in _long_keys().get(length, ())
    ]
    best = process.extractOne(
        key, choices, scorer=Levenshtein.normalized_similarity, score_cutoff=NEAR_ENOUGH
    )
    return best[0] if best else None
