"""Invoice designs of many trades and countries, as pages of words with boxes, with what to read off them.

for design in designs.every():
    design.name, design.document, design.truth

Companies, people and figures are made up. Two fillings of one design share its name up to the number; a
`-scan` went through a printer, a scanner or a telephone, and its words are what was recognised.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extraction.engine.document import Box, Document, Page, Source, Word

PAGES = Path(__file__).parent / "pages"


@dataclass(frozen=True)
class Design:
    name: str
    document: Document
    truth: dict[str, Any]

    @property
    def layout(self) -> str:
        """The name that all fillings of one design share."""
        return re.sub(r"-\d+(-scan)?$", "", self.name)


def every() -> Iterator[Design]:
    for path in sorted(PAGES.glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        yield Design(path.stem, Document(tuple(map(_page, told["pages"]))), told["truth"])


def _page(told: dict[str, Any]) -> Page:
    source = Source(told["source"])
    words = tuple(_word(source, *word) for word in told["words"])
    return Page(told["number"], told["width"], told["height"], words, source, told["rotation"])


def _word(
    source: Source, text: str, x0: float, y0: float, x1: float, y1: float, more: float | str = 1.0
) -> Word:
    """`more` is how sure the recogniser was, or that the letters are bold."""
    confidence = 1.0 if more == "bold" else float(more)
    return Word(text, Box(x0, y0, x1, y1), confidence, source, bold=more == "bold")
