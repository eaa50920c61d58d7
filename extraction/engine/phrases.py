"""The vocabulary's phrases in a text: where each stands, what it means, and how it stands there.

Phrases are looked up by their key; only words of an OCR, and text before a colon, are also
compared with tolerance, so that "lnvoice N0:" is still the label it was.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from extraction.engine import vocabulary
from extraction.engine.values.folding import fold
from extraction.engine.values.remembering import remembered
from extraction.engine.vocabulary import LONGEST_PHRASE, Meaning, headings

NEAR_ENOUGH = 0.84
SHORTEST_NEAR = 6
LONGEST_HEAD = 4  # words of a label that is not known
LONGEST_CODE = 3  # capitals that a number begins with, and no name of what is numbered
_OWN = ("title.", "header.invoice_number", "header.date", "header.due_date")
_TAX_ID = "party.tax_id"
_BARE = frozenset({"header.number", "header.plain_date"})
_TOKEN = re.compile(r"#|[^\W_]+")
_RATE = re.compile(r"\d+(?:[.,]\d+)?\s?%")  # as in "20% VAT", which begins with its label all the same
_MARKS = ("-", "/", "_")  # between the parts of a number
_ORDINAL = str.maketrans({"°": "o", "№": "o"})
_MISREAD = {"n0": "no"}  # a word too short to be compared with tolerance
_NOT_LABELS = ("terms.", "text.", "totals.including", "totals.excluding", "totals.within")


@dataclass(frozen=True, slots=True)
class Phrase:
    """The characters from `start` to `end`. `initial` when they begin their text, `final` when they end it;
    `exact` unless they are compared with tolerance, or known by their form alone.
    """

    start: int
    end: int
    meanings: tuple[Meaning, ...]
    initial: bool
    final: bool
    colon: bool
    exact: bool = True


class _Token(NamedTuple):
    key: str
    start: int
    end: int


@remembered
def tokens(text: str) -> tuple[str, ...]:
    """The words of a text as the vocabulary writes them."""
    return tuple([token.key for token in _tokens(text)])


@remembered
def find(text: str, *, scanned: bool) -> tuple[Phrase, ...]:
    """Every phrase of every language in a text; the longest at each place."""
    parts: Sequence[_Token] = _tokens(text)
    if scanned:
        parts = [part._replace(key=_MISREAD.get(part.key, part.key)) for part in parts]
    found = _known(text, parts)
    if parts and (not (found and found[0].initial) or _is_unfinished(text, found)):
        bare = found[0].end if found and found[0].initial else 0
        first = (None if bare else _near(text, parts, scanned=scanned)) or _unknown(text, parts)
        if first is not None and first.end > bare:
            first = _known_within(first, found)
            return (first, *(phrase for phrase in found if phrase.start >= first.end))
    return tuple(found)


@remembered
def _tokens(text: str) -> tuple[_Token, ...]:
    folded = fold(text).translate(_ORDINAL)
    return tuple([_Token(vocabulary.key(m[0]), m.start(), m.end()) for m in _TOKEN.finditer(folded)])


def _known(text: str, parts: Sequence[_Token]) -> list[Phrase]:
    found: list[Phrase] = []
    at, may_hold_codes = 0, any(mark in text for mark in _MARKS)
    while at < len(parts):
        end = _before_code(text, parts, at) if may_hold_codes else at + LONGEST_PHRASE
        length, meanings = _longest(parts[at:end])
        coded = length == 1 and at and _begins_number(text, parts[at - 1], parts[at])
        if meanings and not coded and not _within_code(text, parts[at], parts[at + length - 1]):
            found.append(_phrase(text, parts[at], parts[at + length - 1], meanings))
        at += max(length, 1)
    return found


def _known_within(head: Phrase, found: Sequence[Phrase]) -> Phrase:
    """A head that names a tax number among its words is that number's: "Nr NIP", "Our VAT reg. no"."""
    tax = [m for phrase in found if phrase.end <= head.end for m in phrase.meanings if m.kind == _TAX_ID]
    return replace(head, meanings=tuple(tax)) if tax else head


def _is_unfinished(text: str, found: Sequence[Phrase]) -> bool:
    """Whether a text's first label is but a part of one: "N°" of "N° chantier", "Site" of "Site no"."""
    kinds = {meaning.kind for meaning in found[0].meanings}
    own = any(kind.startswith(_OWN) for kind in kinds)
    if _is_bare(found[0]):
        return not _says_all(text, found)
    return not own and any(map(_is_bare, found[1:2]))


def _says_all(text: str, found: Sequence[Phrase]) -> bool:
    """Whether a label says the same in two languages and nothing more ("Date / Datum"), or names two facts
    ("Number/date").
    """
    first, *others = found[:2]
    if not others or text[first.end : others[0].start].strip(" .") not in ("/", "|", "&"):
        return False
    second = others[0]
    ends = second.final or second.colon or text[second.end :].lstrip(" .)#°")[:1].isdigit()
    return ends and _is_bare(second)


def _headers(phrase: Phrase) -> set[str]:
    return {meaning.kind for meaning in phrase.meanings if meaning.kind.startswith("header.")}


def _is_bare(phrase: Phrase) -> bool:
    """Whether a label says "number" or "date" and not of what."""
    kinds = _headers(phrase)
    return bool(kinds) and kinds <= _BARE


def _unknown(text: str, parts: Sequence[_Token]) -> Phrase | None:
    """A label that no vocabulary lists, but whose form says that a number or a date follows."""
    head = _head(text, parts)
    meanings = headings.meanings([part.key for part in head]) if head else ()
    return _phrase(text, head[0], head[-1], meanings, exact=False) if meanings else None


def _head(text: str, parts: Sequence[_Token]) -> Sequence[_Token]:
    """The words up to the colon, else up to the first figures, if they are few."""
    colon = text.find(":")
    figures = (index for index, part in enumerate(parts) if any(map(str.isdigit, part.key)))
    end = sum(part.end <= colon for part in parts) if colon >= 0 else next(figures, len(parts))
    head = parts[:end]
    if head and text[head[-1].end : head[-1].end + 1] in ("-", "/"):
        head = head[:-1]  # the letters of a number
    if len(head) == 2 and _begins_number(text, *head):
        return ()
    plain = not any(c.isdigit() for part in head for c in part.key)
    return head if plain and len(head) <= LONGEST_HEAD else ()


def _begins_number(text: str, counting: _Token, letters: _Token) -> bool:
    """Whether capitals behind "No." are where the number begins, as in "No. CB 4711"."""
    if letters.end - letters.start > LONGEST_CODE or not text[letters.start : letters.end].isupper():
        return False
    known = vocabulary.load()
    if not text[letters.end : letters.end + 2].strip()[:1].isdigit():
        return False
    meanings = known.meanings.get(letters.key, ())
    named = any(m.kind.startswith(("header.", "party.")) and m.kind not in _OWN for m in meanings)
    return counting.key in _numbering() and not named


@lru_cache(maxsize=1)
def _numbering() -> frozenset[str]:
    return vocabulary.load().of("words.number")


def _before_code(text: str, parts: Sequence[_Token], at: int) -> int:
    """Where the letters of a number begin behind some words: after "Faktura" of "Faktura C-88825", but at the
    end of "INV-17".
    """
    last = min(at + LONGEST_PHRASE, len(parts))
    code = (index for index in range(at + 1, last) if _within_code(text, parts[index], parts[index]))
    return next(code, last)


def _within_code(text: str, first: _Token, last: _Token) -> bool:
    """Whether a short phrase is a part of a number such as "INV-2025-17" or "4050-U"."""
    if len(last.key) > 4 or first is not last:
        return False
    after, before = text[last.end : last.end + 2], text[max(0, first.start - 2) : first.start]
    glued = (
        after[:1] in _MARKS and after[1:].isdigit(),
        before[1:] in _MARKS and before[:1].isdigit(),
    )
    return any(glued)


def _longest(parts: Sequence[_Token]) -> tuple[int, tuple[Meaning, ...]]:
    """The longest phrase that some words begin with; small words between its parts are passed over."""
    known = vocabulary.load()
    best: tuple[int, tuple[Meaning, ...]] = (0, ())
    if parts[0].key.isdigit():
        return best
    key = bare = ""
    for length, part in enumerate(parts, start=1):
        key += part.key
        link = part.key in known.links
        bare += "" if link else part.key
        meanings = known.meanings.get(key)
        if not meanings and not link and bare in known.compounds:
            meanings = known.meanings[bare]
        if meanings and not all(meaning.kind.startswith(_NOT_LABELS) for meaning in meanings):
            best = length, meanings
    return best


def _phrase(
    text: str, first: _Token, last: _Token, meanings: tuple[Meaning, ...], *, exact: bool = True
) -> Phrase:
    before, after = text[: first.start], text[last.end :]
    return Phrase(
        start=first.start,
        end=last.end,
        meanings=tuple(meaning for meaning in meanings if not meaning.kind.startswith(_NOT_LABELS)),
        initial=not any(map(str.isalnum, _RATE.sub("", before))),
        final=not any(map(str.isalnum, after)),
        colon=after.lstrip(" .)#").startswith((":", "：")),
        exact=exact,
    )


def _near(text: str, parts: Sequence[_Token], *, scanned: bool) -> Phrase | None:
    """The label that the start of a text nearly is: up to its colon, or up to its first digits."""
    colon = text.find(":")
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
            return _phrase(text, head[0], head[length - 1], meanings, exact=False)
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
    choices = _keys_about(len(key))
    best = process.extractOne(
        key, choices, scorer=Levenshtein.normalized_similarity, score_cutoff=NEAR_ENOUGH
    )
    return best[0] if best else None


@lru_cache(maxsize=64)
def _keys_about(length: int) -> tuple[str, ...]:
    """The keys that one of this length may be a misreading of."""
    slack = 1 if length < 10 else 2
    lengths = range(length - slack, length + slack + 1)
    return tuple(choice for each in lengths for choice in _long_keys().get(each, ()))
