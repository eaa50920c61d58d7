"""The characters that pdfium finds on a page, placed on the page as it is shown.

Boxes come back in points from the top left corner of the shown page, so that a page turned by
/Rotate, a cropped one and one with an odd origin all look alike to the next stage.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pypdfium2.raw as pdfium_c

from extraction.engine.document import Box
from extraction.engine.errors import OvercomplexDocument
from extraction.engine.pdf import calls, objects

MOST_OBJECTS = 40_000
MOST_GLYPHS = 60_000
BOLD_WEIGHT = 600
BOLD_NAME = re.compile(rb"bold|black|heavy|demi(?!light)", re.IGNORECASE)
INVISIBLE = 3
FILLED = 0
STROKED = 2

_LINE_END_HYPHEN = 0x02
_REPLACED = {_LINE_END_HYPHEN: "-", 0xA0: " ", 0x202F: " ", 0x2007: " ", 0xAD: "-", 0x2011: "-"}
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
_NO_WIDTH = frozenset((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF))


@dataclass(frozen=True, slots=True)
class Style:
    """What all characters drawn by one text object share; `angle` is the clockwise turn in degrees."""

    bold: bool
    visible: bool
    angle: int
    white: bool = False

    @property
    def has_ink(self) -> bool:
        return self.visible and not self.white


@dataclass(slots=True)
class Glyph:
    """One character (or ligature) of the page and its edges; a space has no width worth trusting."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    style: Style

    @property
    def box(self) -> Box:
        return Box(self.x0, self.y0, self.x1, self.y1)


PLAIN = Style(bold=False, visible=True, angle=0)


def of_page(page: Any) -> list[Glyph]:
    """The page's glyphs in the order drawn; `OvercomplexDocument` before the expensive part if too many."""
    if objects.count(page, most=MOST_OBJECTS) > MOST_OBJECTS:
        raise OvercomplexDocument
    text_page = page.get_textpage()
    try:
        if text_page.count_chars() > MOST_GLYPHS:
            raise OvercomplexDocument
        return _read(page, text_page)
    finally:
        text_page.close()


def turn_of(glyphs: list[Glyph]) -> int:
    """The clockwise turn in quarter circles (0, 90, 180, 270) that most of the characters stand at."""
    turns = Counter([glyph.style.angle for glyph in glyphs if not glyph.text.isspace()])
    upright = [(count, angle) for angle, count in turns.items() if angle % 90 == 0]
    return max(upright, default=(0, 0))[1]


def _read(page: Any, text_page: Any) -> list[Glyph]:
    place, characters = Placing(page), calls.pointer(text_page)
    styles = _Styles(characters, place.turn)
    glyphs: list[Glyph] = []
    rect = pdfium_c.FS_RECTF()
    pointer = ctypes.byref(rect)
    high_half = 0
    for index in range(text_page.count_chars()):
        code = calls.code_at(characters, index)
        if 0xD800 <= code < 0xE000:
            if code < 0xDC00:
                high_half = code
                continue
            if high_half:
                code = 0x10000 + ((high_half - 0xD800) << 10) + (code - 0xDC00)
        high_half = 0
        text = _text_of(code)
        if not text:
            continue
        calls.box_at(characters, index, pointer)
        edges = place.edges(rect.left, rect.top, rect.right, rect.bottom)
        glyphs.append(Glyph(text, *edges, styles.at(index)))
    return glyphs


@lru_cache(maxsize=1024)
def _text_of(code: int) -> str:
    """What a character is read as. Kept, because a page has few of them, each many times."""
    if code in _REPLACED:
        return _REPLACED[code]
    if code in _LIGATURES:
        return _LIGATURES[code]
    if code in _NO_WIDTH or (code < 0x20 and code not in (0x09, 0x0A, 0x0D)) or 0x7F <= code < 0xA0:
        return ""
    return " " if code < 0x20 else chr(code)


class _Styles:
    """Styles by text object and boldness by font: a page has thousands of letters, few of either."""

    def __init__(self, characters: Any, turn: int) -> None:
        self._characters = characters
        self._turn = turn
        self._by_object: dict[int, Style] = {}
        self._bold: dict[int, bool] = {}

    def at(self, index: int) -> Style:
        """The style of a character; a blank that pdfium puts between two words is in no text object."""
        text_object = calls.text_object_at(self._characters, index)
        if not text_object:
            return PLAIN
        style = self._by_object.get(text_object)
        if style is None:
            style = self._by_object[text_object] = self._of(text_object, index)
        return style

    def _of(self, text_object: int, index: int) -> Style:
        mode = calls.mode_of_text(text_object)
        radians = calls.angle_at(self._characters, index)
        degrees = round(math.degrees(radians)) if radians >= 0 else 0
        bold = mode == STROKED or self._has_bold_font(text_object)
        return Style(
            bold=bold,
            visible=mode != INVISIBLE,
            angle=_snapped((degrees + self._turn) % 360),
            white=mode == FILLED and objects.is_white(text_object),
        )

    def _has_bold_font(self, text_object: int) -> bool:
        font = calls.font_of_text(text_object)
        if not font:
            return False
        if font not in self._bold:
            self._bold[font] = _is_bold(ctypes.cast(font, pdfium_c.FPDF_FONT))
        return self._bold[font]


def _is_bold(font: Any) -> bool:
    name = ctypes.create_string_buffer(128)
    pdfium_c.FPDFFont_GetBaseFontName(font, name, 128)
    return pdfium_c.FPDFFont_GetWeight(font) >= BOLD_WEIGHT or BOLD_NAME.search(name.value) is not None


def _snapped(degrees: int) -> int:
    """A scanner's own text layer follows the skew of its paper: a few degrees are still upright."""
    quarter = round(degrees / 90) * 90
    return quarter % 360 if abs(degrees - quarter) <= 5 else degrees


class Placing:
    """From the PDF's own coordinates (y up, before /Rotate) to the page as shown."""

    def __init__(self, page: Any) -> None:
        self.left, self.bottom, self.right, self.top = page.get_bbox()
        self.turn = int(page.get_rotation()) % 360

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        return Box(*self.edges(left, top, right, bottom))

    def edges(
        self, left: float, top: float, right: float, bottom: float
    ) -> tuple[float, float, float, float]:
        """The left, upper, right and lower edge as shown."""
        x0, x1 = (left, right) if left <= right else (right, left)
        y0, y1 = (bottom, top) if bottom <= top else (top, bottom)
        match self.turn:
            case 0:
                return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0
            case 90:
                return y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left
            case 180:
                return self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom
            case _:
                return self.top - y1, self.right - x1, self.top - y0, self.right - x0
