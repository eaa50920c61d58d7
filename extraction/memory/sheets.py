"""A document's words as rules look at them: in lines, and with what tells how its figures are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from extraction.engine import layout, vocabulary
from extraction.engine.document import Box, Document, Page, Word
from extraction.engine.layout import Line, PageLayout
from extraction.engine.values import date_order, dates, numbers
from extraction.engine.values.dates import Order

_LOOK_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "8": "b"})
_GLUED = re.compile(r"([^\W\d_][^:]*[:：])(?=[^:：])")  # a label and its value in one word, "Ref:4711"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a page with its words, each also as its `key`; `joined` is all keys together."""

    page: int
    line: Line
    words: tuple[Word, ...]
    keys: tuple[str, ...]
    joined: str


@dataclass(frozen=True)
class Sheet:
    """The pages of a document that was read in a language and with a currency, as far as these are known."""

    pages: tuple[PageLayout, ...]
    language: str = "en"
    currency: str | None = None

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return tuple(_row(page, line) for page in self.pages for line in page.lines)

    @cached_property
    def decimal_mark(self) -> str | None:
        texts = (word.text for row in self.rows for word in row.words if word.text[:1].isdigit())
        return numbers.decide_mark(texts, default="." if self.language == "en" else ",")

    @cached_property
    def order(self) -> Order:
        """Of day, month and year in dates of figures, by all that the document shows."""
        printed = [found for row in self.rows for found in dates.find(row.line.text)]
        return date_order.resolve(printed, currency=self.currency, language=self.language).order

    def page(self, number: int) -> PageLayout:
        return next(page for page in self.pages if page.number == number)


def lay_out(pages: Sequence[Page], *, language: str = "en", currency: str | None = None) -> Sheet:
    apart = tuple(replace(page, words=tuple(_apart(page.words))) for page in pages)
    return Sheet(layout.analyze(Document(apart)).pages, language=language, currency=currency)


def key(text: str) -> str:
    """What stays of words when case, accents, signs and the slips of a scanner do not count."""
    return vocabulary.key(text).translate(_LOOK_ALIKE)


def stretch(words: Sequence[Word], start: int, end: int) -> slice:
    """The words that a stretch of their joined text lies in."""
    touched, position = [], 0
    for at, word in enumerate(words):
        if position < end and position + len(word.text) > start:
            touched.append(at)
        position += len(word.text) + 1
    return slice(touched[0], touched[-1] + 1) if touched else slice(len(words))


def _row(page: PageLayout, line: Line) -> Row:
    words = line.words
    keys = tuple(key(word.text) for word in words)
    return Row(page.number, line, words, keys, "".join(keys))


def _apart(words: Sequence[Word]) -> Iterator[Word]:
    for word in words:
        glued = _GLUED.match(word.text)
        yield from _split(word, glued.end()) if glued else (word,)


def _split(word: Word, at: int) -> tuple[Word, Word]:
    """The two parts of a word, its width shared by their characters."""
    box = word.box
    edge = box.x0 + box.width * at / len(word.text)
    head, tail = Box(box.x0, box.y0, edge, box.y1), Box(edge, box.y0, box.x1, box.y1)
    return replace(word, text=word.text[:at], box=head), replace(word, text=word.text[at:], box=tail)
