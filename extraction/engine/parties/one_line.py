"""Sender lines and footers: name, street and city on one line, parted by dots, bars, dashes or commas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction.engine.candidates import Sheet
from extraction.engine.labels import Label
from extraction.engine.layout import PageLayout, Segment
from extraction.engine.parties import address, ends, prose, rows
from extraction.engine.parties.rows import ROLES, is_name
from extraction.engine.spans import Span

SHORTEST_KNOWN = 8  # letters of a name by which a line is parted
LONG = 50  # characters of a line that may go on in the next
_SEPARATORS = (
    re.compile(r"\s*[·|•∙‧●■⋅]\s*|\s+[-–—/*.]\s+|\s+[-–—](?=\d)|[-–—]\s+(?=[^\W_a-z])|\s{2,}"),
    re.compile(r"\s*[·|•∙‧●■⋅,]\s*|\s+[-–—/*.]\s+|\s{2,}"),
)
_SENTENCE = re.compile(r"(?<=[^\W_]{3})\.(?=\s|$)|(?<=\d)\.(?=\s|$)")
_HEAD = re.compile(r"\s*[·|•∙‧●■⋅,;]\s*|\.\s|\s+[-–—]\s+")

Piece = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class OneLine:
    """A party on one line; `role` is what a label before it says."""

    name: Span
    places: tuple[Piece, ...]
    role: str | None = None


def find(sheet: Sheet, page: PageLayout) -> Iterator[OneLine]:
    """The parties of a page that stand on one line each, or on one and the beginning of the next."""
    for segment in page.segments:
        found = _told(sheet, segment) or _listed(sheet, page, segment)
        if found is not None:
            yield found


def _listed(sheet: Sheet, page: PageLayout, segment: Segment) -> OneLine | None:
    """A name followed by the parts of its address."""
    role, start = _role(sheet, segment)
    own = Span(segment, start, rows.belongings_begin(sheet, segment))
    placed = address.has_postcode(own.text)
    behind = () if placed else _continuation(sheet, page, own, role)
    if not behind and not placed:
        return None
    read = (_party(sheet, _pieces(own, separators), behind, role) for separators in _SEPARATORS)
    return next((party for party in read if party), None) or _unparted(sheet, page, own, role)


def _unparted(sheet: Sheet, page: PageLayout, own: Span, role: str | None) -> OneLine | None:
    """A company and its address with nothing between them but that its form ends the name, or that the name
    stands alone elsewhere on the page.
    """
    end = ends.behind_legal_form(own.text) or _behind_known_name(page, own)
    head = own.text[:end]
    if (
        not end
        or not is_name(head)
        or address.likeness(head) >= 0.5
        or any(True for _ in _registers(sheet, own))
    ):
        return None
    start = own.segment.text.index(own.text.strip(), own.start)
    place = Span(own.segment, start + end + 1, own.end)
    return OneLine(
        Span(own.segment, start, start + end),
        tuple((piece,) for piece in _pieces(place, _SEPARATORS[1])),
        role,
    )


def _behind_known_name(page: PageLayout, own: Span) -> int:
    """Where a name ends that other lines of the page are, as in letters of its own at the top."""
    text = own.text.strip()
    names = (s.text.strip() for s in page.segments if s is not own.segment and len(s.text) >= SHORTEST_KNOWN)
    known = [n for n in names if text.startswith(f"{n} ") and is_name(n) and address.likeness(n) < 0.5]
    return max(map(len, known), default=0)


def _role(sheet: Sheet, segment: Segment) -> tuple[str | None, int]:
    """What a label with a colon at the beginning of a line says that the party is, and where that begins."""
    label = next(iter(sheet.labels.of(segment)), None)
    if label is None or not (label.initial and label.colon):
        return None, 0
    role = next((role for role in ROLES if role in sheet.kinds(label)), None)
    return role, segment.text.find(":", label.span.end) + 1 if role else 0


def _continuation(sheet: Sheet, page: PageLayout, own: Span, role: str | None) -> tuple[Span, ...]:
    """The beginning of the next line, where an address goes on that a line had no room for."""
    segment = own.segment
    if own.end < len(segment.text) or len(segment.text) < LONG:
        return ()
    if not role and not address.has_legal_form(own.text):
        return ()
    for line in page.lines[segment.line + 1 : segment.line + 2]:
        first = line.segments[0]
        aligned = abs(first.box.x0 - segment.box.x0) <= page.line_height
        if aligned and first.box.y0 - segment.box.y1 < page.line_height:
            behind = Span(first, 0, rows.belongings_begin(sheet, first))
            return (behind,) if address.has_postcode(f"{own.text} {behind.text}") else ()
    return ()


def _pieces(line: Span, separators: re.Pattern[str]) -> list[Span]:
    pieces, start = [], line.start
    for match in separators.finditer(line.segment.text, line.start, line.end):
        if match.start() > start:
            pieces.append(Span(line.segment, start, match.start()))
        start = match.end()
    if start < line.end:
        pieces.append(Span(line.segment, start, line.end))
    return [piece for piece in pieces if piece.text.strip()]


def _party(sheet: Sheet, pieces: Sequence[Span], behind: Sequence[Span], role: str | None) -> OneLine | None:
    if not pieces:
        return None
    name = _named(sheet, pieces[0])
    rest = _joined([(p,) for p in pieces[1:] if not _is_registered(sheet, p)], behind)
    if address.likeness(name.text) >= 0.5 or not is_name(name.text):
        return None
    places = [number for number, piece in enumerate(rest) if address.likeness(rows.joined(piece)) == 1.0]
    if len(rest) < 2 or not places:
        return None
    return OneLine(name, tuple(rest[: places[-1] + 1]), role)


def _joined(pieces: list[Piece], behind: Sequence[Span]) -> list[Piece]:
    """The pieces of a line, the last of them whole, and those of the line that it goes on in."""
    following: list[Piece] = [(p,) for line in behind for p in _pieces(line, _SEPARATORS[1])]
    if not (pieces and following):
        return pieces
    return [*pieces[:-1], (*pieces[-1], *following[0]), *following[1:]]


def _named(sheet: Sheet, piece: Span) -> Span:
    """A name without what it tells of its capital or register ("SARL DUPONT au capital de 8 000 €")."""
    label = next(iter(_registers(sheet, piece)), None)
    if label is None or not address.has_legal_form(piece.segment.text[piece.start : label.span.start]):
        return piece
    return Span(piece.segment, piece.start, prose.without_small_words(sheet, piece, label.span.start))


def _is_registered(sheet: Sheet, piece: Span) -> bool:
    return any(map(str.isdigit, piece.text)) and any(True for _ in _registers(sheet, piece))


def _registers(sheet: Sheet, piece: Span) -> Iterator[Label]:
    for label in sheet.labels.of(piece.segment):
        if piece.start <= label.span.start < piece.end and "party.register" in sheet.kinds(label):
            yield label


def _told(sheet: Sheet, segment: Segment) -> OneLine | None:
    """A company whose small print says where its office is ("Acorn Ltd. Registered office: 1 Elm Street")."""
    label = next((one for one in sheet.labels.of(segment) if rows.tells_place(sheet, one)), None)
    head = _HEAD.search(segment.text) if label else None
    if label is None or head is None or head.start() >= label.span.start:
        return None
    name = Span(segment, 0, prose.before_owner(segment.text[: head.start()]) or head.start())
    begin = label.span.end + (segment.text[label.span.end :][:1] == ":")
    sentence = _SENTENCE.search(segment.text, begin)
    end = sentence.start() if sentence else len(segment.text)
    place = Span(segment, begin, min(end, rows.belongings_begin(sheet, segment, begin)))
    parts = [(piece,) for piece in _pieces(place, _SEPARATORS[1])]
    placed = any(address.likeness(rows.joined(part)) >= 0.5 for part in parts)
    if not placed or not is_name(name.text) or not address.has_legal_form(segment.text[: head.start()]):
        return None
    return OneLine(name, tuple(parts))
