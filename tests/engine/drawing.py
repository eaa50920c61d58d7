"""Documents drawn by hand for the tests: text at a place, in units of a 10 point line."""

from __future__ import annotations

import re

from extraction.engine import labels, language, layout
from extraction.engine.candidates import Sheet
from extraction.engine.document import Box, Document, Page, Word

CHARACTER = 5.0
LINE = 10.0


def words_at(x: float, y: float, text: str, *, height: float = LINE, bold: bool = False) -> list[Word]:
    """The words of `text`, its first letter at x and its top at y, as a reader would hand them on."""
    words = []
    width = CHARACTER * height / LINE
    for part in text.split(" "):
        if part:
            words.append(Word(part, Box(x, y, x + width * len(part), y + height), bold=bold))
        x += width * (len(part) + 0.6)
    return words


def page_of(
    *placed: tuple[float, float, str], number: int = 1, width: float = 600, height: float = 800
) -> Page:
    """A page with each text at its place."""
    words = [word for x, y, text in placed for word in words_at(x, y, text)]
    return Page(number, width, height, tuple(words))


def document_of(*placed: tuple[float, float, str]) -> Document:
    """A document of one page with each text at its place."""
    return Document((page_of(*placed),))


def sheet_of(*placed: tuple[float, float, str]) -> Sheet:
    """The document with each text at its place, laid out and labelled."""
    laid_out = layout.analyze(document_of(*placed))
    found = labels.find(laid_out)
    spoken = language.detect(laid_out, found)
    return Sheet(laid_out, found, tuple(dict.fromkeys((spoken, "en"))))


def sketch(text: str) -> Document:
    """A page drawn in letters: each run without two blanks stands where it is written."""
    lines = text.strip("\n").split("\n")
    return document_of(
        *(
            (20 + 6.0 * run.start(), 100 + 14.0 * number, run[0])
            for number, line in enumerate(lines)
            for run in re.finditer(r"\S+(?: \S+)*", line)
        )
    )
