"""Ways of spoiling a document, each taking away one kind of evidence that a table rests on."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from extraction.engine import layout
from extraction.engine.document import Box, Document, Page, Source, Word
from extraction.engine.layout import Line
from extraction.engine.values import numbers
from tests.invoices import Spec
from tests.invoices.layouts import parts

Spoil = Callable[[Document, Spec, random.Random], Document]


def as_it_is(document: Document, _spec: Spec, _rng: random.Random) -> Document:
    return document


def without_titles(document: Document, spec: Spec, _rng: random.Random) -> Document:
    return _titles(document, spec, lambda _word: None)


def with_unknown_titles(document: Document, spec: Spec, _rng: random.Random) -> Document:
    return _titles(document, spec, _unknown)


def with_half_of_the_titles_unknown(document: Document, spec: Spec, rng: random.Random) -> Document:
    return _titles(document, spec, lambda word: _unknown(word) if rng.random() < 0.5 else word)


def with_mistyped_titles(document: Document, spec: Spec, rng: random.Random) -> Document:
    return _titles(document, spec, lambda word: _mistyped(word, rng))


def without_prices(document: Document, spec: Spec, _rng: random.Random) -> Document:
    prices = {item.unit_price for item in spec.items}
    title = set(parts.headings(spec)[2].split())
    return _each(document, lambda word: None if word.text in title or _value(word) in prices else word)


def without_quantities(document: Document, spec: Spec, _rng: random.Random) -> Document:
    quantities = {item.quantity for item in spec.items}
    title = set(parts.headings(spec)[1].split())
    return _each(document, lambda word: None if word.text in title or _value(word) in quantities else word)


def with_numbers_below(document: Document, spec: Spec, _rng: random.Random) -> Document:
    """The numbers of the rows half a line below their text."""
    lowered = {
        word
        for page in layout.analyze(document).pages
        for line in page.lines
        for word in _behind_description(line, spec)
    }
    return _each(document, lambda word: _lowered(word) if word in lowered else word)


def with_slips(document: Document, _spec: Spec, rng: random.Random) -> Document:
    """One number in eight with a letter that looks like its digit, as an OCR reads it."""
    return _each(document, lambda word: _slipped(word, rng))


def _titles(document: Document, spec: Spec, change: Callable[[Word], Word | None]) -> Document:
    """The words of the lines that hold the titles of descriptions and amounts, changed."""
    headings = parts.headings(spec)
    spoiled = {
        word
        for page in layout.analyze(document).pages
        for line in page.lines
        if {headings[0], headings[3]} <= {segment.text for segment in line.segments}
        for word in line.words
    }
    return _each(document, lambda word: change(word) if word in spoiled else word)


def _behind_description(line: Line, spec: Spec) -> list[Word]:
    described = {item.description for item in spec.items}
    at = next((at for at, segment in enumerate(line.segments) if segment.text in described), None)
    return [] if at is None else [word for segment in line.segments[at + 1 :] for word in segment.words]


def _each(document: Document, change: Callable[[Word], Word | None]) -> Document:
    return Document(tuple(_page(page, change) for page in document.pages))


def _page(page: Page, change: Callable[[Word], Word | None]) -> Page:
    return replace(page, words=tuple(kept for word in page.words if (kept := change(word)) is not None))


def _value(word: Word) -> Decimal | None:
    number = numbers.parse(word.text)
    return None if number is None else number.value


def _unknown(word: Word) -> Word:
    return replace(word, text=f"Xq{word.text[::-1]}")


def _mistyped(word: Word, rng: random.Random) -> Word:
    at = rng.randrange(len(word.text))
    return replace(word, text=word.text[:at] + rng.choice("il1o0e") + word.text[at + 1 :])


def _lowered(word: Word) -> Word:
    box, down = word.box, 0.6 * word.box.height
    return replace(word, box=Box(box.x0, box.y0 + down, box.x1, box.y1 + down))


def _slipped(word: Word, rng: random.Random) -> Word:
    slipped = word.text.replace("0", "O", 1) if rng.random() < 0.5 else word.text.replace("1", "l", 1)
    return replace(word, text=slipped if rng.random() < 0.125 else word.text, source=Source.OCR)
