"""Lines that speak to the reader, or say what the paper is: nobody is called so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extraction.engine import phrases, vocabulary
from extraction.engine.candidates import Sheet
from extraction.engine.parties import address
from extraction.engine.spans import Span
from extraction.engine.values.remembering import remembered

SENTENCE = 6  # words that are no heading any more
BELOW = 4.0  # line heights within which a letter begins under its greeting
_WORD = re.compile(r"[^\W_]+")
_ADDRESSED = re.compile(r"[,:!]\s*$")


def is_prose(sheet: Sheet, name: str) -> bool:
    """Whether half of a name's words are small ones or call the paper an invoice: "Your receipt"."""
    words = [key for key in phrases.tokens(name) if len(key) > 2]
    small = sum(key in _small_words(sheet.languages) for key in words)
    return not address.has_legal_form(name) and 0 < len(words) <= 2 * small


def is_polite(sheet: Sheet, span: Span) -> bool:
    """Whether a line opens a letter, or closes one."""
    words = phrases.tokens(span.text)
    if is_closing(span.text):
        return True
    salutations = _phrases("text.salutations")
    opens = any(words[:length] in salutations for length in _lengths("text.salutations"))
    return opens and bool(_ADDRESSED.search(span.text) or _heads_letter(sheet, span))


def greets_another(sheet: Sheet, own: Sequence[Span]) -> bool:
    """Whether a letter greets somebody by a name, and it is none of a party's ("Dear Ms Poole")."""
    called = {word for span in own for word in phrases.tokens(span.text)}
    for segment in sheet.layout.pages[0].segments:
        words = phrases.tokens(segment.text)
        length = next(
            (n for n in _lengths("text.salutations") if words[:n] in _phrases("text.salutations")), 0
        )
        if length and len(words) <= SENTENCE and not called.isdisjoint(words):
            return False
        capitals = [word for word in segment.text.split() if word[:1].isupper()]
        if length and len(words) <= SENTENCE and len(capitals) > length and not _greets_anybody(words):
            return True
    return False


def _greets_anybody(words: Sequence[str]) -> bool:
    """Whether a greeting is for whoever reads it ("Dear Sir or Madam")."""
    return not _addressees().isdisjoint(words)


def is_closing(text: str) -> bool:
    """Whether a line ends a letter ("Yours faithfully")."""
    return phrases.tokens(text) in _phrases("text.closings")


@remembered
def is_slogan(text: str) -> bool:
    """Whether a line of some words, and no company's form, speaks of "us" or of "you"."""
    words = phrases.tokens(text)
    return len(words) > 2 and not _pronouns().isdisjoint(words) and not address.has_legal_form(text)


@remembered
def is_sentence(text: str) -> bool:
    """Whether a line is many words without a company's form, few of which are written as names are."""
    words = [] if address.has_legal_form(text) else text.split()
    long = [word for word in words if len(word) > 3 and word[0].isalpha()]
    capital = sum(word[0].isupper() for word in long)
    return len(words) >= SENTENCE and 2 * capital < len(long)


@remembered
def names_owner(text: str) -> bool:
    """Whether a line tells who owns the party that it belongs to: "Owned by Harbour Holding AG"."""
    words = phrases.tokens(text)
    known = _phrases("text.owners")
    return any(words[:length] in known and len(words) > length for length in _lengths("text.owners"))


@remembered
def before_owner(text: str) -> int:
    """Where a name ends whose owner its line goes on to say ("X is a trading name of Y Ltd"); else 0."""
    words = list(_WORD.finditer(text))
    keys = [vocabulary.key(word[0]) for word in words]
    known, lengths = _phrases("text.brands"), sorted(_lengths("text.brands"))
    runs = ((at, at + length) for at in range(1, len(keys)) for length in lengths if at + length < len(keys))
    return next((words[at - 1].end() for at, end in runs if tuple(keys[at:end]) in known), 0)


def _heads_letter(sheet: Sheet, span: Span) -> bool:
    """Whether the line below is the beginning of a letter."""
    page = sheet.page(span.page)
    following = page.lines[span.segment.line + 1 : span.segment.line + 2]
    return any(
        line.box.y0 - span.box.y1 < BELOW * page.line_height
        and len(line.segments[0].text.split()) >= SENTENCE
        for line in following
    )


def without_small_words(sheet: Sheet, span: Span, end: int) -> int:
    """Where a stretch ends that would go on to `end`, without the small words before that."""
    words = span.segment.text[span.start : end].split()
    while len(words) > 1 and vocabulary.key(words[-1]) in _small_words(sheet.languages):
        words.pop()
    return span.segment.text.rindex(words[-1], span.start, end) + len(words[-1]) if words else end


@lru_cache(maxsize=64)
def _small_words(languages: tuple[str, ...]) -> frozenset[str]:
    known = vocabulary.load().phrases
    kinds = ("text.stop_words", *(f"title.{kind}" for kind in ("invoice", "receipt", "credit_note", "other")))
    texts = (text for one in languages for kind in kinds for text in known.get((kind, one), ()))
    return frozenset(vocabulary.key(text) for text in texts)


@lru_cache(maxsize=1)
def _addressees() -> frozenset[str]:
    return vocabulary.load().of("text.anybody")


@lru_cache(maxsize=1)
def _pronouns() -> frozenset[str]:
    return vocabulary.load().of("text.pronouns")


@lru_cache(maxsize=8)
def _phrases(kind: str) -> frozenset[tuple[str, ...]]:
    """The phrases of a kind in all languages, word by word."""
    known = vocabulary.load().phrases
    texts = (text for (of, _), texts in known.items() if of == kind for text in texts)
    return frozenset(map(phrases.tokens, texts))


@lru_cache(maxsize=8)
def _lengths(kind: str) -> frozenset[int]:
    return frozenset(map(len, _phrases(kind)))
