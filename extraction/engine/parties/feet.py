"""Whose logo stands at the top of a slip, by the company that the slip names at its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extraction.engine.layout import Line, PageLayout
from extraction.engine.parties import address
from extraction.engine.parties.rows import is_name
from extraction.engine.spans import Span
from extraction.engine.values.folding import fold

SHORTEST = 4  # letters of a company's first word


def company(page: PageLayout, logo: Sequence[Line]) -> tuple[Span, ...]:
    """The company in the lower half of a slip whose first word the letters of a badly read logo hold, in
    their order: "AxcBmEe" over "Acme Foods Ltd".
    """
    drawn = [_letters(line.text) for line in logo]
    for line in page.lines[len(page.lines) // 2 :]:
        for span in _companies(line):
            first = _letters(span.text.split()[0])
            if len(first) >= SHORTEST and any(_holds(letters, first) for letters in drawn):
                return (span,)
    return ()


def _companies(line: Line) -> Iterator[Span]:
    """A line up to its company's form, where that ends it or a comma follows."""
    for segment in line.segments:
        end = segment.text.find(",")
        span = Span(segment, 0, end if end > 0 else len(segment.text))
        if address.ends_in_legal_form(span.text) and is_name(span.text):
            yield span


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, fold(text)))


def _holds(letters: str, word: str) -> bool:
    """Whether the letters of a word are among others, in their order."""
    rest = iter(letters)
    return all(letter in rest for letter in word)
