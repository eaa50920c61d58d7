"""Documents with a part of the words that the engine knows made strange to it, as layouts never met are."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from zlib import crc32

from extraction.engine import phrases, vocabulary
from extraction.engine.document import Document, Word

STRANGE = 0.25  # of the known words
LONGEST_KEPT = 2  # letters of words that are never made strange
_TURN = str.maketrans("aeiourstlnAEIOURSTLN", "oiaeuvkzjxOIAEUVKZJX")


def made(document: Document, *, seed: str) -> Document:
    """The document with some of the words that the vocabulary knows made strange to it."""
    pages = (
        replace(page, words=tuple(_turned(word, seed) for word in page.words)) for page in document.pages
    )
    return Document(tuple(pages))


def _turned(word: Word, seed: str) -> Word:
    if any(c.isdigit() for c in word.text):
        return word  # a value
    keys = [key for key in phrases.tokens(word.text) if len(key) > LONGEST_KEPT and key in _known_words()]
    if not keys or crc32(f"{seed} {keys[0]}".encode()) % 100 >= 100 * STRANGE:
        return word
    return replace(word, text=word.text.translate(_TURN))


@lru_cache(maxsize=1)
def _known_words() -> frozenset[str]:
    texts = (text for texts in vocabulary.load().phrases.values() for text in texts)
    return frozenset(key for text in texts for key in phrases.tokens(text))
