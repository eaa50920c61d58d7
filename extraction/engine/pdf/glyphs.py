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
from typing import Any

import pypdfium2.raw as pdfium_c

from extraction.engine.document import Box
from extraction.engine.errors import OvercomplexDocument

MOST_OBJECTS = 40_000
MOST_GLYPHS = 60_000
BOLD_WEIGHT = 600
BOLD_NAME = re.compile(rb"bold|black|heavy|demi(?!light)", re.IGNORECASE)
INVISIBLE = 3
FILLED = 0
LIGHTEST = 250
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


@dataclass(slots=True)
class Glyph:
    """One character (or ligature) of the page; a space has no width worth trusting."""

    text: str
    box: Box
    style: Style


PLAIN = Style(bold=False, visible=True, angle=0)


def of_page(page: Any) -> list[Glyph]:
    """The page's glyphs in the order drawn; `OvercomplexDocument` before the expensive part if too many."""
    if _count_objects(page) > MOST_OBJECTS:
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
    turns = Counter(glyph.style.angle for glyph in glyphs if not glyph.text.isspace())
    upright = [(count, angle) for angle, count in turns.items() if angle % 90 == 0]
    return max(upright, default=(0, 0))[1]


def _count_objects(page: Any) -> int:
    """Objects on the page and inside its forms, counted no further than the limit."""
    count = pdfium_c.FPDFPage_CountObjects(page)
    forms = [] if count > MOST_OBJECTS else _forms(page, count, pdfium_c.FPDFPage_GetObject)
    while forms and count <= MOST_OBJECTS:
        form = forms.pop()
        inside = pdfium_c.FPDFFormObj_CountObjects(form)
        count += max(0, inside)
        if count <= MOST_OBJECTS:
            forms += _forms(form, inside, pdfium_c.FPDFFormObj_GetObject)
    return int(count)


def _forms(parent: Any, count: int, get: Any) -> list[Any]:
    children = (get(parent, index) for index in range(count))
    return [child for child in children if pdfium_c.FPDFPageObj_GetType(child) == pdfium_c.FPDF_PAGEOBJ_FORM]


def _read(page: Any, text_page: Any) -> list[Glyph]:
    place = Placing(page)
    styles = _Styles(text_page, place.turn)
    glyphs: list[Glyph] = []
    rect = pdfium_c.FS_RECTF()
    pointer = ctypes.byref(rect)
    high_half = 0
    for index in range(text_page.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(text_page, index)
        if 0xD800 <= code < 0xDC00:
            high_half = code
            continue
        if 0xDC00 <= code < 0xE000 and high_half:
            code = 0x10000 + ((high_half - 0xD800) << 10) + (code - 0xDC00)
        high_half = 0
        text = _text_of(code)
        if not text:
            continue
        pdfium_c.FPDFText_GetLooseCharBox(text_page, index, pointer)
        box = place.box(rect.left, rect.top, rect.right, rect.bottom)
        glyphs.append(Glyph(text, box, styles.at(index)))
    return glyphs


def _text_of(code: int) -> str:
    if code in _REPLACED:
        return _REPLACED[code]
    if code in _LIGATURES:
        return _LIGATURES[code]
    if code in _NO_WIDTH or (code < 0x20 and code not in (0x09, 0x0A, 0x0D)) or 0x7F <= code < 0xA0:
        return ""
    return " " if code < 0x20 else chr(code)


class _Styles:
    """Styles by text object and boldness by font: a page has thousands of letters, few of either."""

    def __init__(self, text_page: Any, turn: int) -> None:
        self._text_page = text_page
        self._turn = turn
        self._by_object: dict[bytes, Style] = {}
        self._bold: dict[bytes, bool] = {}

    def at(self, index: int) -> Style:
        text_object = pdfium_c.FPDFText_GetTextObject(self._text_page, index)
        if not text_object:
            return PLAIN
        address = bytes(text_object)
        if address not in self._by_object:
            self._by_object[address] = self._of(text_object, index)
        return self._by_object[address]

    def _of(self, text_object: Any, index: int) -> Style:
        mode = pdfium_c.FPDFTextObj_GetTextRenderMode(text_object)
        radians = pdfium_c.FPDFText_GetCharAngle(self._text_page, index)
        degrees = round(math.degrees(radians)) if radians >= 0 else 0
        bold = mode == STROKED or self._has_bold_font(text_object)
        return Style(
            bold=bold,
            visible=mode != INVISIBLE,
            angle=_snapped((degrees + self._turn) % 360),
            white=mode == FILLED and is_white(text_object),
        )

    def _has_bold_font(self, text_object: Any) -> bool:
        font = pdfium_c.FPDFTextObj_GetFont(text_object)
        if not font:
            return False
        address = bytes(font)
        if address not in self._bold:
            self._bold[address] = _is_bold(font)
        return self._bold[address]


def is_white(item: Any) -> bool:
    """Whether an object of the page is filled with the colour of paper."""
    parts = [ctypes.c_uint() for _ in range(4)]
    known = pdfium_c.FPDFPageObj_GetFillColor(item, *map(ctypes.byref, parts))
    red, green, blue, opacity = (part.value for part in parts)
    return bool(known) and (min(red, green, blue) >= LIGHTEST or opacity == 0)


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
        x0, x1 = sorted((left, right))
        y0, y1 = sorted((bottom, top))
        if self.turn == 90:
            return Box(y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left)
        if self.turn == 180:
            return Box(self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom)
        if self.turn == 270:
            return Box(self.top - y1, self.right - x1, self.top - y0, self.right - x0)
        return Box(x0 - self.left, self.top - y1, x1 - self.left, self.top - y0)
