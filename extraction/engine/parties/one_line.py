"""Sender lines and footers: name, street and city on one line, parted by dots, bars, dashes or commas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extraction.engine.candidates import Sheet
from extraction.engine.layout import PageLayout
from extraction.engine.parties import address, rows
from extraction.engine.parties.rows import is_name
from extraction.engine.spans import Span

_SEPARATORS = (
    re.compile(r"\s*[·|•∙‧●■⋅]\s*|\s+[-–—]\s+|\s{2,}"),
    re.compile(r"\s*[·|•∙‧●■⋅,]\s*|\s+[-–—]\s+|\s{2,}"),
)


def find(sheet: Sheet, page: PageLayout) -> Iterator[tuple[Span, list[Span]]]:
    """The name and the parts of the address of each party that stands on one line."""
    for segment in page.segments:
        if address.has_postcode(segment.text):
            own = Span(segment, 0, rows.belongings_begin(sheet, segment))
            found = [party for sep in _SEPARATORS if (party := _party(_pieces(own, sep)))]
            yield from found[:1]


def _pieces(line: Span, separators: re.Pattern[str]) -> list[Span]:
    pieces, start = [], 0
    for match in separators.finditer(line.text):
        if match.start() > start:
            pieces.append(Span(line.segment, start, match.start()))
        start = match.end()
    if start < line.end:
        pieces.append(Span(line.segment, start, line.end))
    return pieces


def _party(pieces: Sequence[Span]) -> tuple[Span, list[Span]] | None:
    if len(pieces) < 3 or address.likeness(pieces[0].text) >= 0.5 or not is_name(pieces[0].text):
        return None
    rest = pieces[1:]
    places = [number for number, piece in enumerate(rest) if address.likeness(piece.text) == 1.0]
    if not places:
        return None
    return pieces[0], list(rest[: places[-1] + 1])
