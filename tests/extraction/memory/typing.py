"""Pages as somebody types them: each character has its place, two blanks part columns."""

from __future__ import annotations

import json
import re
import zlib

from extraction.engine.document import Box, Page, Word
from extraction.memory import sheets, upright
from extraction.memory.sheets import Sheet

ACROSS, DOWN, HIGH = 5.0, 14.0, 10.0
COLUMNS, ROWS = 100, 60


def page(text: str, *, number: int = 1) -> Page:
    lines = text.strip("\n").split("\n")
    words = tuple(
        Word(found[0], Box(ACROSS * found.start(), DOWN * row, ACROSS * found.end(), DOWN * row + HIGH))
        for row, line in enumerate(lines)
        for found in re.finditer(r"\S+", line)
    )
    return Page(number, ACROSS * COLUMNS, DOWN * ROWS, words)


def sheet(*texts: str, language: str = "en") -> Sheet:
    pages = [page(text, number=number) for number, text in enumerate(texts, start=1)]
    return sheets.lay_out(pages, language=language)


def transcript(*texts: str) -> list[tuple[int, float, list[tuple[str, int, int, int, int]]]]:
    """The same as the engine keeps it."""
    return [
        (made.number, made.width / made.height, [_kept(made, word) for word in made.words])
        for made in (page(text, number=number) for number, text in enumerate(texts, start=1))
    ]


def _kept(on: Page, word: Word) -> tuple[str, int, int, int, int]:
    box = word.box
    edges = (box.x0 / on.width, box.y0 / on.height, box.x1 / on.width, box.y1 / on.height)
    x0, y0, x1, y1 = (round(upright.PARTS * edge) for edge in edges)
    return word.text, x0, y0, x1, y1


def packed(*texts: str) -> bytes:
    return zlib.compress(json.dumps(transcript(*texts)).encode())
