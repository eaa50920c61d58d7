"""Whether the text layer of a page can be believed, or the page has to be looked at as a picture."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium_c

from extraction.engine.document import Box, Word
from extraction.engine.pdf import objects
from extraction.engine.pdf.glyphs import Glyphs, Placing

LARGE = 0.3  # the share of its page that a picture with what is to be read takes
FEW_WORDS = 15
MOST_PICTURES = 200
DEPTH = 2  # pictures are looked for on the page and in its forms
MOST_JUNK = 0.12
LEAST_VOWELS = 0.22
ENOUGH_TO_TELL = 80

_CID = re.compile(r"\(cid:\d+\)")
_VOWELS = frozenset("aeiouy")


@dataclass(frozen=True, slots=True)
class _Picture:
    """A picture on a page: how many objects were drawn before it, and where it lies."""

    drawn: int
    box: Box


class Layer(Enum):
    """GOOD: what the page shows. PICTURE: look at the page instead. JUNK: its fonts hide their letters."""

    GOOD = "good"
    PICTURE = "picture"
    JUNK = "junk"


def layer_of(page: Any, glyphs: Glyphs, words: Sequence[Word]) -> Layer:
    pictures = _pictures(page)
    if not words or (len(words) < FEW_WORDS and _share(page, pictures) >= LARGE):
        return Layer.PICTURE
    if pictures and (_is_of_a_scanner(glyphs, pictures) or _is_covered(page, glyphs, pictures)):
        return Layer.PICTURE
    return Layer.JUNK if is_junk(words) else Layer.GOOD


def is_junk(words: Sequence[Word]) -> bool:
    """Characters of fonts that do not say what their glyphs mean."""
    text = "".join(word.text for word in words)
    if not text:
        return True
    characters = Counter(text)
    meaningless = sum([count for character, count in characters.items() if _is_meaningless(character)])
    if _CID.search(text) or meaningless > MOST_JUNK * len(text):
        return True
    return _is_unpronounceable(characters)


@lru_cache(maxsize=1024)
def _is_meaningless(character: str) -> bool:
    return character == "\ufffd" or unicodedata.category(character) in {"Co", "Cn", "Cs", "Cc"}


def _is_unpronounceable(characters: Mapping[str, int]) -> bool:
    """A font with shifted codes turns Invoice into Lqyrlfh: letters, but hardly a vowel among them."""
    latin = vowels = 0
    for character, count in characters.items():
        letter = _latin(character.lower()[0])
        if letter:
            latin += count
            vowels += count * (letter in _VOWELS)
    return latin >= ENOUGH_TO_TELL and vowels < LEAST_VOWELS * latin


@lru_cache(maxsize=1024)
def _latin(character: str) -> str:
    """The letter from a to z that a small one is without its accents, or nothing."""
    letter = unicodedata.normalize("NFD", character)[0]
    return letter if character.isalpha() and "a" <= letter <= "z" else ""


def _is_of_a_scanner(glyphs: Glyphs, pictures: Sequence[_Picture]) -> bool:
    """Text without ink on the picture that it was read from: on the whole page, on strips, on a slip."""
    printed = ~glyphs.blank
    unseen = printed & ~glyphs.with_style(lambda style: style.visible)
    return bool(unseen.sum() * 2 >= printed.sum()) and _lie_on(glyphs.only(unseen), pictures)


def _is_covered(page: Any, glyphs: Glyphs, pictures: Sequence[_Picture]) -> bool:
    """Text drawn first and pictures over it: what the reader sees is the pictures."""
    kinds = [kind for kind, _ in objects.of(page, depth=DEPTH)]
    last = max((at for at, kind in enumerate(kinds) if kind == pdfium_c.FPDF_PAGEOBJ_TEXT), default=-1)
    over = [picture for picture in pictures if picture.drawn > last]
    return bool(over) and _lie_on(glyphs.only(~glyphs.blank), over)


def _lie_on(glyphs: Glyphs, pictures: Sequence[_Picture]) -> bool:
    """Whether most of them do."""
    x, y = glyphs.middles
    lying = np.zeros(len(x), dtype=np.bool_)
    for box in (picture.box for picture in pictures):
        lying |= (box.x0 <= x) & (x <= box.x1) & (box.y0 <= y) & (y <= box.y1)
    return bool(lying.sum() * 2 > len(x))


def _share(page: Any, pictures: Sequence[_Picture]) -> float:
    width, height = page.get_size()
    return sum(picture.box.width * picture.box.height for picture in pictures) / float(width * height)


def _pictures(page: Any) -> list[_Picture]:
    """The largest of them; a scanner's strips are many, but not that many."""
    place = Placing(page)
    found = [
        _Picture(index, place.box(*objects.bounds(item)))
        for index, (kind, item) in enumerate(objects.of(page, depth=DEPTH))
        if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE
    ]
    return sorted(found, key=lambda picture: -picture.box.width * picture.box.height)[:MOST_PICTURES]
