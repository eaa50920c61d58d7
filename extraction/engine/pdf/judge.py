"""Whether the text layer of a page can be believed, or the page has to be looked at as a picture."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import Enum
from typing import Any

import pypdfium2.raw as pdfium_c

from extraction.engine.document import Word
from extraction.engine.pdf.glyphs import Glyph

FULL_PAGE = 0.7
FEW_WORDS = 15
MOST_JUNK = 0.12
LEAST_VOWELS = 0.22
ENOUGH_TO_TELL = 80

_CID = re.compile(r"\(cid:\d+\)")
_VOWELS = frozenset("aeiouy")


class Layer(Enum):
    """GOOD: what the page shows. PICTURE: look at the page instead. JUNK: its fonts hide their letters."""

    GOOD = "good"
    PICTURE = "picture"
    JUNK = "junk"


def layer_of(page: Any, glyphs: Sequence[Glyph], words: Sequence[Word]) -> Layer:
    if not words:
        return Layer.PICTURE
    if _last_full_picture(page) is not None:
        shown = len(words) >= FEW_WORDS and _is_shown(glyphs) and not _is_covered(page)
        if not shown:
            return Layer.PICTURE
    return Layer.JUNK if is_junk(words) else Layer.GOOD


def is_junk(words: Sequence[Word]) -> bool:
    """Characters of fonts that do not say what their glyphs mean."""
    text = "".join(word.text for word in words)
    if not text:
        return True
    if _CID.search(text) or sum(map(_is_meaningless, text)) > MOST_JUNK * len(text):
        return True
    return _is_unpronounceable(words)


def _is_meaningless(character: str) -> bool:
    return character == "\ufffd" or unicodedata.category(character) in {"Co", "Cn", "Cs", "Cc"}


def _is_unpronounceable(words: Sequence[Word]) -> bool:
    """A font with shifted codes turns Invoice into Lqyrlfh: letters, but hardly a vowel among them."""
    text = "".join(word.text for word in words).lower()
    letters = [unicodedata.normalize("NFD", letter)[0] for letter in text if letter.isalpha()]
    latin = [letter for letter in letters if "a" <= letter <= "z"]
    vowels = sum(letter in _VOWELS for letter in latin)
    return len(latin) >= ENOUGH_TO_TELL and vowels < LEAST_VOWELS * len(latin)


def _is_shown(glyphs: Sequence[Glyph]) -> bool:
    inked = [glyph for glyph in glyphs if not glyph.text.isspace()]
    return sum(glyph.style.visible for glyph in inked) * 2 > len(inked)


def _is_covered(page: Any) -> bool:
    """Text drawn first and a picture over it: what the reader sees is the picture."""
    picture = _last_full_picture(page)
    kinds = [item.type for item in page.get_objects(max_depth=2)]
    return picture is not None and pdfium_c.FPDF_PAGEOBJ_TEXT not in kinds[picture:]


def _last_full_picture(page: Any) -> int | None:
    width, height = page.get_size()
    found = None
    for index, item in enumerate(page.get_objects(max_depth=2)):
        if item.type == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            if (right - left) * (top - bottom) >= FULL_PAGE * width * height:
                found = index
    return found
