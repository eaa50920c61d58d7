"""Sender lines and footers: name, street and city on one line, parted by dots, bars, dashes or commas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extraction.engine.layout import PageLayout, Segment
from extraction.engine.parties import address
from extraction.engine.parties.rows import is_name
from extraction.engine.spans import Span

_SEPARATORS = (
    re.compile(r"\s*[·|•∙‧●■⋅]\s*|\s+[-–—]\s+|\s{2,}"),
    re.compile(r"\s*[·|•∙‧●■⋅,]\s*|\s+[-–—]\s+|\s{2,}"),
)


def find(page: PageLayout) -> Iterator[tuple[Span, list[Span]]]:
    """The name and the parts of the address of each party that stands on one line."""
    for segment in page.segments:
        if address.has_postcode(segment.text):
            found = [party for sep in _SEPARATORS if (party := _party(_pieces(segment, sep)))]
            yield from found[:1]


def _pieces(segment: Segment, separators: re.Pattern[str]) -> list[Span]:
    pieces, start = [], 0
    for match in separators.finditer(segment.text):
        if match.start() > start:
            pieces.append(Span(segment, start, match.start()))
        start = match.end()
    if start < len(segment.text):
        pieces.append(Span(segment, start, len(segment.text)))
    return pieces


def _party(pieces: Sequence[Span]) -> tuple[Span, list[Span]] | None:
    if len(pieces) < 3 or address.likeness(pieces[0].text) >= 0.5 or not is_name(pieces[0].text):
        return None
    rest = pieces[1:]
    places = [number for number, piece in enumerate(rest) if address.likeness(piece.text) == 1.0]
    if not places:
        return None
    return pieces[0], list(rest[: places[-1] + 1])
