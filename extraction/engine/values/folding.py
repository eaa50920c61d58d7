"""Text made comparable: no case, no accents, one kind of space and dash. The length never changes,
so a span found in folded text is a span of the text itself.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from extraction.engine.values.remembering import remembered

SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\n\r"
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"
APOSTROPHES = "\u2019\u02bc\u00b4\u0060\u2018"

_PLAIN = str.maketrans(
    {**dict.fromkeys(SPACES, " "), **dict.fromkeys(DASHES, "-"), **dict.fromkeys(APOSTROPHES, "'")}
)


def plain(text: str) -> str:
    """Blanks, dashes and apostrophes in their plain form; letters as they are."""
    return text.translate(_PLAIN)


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
    folded = bare.lower()
    return folded if len(folded) == 1 else character.lower()[:1]


@remembered
def fold(text: str) -> str:
    """Plain text without case and accents, character for character."""
    plain_text = plain(text)
    if plain_text.isascii():
        return plain_text.lower()
    return "".join(map(_fold_character, plain_text))
