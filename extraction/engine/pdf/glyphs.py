"""The characters that pdfium finds on a page, placed on the page as it is shown.

Boxes come back in points from the top left corner of the shown page, so that a page turned by
/Rotate, a cropped one and one with an odd origin all look alike to the next stage.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, count, repeat
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

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

Numbers = float | NDArray[np.float64]

_LINE_END_HYPHEN, _HYPHEN_IN_TEXT = 0x02, 0xFFFE
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
_FIRST_HALF, _SECOND_HALF = 0xD800, 0xDC00  # of a code above 0xFFFF
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


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The characters (or ligatures) of a page in the order drawn, as columns: a page has thousands of them.

    The rows of `edges` are the left, upper, right and lower ones; a blank has no width worth trusting.
    `kinds` says which of the `styles` each character has.
    """

    texts: list[str]
    edges: NDArray[np.float64]
    styles: list[Style]
    kinds: NDArray[np.intp]
    blank: NDArray[np.bool_]

    @property
    def middles(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        left, upper, right, lower = self.edges
        return (left + right) / 2, (upper + lower) / 2

    def with_style(self, test: Callable[[Style], bool]) -> NDArray[np.bool_]:
        """For each character whether its style passes a test."""
        passed: NDArray[np.bool_] = np.array(list(map(test, self.styles)), dtype=np.bool_)[self.kinds]
        return passed

    def only(self, kept: NDArray[np.bool_]) -> Glyphs:
        if kept.all():
            return self
        texts = list(compress(self.texts, kept.tolist()))
        return Glyphs(texts, self.edges[:, kept], self.styles, self.kinds[kept], self.blank[kept])


PLAIN = Style(bold=False, visible=True, angle=0)


def of_page(page: Any) -> Glyphs:
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


def turn_of(glyphs: Glyphs) -> int:
    """The clockwise turn in quarter circles (0, 90, 180, 270) that most of the characters stand at."""
    turns: Counter[int] = Counter()
    counts = np.bincount(glyphs.kinds[~glyphs.blank], minlength=len(glyphs.styles))
    for style, characters in zip(glyphs.styles, counts.tolist(), strict=True):
        turns[style.angle] += characters
    upright = [(characters, angle) for angle, characters in turns.items() if characters and angle % 90 == 0]
    return max(upright, default=(0, 0))[1]


def _read(page: Any, text_page: Any) -> Glyphs:
    characters, size = calls.pointer(text_page), text_page.count_chars()
    every = list(map(_text_of, _whole(_codes(characters, size))))
    read = [index for index, text in enumerate(every) if text]
    texts = [every[index] for index in read]
    place = Placing(page)
    edges = np.array(place.edges(*_printed(characters, read))).reshape(4, -1)
    blank = np.array(list(map(str.isspace, texts)), dtype=np.bool_)
    styles, kinds = _Styles(characters, place.turn).of(read)
    return Glyphs(texts, edges, styles, kinds, blank)


def _codes(characters: Any, size: int) -> list[int]:
    """The codes of all characters, as one text where that has one for each: a hyphen at a line's end has
    another code there, which can be another character's.
    """
    text = (ctypes.c_uint16 * (size + 1))()
    written = calls.text_of(characters, 0, size, text)
    codes: list[int] = text[:size]
    if written == size + 1 and _HYPHEN_IN_TEXT not in codes:
        return codes
    return list(map(calls.code_at, repeat(characters), range(size)))


def _whole(codes: list[int]) -> list[int]:
    """The codes, those in two halves whole at the place of the second; a first half is read as nothing."""
    if max(codes, default=0) < _FIRST_HALF:
        return codes
    halves = np.array(codes, dtype=np.uint32)
    first, second = halves >> 10 == _FIRST_HALF >> 10, halves >> 10 == _SECOND_HALF >> 10
    ends = np.flatnonzero(first[:-1] & second[1:]) + 1
    halves[ends] += 0x10000 + ((halves[ends - 1] - _FIRST_HALF) << 10) - _SECOND_HALF
    halves[first] = 0
    whole: list[int] = halves.tolist()
    return whole


def _printed(characters: Any, read: Sequence[int]) -> NDArray[np.float64]:
    """The left, upper, right and lower edges of characters in the PDF's own coordinates."""
    rects = (pdfium_c.FS_RECTF * max(len(read), 1))()
    start, size = ctypes.addressof(rects), ctypes.sizeof(pdfium_c.FS_RECTF)
    deque(map(calls.box_at, repeat(characters), read, count(start, size)), maxlen=0)
    return np.frombuffer(rects, dtype=np.float32).reshape(-1, 4)[: len(read)].astype(np.float64).T


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
    """Styles by what they are told from: a page has thousands of letters, fewer texts, and few styles."""

    def __init__(self, characters: Any, turn: int) -> None:
        self._characters = characters
        self._turn = turn
        self._all = [PLAIN]
        self._known: dict[tuple[int, float, int | None, bool], int] = {}
        self._bold: dict[int, bool] = {}

    def of(self, read: Sequence[int]) -> tuple[list[Style], NDArray[np.intp]]:
        """The styles, and which of them each character has; a blank that pdfium puts between two words is in
        no text object."""
        drawn_by = list(map(calls.text_object_at, repeat(self._characters), read))
        firsts = dict(zip(reversed(drawn_by), reversed(read), strict=True))
        kinds = {found: self._number(found, index) if found else 0 for found, index in firsts.items()}
        return self._all, np.array([kinds[found] for found in drawn_by], dtype=np.intp)

    def _number(self, text_object: int, index: int) -> int:
        mode = calls.mode_of_text(text_object)
        radians, font = calls.angle_at(self._characters, index), calls.font_of_text(text_object)
        told = mode, radians, font, mode == FILLED and objects.is_white(text_object)
        if told not in self._known:
            self._known[told] = len(self._all)
            self._all.append(self._style(*told))
        return self._known[told]

    def _style(self, mode: int, radians: float, font: int | None, white: bool) -> Style:
        degrees = round(math.degrees(radians)) if radians >= 0 else 0
        return Style(
            bold=mode == STROKED or self._has_bold_font(font),
            visible=mode != INVISIBLE,
            angle=_snapped((degrees + self._turn) % 360),
            white=white,
        )

    def _has_bold_font(self, font: int | None) -> bool:
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
        return Box(*map(float, self.edges(left, top, right, bottom)))

    def edges(self, left: Numbers, top: Numbers, right: Numbers, bottom: Numbers) -> tuple[Numbers, ...]:
        """The left, upper, right and lower edges as shown, of one or of many."""
        x0, x1 = np.minimum(left, right), np.maximum(left, right)
        y0, y1 = np.minimum(bottom, top), np.maximum(bottom, top)
        if self.turn == 90:
            return y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left
        if self.turn == 180:
            return self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom
        if self.turn == 270:
            return self.top - y1, self.right - x1, self.top - y0, self.right - x0
        return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0
