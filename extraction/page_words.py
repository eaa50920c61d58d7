"""The words of a document, kept beside its result: to pick a value from, and for rules to look at."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from extraction.engine.transcript import PARTS
from extraction.models import Extraction, PageWords

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Word:
    """`box` is left, top, right and bottom as fractions of the page as a viewer shows it."""

    text: str
    box: Box
    page: int


@dataclass(frozen=True, slots=True)
class WordsOfPage:
    """A page's words in the order of reading. `ratio` is its width by its height; 0 where nobody knows."""

    number: int
    ratio: float
    words: tuple[Word, ...]


def pack(transcript: str) -> bytes:
    return zlib.compress(transcript.encode())


def keep(extraction: Extraction, packed: bytes) -> None:
    PageWords.objects.create(extraction=extraction, packed=packed)


def of(extraction: Extraction) -> tuple[WordsOfPage, ...]:
    """Page by page; none of a document that has none, or was read before they were kept."""
    kept = PageWords.objects.filter(extraction=extraction).values_list("packed", flat=True).first()
    return () if kept is None else unpacked(bytes(kept))


def as_shown(page: WordsOfPage) -> list[dict[str, Any]]:
    """For the page's script, which picks from them."""
    return [{"text": word.text, "box": word.box} for word in page.words]


def unpacked(packed: bytes) -> tuple[WordsOfPage, ...]:
    return read(zlib.decompress(packed))


def read(transcript: str | bytes) -> tuple[WordsOfPage, ...]:
    """As the engine writes it."""
    return tuple(_page(*page) for page in json.loads(transcript))


def _page(number: int, ratio: float, words: Sequence[Sequence[Any]]) -> WordsOfPage:
    return WordsOfPage(number, ratio, tuple(_word(number, *word) for word in words))


def _word(page: int, text: str, x0: int, y0: int, x1: int, y1: int) -> Word:
    return Word(text, (x0 / PARTS, y0 / PARTS, x1 / PARTS, y1 / PARTS), page)
