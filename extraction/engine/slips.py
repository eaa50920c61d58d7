"""What numbers mean on the slips of tills: the sale that a slip is of, and the card that it was paid with."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from statistics import median

from extraction.engine import paper, phrases, vocabulary
from extraction.engine.candidates import Sheet
from extraction.engine.layout import Line, PageLayout
from extraction.engine.spans import Span

MOST_WORDS = 3  # of a label, such as "Guest check no"
LEAST_NOUN = 6  # letters of a noun that a compound ends in
LEAST_CODE = 8  # figures of what codes goods
NEAR_CARD = 5  # lines between a card's number and what else its terminal prints
APART = 1.6  # of the usual step from line to line: such a step ends what a terminal prints
MASKED = re.compile(r"(?:[*#•xX]{3,}[\s-]?){1,4}\d{2,6}(?!\w)|(?<!\w)\d{4,6}[*•xX]{4,}\d{0,6}(?!\w)")
_PRICED = re.compile(r"\d[.,]\d\d\s?[A-Z]?$")


def pages(sheet: Sheet) -> frozenset[int]:
    """The numbers of the pages that are a till's."""
    return frozenset(page.number for page in sheet.layout.pages if paper.is_receipt(page))


def is_receipt(sheet: Sheet) -> bool:
    """Whether a document is a till's slip, or calls itself a receipt on its first page."""
    first = sheet.layout.pages[0]
    titled = any(
        label.initial and "title.receipt" in sheet.kinds(label) and label.span.page == first.number
        for label in sheet.labels
    )
    return titled or paper.is_receipt(first)


def is_of_goods(sheet: Sheet, span: Span) -> bool:
    """Whether a number fills its segment, and others as long fill theirs below: codes of what was bought."""
    own = span.segment.text
    if not own.isdigit() or len(own) < LEAST_CODE:
        return False
    others = (segment for segment in sheet.page(span.page).segments if segment is not span.segment)
    return any(other.text.isdigit() and len(other.text) == len(own) for other in others)


def numbers_sale(sheet: Sheet, span: Span) -> bool:
    """Whether a till says that a number is the sale's: "Check #6556", "Trans 0471", "Chk: 12"."""
    said = _said_beside(sheet, span)
    return bool(said) and any(_names_sale(key) for key in (said[0], said[-1]))


def numbers_order(sheet: Sheet, span: Span) -> bool:
    """Whether a number is said to be an order's: "Order #20655", "Order number: 20655"."""
    said = _said_beside(sheet, span)
    return bool(said) and bool({said[0], said[-1]} & vocabulary.load().of("words.order"))


def _said_beside(sheet: Sheet, span: Span) -> list[str]:
    """The few words that name a number, those for numbers aside; none where a price ends the line."""
    if _PRICED.search(sheet.line_of(span.segment).text):
        return []
    counted, linked = _numbering()
    said = [key for key in phrases.tokens(sheet.words_beside(span)) if key not in counted | linked]
    return said if len(said) <= MOST_WORDS else []


def is_of_card(sheet: Sheet, span: Span) -> bool:
    """Whether a number stands among those that a card's terminal prints, the card's own being one."""
    block = _block(sheet.page(span.page), span.segment.line)
    others = [line for line in block if line.index != span.segment.line]
    return any(map(_masked, block)) and any(_numbers_else(sheet, line) for line in others)


def _numbers_else(sheet: Sheet, line: Line) -> bool:
    """Whether a line holds a labelled number that is not the document's."""
    labels = [label for segment in line.segments for label in sheet.labels.of(segment)]
    named = any("header.other_number" in sheet.kinds(label) for label in labels)
    return named and any(c.isdigit() for c in line.text) and not _masked(line)


def _block(page: PageLayout, at: int) -> list[Line]:
    """The lines close to one, up to where white parts them from others."""
    steps = _steps(page)
    widest = APART * median(steps) if steps else 0.0
    first = last = at
    while first > 0 and at - first < NEAR_CARD and steps[first - 1] <= widest:
        first -= 1
    while last < len(steps) and last - at < NEAR_CARD and steps[last] <= widest:
        last += 1
    return list(page.lines[first : last + 1])


def _steps(page: PageLayout) -> list[float]:
    return [lower.box.center_y - upper.box.center_y for upper, lower in pairwise(page.lines)]


def _masked(line: Line) -> bool:
    return any(MASKED.search(segment.text) for segment in line.segments)


@lru_cache(maxsize=1024)
def _names_sale(key: str) -> bool:
    """Whether a word is what slips call a sale, or a compound that ends in it or in its number: "kasticket",
    "bonnr".
    """
    endings = vocabulary.load().of("words.number_ending")
    stems = {key, *(key.removesuffix(ending) for ending in endings)}
    long = tuple(noun for noun in _sales() if len(noun) >= LEAST_NOUN)
    return any(stem in _sales() or stem.endswith(long) for stem in stems)


@lru_cache(maxsize=1)
def _sales() -> frozenset[str]:
    """What slips call the sale that they number, in all languages."""
    return vocabulary.load().of("words.sale")


@lru_cache(maxsize=1)
def _numbering() -> tuple[frozenset[str], frozenset[str]]:
    known = vocabulary.load()
    return known.of("words.number") | known.of("words.code"), known.links
