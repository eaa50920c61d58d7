"""What the readers hand on: pages of words with boxes, whatever the file was.

One coordinate system for all later stages: x to the right, y down, from the top left corner
of the page as the engine straightened it, in the page's own unit (points for a PDF, pixels for
an image). Later stages measure in line heights, never in units. `Page.view` leads back to the page
as it came.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from extraction.engine.projection import Projection
from extraction.engine.records import record


class Source(StrEnum):
    """Where a value was read."""

    TEXT = "text"
    OCR = "ocr"
    E_INVOICE = "e_invoice"
    DERIVED = "derived"


@record()
class Box:
    """A rectangle, x0 <= x1 and y0 <= y1, in the page's unit."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def center_x(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def center_y(self) -> float:
        return (self.y0 + self.y1) / 2

    def union(self, other: Box) -> Box:
        return Box(
            min(self.x0, other.x0),
            min(self.y0, other.y0),
            max(self.x1, other.x1),
            max(self.y1, other.y1),
        )


@record()
class Word:
    """A run of characters without a space. `confidence` is the reader's own, 1.0 from a text layer."""

    text: str
    box: Box
    confidence: float = 1.0
    source: Source = Source.TEXT
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page, numbered from 1; `rotation` is the clockwise turn in degrees that set it upright.

    `view` leads from here to fractions of the page as a viewer shows it, and `ratio` is how much wider than
    high it is there; None where that is only a scale.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    source: Source = Source.TEXT
    rotation: int = 0
    view: Projection | None = None
    ratio: float | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file's pages in order."""

    pages: tuple[Page, ...]

    @property
    def has_words(self) -> bool:
        return any(page.words for page in self.pages)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a ruled table, with its text if the reader of its lines reads that too, line by line."""

    text: str
    box: Box


Table = tuple[tuple[Cell | None, ...], ...]
"""Rows of cells as ruling lines part them; None where a cell is spanned by another."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the document; `data` is None when it is larger than what is taken out of one."""

    name: str
    data: bytes | None
