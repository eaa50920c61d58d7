"""Lines that speak to the reader, or say what the paper is: nobody is called so."""

from __future__ import annotations

from functools import lru_cache

from extraction.engine import labels, vocabulary
from extraction.engine.candidates import Sheet
from extraction.engine.parties import address
from extraction.engine.spans import Span


def is_prose(sheet: Sheet, name: str) -> bool:
    """Whether half of a name's words are small ones or call the paper an invoice: "Your receipt"."""
    words = [key for key in labels.tokens(name) if len(key) > 2]
    small = sum(key in _small_words(sheet.languages) for key in words)
    return not address.has_legal_form(name) and 0 < len(words) <= 2 * small


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
