"""A document as rules look at it: what was read in it, and its words, laid out when asked for."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cached_property
from typing import Any

from extraction import page_words
from extraction.memory import sheets, upright
from extraction.memory.sheets import Sheet
from extraction.models import Extraction, PageWords


class Paper:
    """`document` is a result document, `packed` its words, None where none were kept. `words_laid_out` says
    how many that took so far: none where nobody asked for them.
    """

    def __init__(self, document: str, packed: bytes | None) -> None:
        self.document: dict[str, Any] = json.loads(document, parse_float=Decimal)
        self._packed = packed
        self.words_laid_out = 0

    @cached_property
    def sheet(self) -> Sheet | None:
        """None where there are no words."""
        pages = upright.pages(page_words.unpacked(self._packed)) if self._packed else []
        if not any(page.words for page in pages):
            return None
        self.words_laid_out = sum(len(page.words) for page in pages)
        return sheets.lay_out(
            pages, language=self.document.get("language") or "en", currency=self.document.get("currency")
        )

    def without_rows(self, staying: list[int]) -> None:
        """From now on only these of its line items are there."""
        rows = self.document["line_items"]
        self.document = self.document | {"line_items": [rows[at] for at in staying]}


def of(extraction: Extraction) -> Paper:
    """With its corrections, where there are any."""
    try:
        packed = bytes(extraction.page_words.packed)
    except PageWords.DoesNotExist:
        packed = None
    return Paper(extraction.corrected or extraction.result or "{}", packed)


def as_read(extraction: Extraction) -> Paper:
    """Without corrections, and without words."""
    return Paper(extraction.result or "{}", None)
