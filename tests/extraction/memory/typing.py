"""Pages as somebody types them: each character has its place, two blanks part columns."""

from __future__ import annotations

import re

from extraction import page_words
from extraction.engine import transcript
from extraction.engine.document import Box, Page, Word
from extraction.memory import sheets
from extraction.memory.sheets import Sheet
from extraction.page_words import WordsOfPage

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


def words_of(*texts: str) -> tuple[WordsOfPage, ...]:
    """The same as it is kept beside a document."""
    return page_words.unpacked(packed(*texts))


def packed(*texts: str) -> bytes:
    """As the engine writes them, and the service keeps them."""
    return page_words.pack(transcript.of(sheet(*texts).pages))
