"""Where one invoice ends and the next begins in a file that holds several.

A page begins another invoice when it names another number of its own at its top, or when it counts its
pages from one again and shows a title; copies of one invoice carry one number and stay together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extraction.engine import codes, labels, language, vocabulary
from extraction.engine.candidates import Sheet
from extraction.engine.layout import Layout, PageLayout, Segment
from extraction.engine.numbering import TITLES
from extraction.engine.values.folding import fold

TOP = 0.5  # of the page, where a document names its number
PLAINLY = 0.8
_KEPT = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class _Opening:
    """What a page says of the document that it belongs to."""

    number: str | None
    counted: int | None
    titled: bool


def split(laid_out: Layout) -> tuple[tuple[PageLayout, ...], ...]:
    """The pages of each invoice in a document, in their order."""
    if len(laid_out.pages) < 2:
        return (laid_out.pages,)
    groups: list[list[PageLayout]] = []
    current: str | None = None
    for page, opening in zip(laid_out.pages, _openings(laid_out), strict=True):
        if not groups or _begins_another(opening, current):
            groups.append([])
            current = None
        groups[-1].append(page)
        current = current or opening.number
    return tuple(tuple(group) for group in groups)


def _begins_another(opening: _Opening, current: str | None) -> bool:
    if opening.counted is not None and opening.counted > 1:
        return False
    if opening.number is not None and current is not None:
        return opening.number != current and (opening.titled or opening.counted == 1)
    return opening.counted == 1 and opening.titled and opening.number is not None


def _openings(laid_out: Layout) -> Iterator[_Opening]:
    found = labels.find(laid_out)
    sheet = Sheet(laid_out, found, tuple(dict.fromkeys((language.detect(laid_out, found), "en"))))
    numbered = codes.find(sheet)
    for page in laid_out.pages:
        on_top = [s for s in page.segments if s.box.y0 < TOP * page.height]
        yield _Opening(_number(numbered, page), _counted(page), _is_titled(sheet, on_top))


def _number(numbered: Sequence[codes.Code], page: PageLayout) -> str | None:
    """The number that a page names plainly at its top, letters and figures only."""
    named = [
        (_plainness(code), code.value)
        for code in numbered
        if code.span.page == page.number and code.span.box.y0 < TOP * page.height
    ]
    strength, value = max(named, key=lambda pair: pair[0], default=(0.0, ""))
    return _KEPT.sub("", fold(value)) if strength >= PLAINLY else None


def _plainness(code: codes.Code) -> float:
    """How plainly a label, or the title right before it, calls a number that of the document."""
    title = code.label(*TITLES)
    inline = title is not None and title.initial and title.span.segment is code.span.segment
    return code.strength("header.invoice_number", *(TITLES if inline else ()))


def _is_titled(sheet: Sheet, segments: Sequence[Segment]) -> bool:
    found = (label for segment in segments for label in sheet.labels.of(segment) if label.initial)
    return any(sheet.kinds(label) & {*TITLES, "header.invoice_number"} for label in found)


def _counted(page: PageLayout) -> int | None:
    """The page's number as it is printed with the number of all: "Page 2 of 3"."""
    for segment in page.segments:
        match = _counters().search(fold(segment.text))
        if match:
            return int(match[1])
    return None


@lru_cache(maxsize=1)
def _counters() -> re.Pattern[str]:
    known = vocabulary.load()
    words = {text for language in known.languages for text in known.phrases[("words.page", language)]}
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(sorted(words, reverse=True))})\.?:?\s?(\d+)\s?(?:[a-z]{{1,3}}|/)\s?\d+"
    )
