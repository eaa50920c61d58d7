"""What each line at the top of a receipt is: a name, a place, a number, or where the items begin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from extraction.engine.candidates import Sheet
from extraction.engine.labels import Label
from extraction.engine.layout import Line, PageLayout, Segment, union
from extraction.engine.parties import address, till_names, titles
from extraction.engine.parties.rows import Kind, is_name

DEEPEST = 16  # lines
FAR = 3.0  # times a line's height: what is farther to the right stands for itself
FAINT = 0.5  # how much a line may look like a place and be something else
SHORTEST_NUMBER = 4  # digits; fewer number a branch ("COFFEE #130")
BEHIND_PRICE = 3  # characters, such as the letter of a tax
_HOUSE = re.compile(r"(?i)no\.?,?\s?\d[\w/-]*,?$")
_REGISTER = re.compile(r"\W{0,3}[A-Z]{0,3}\d[\d ]{4,14} ?-? ?[A-Z0-9]?\W{0,3}")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMBER = re.compile(r"\b(?=(?:\w*\d){2})[\dlIOoSBZ]{4,6}\b")
_GLUED = re.compile(r"(?<=\b\d{4})(?=[^\W\d_]{3})|(?<=\b\d{5})(?=[^\W\d_]{3})")
_FIGURES = str.maketrans("lIOoSBZ", "1100582")
_NUMBERS = frozenset({"header.other_number", "header.number", "columns.position", "columns.product_code"})
_STOPS = ("header.", "columns.", "totals.")
_SAYS = ("title.", "totals.", "party.register", "party.tax_id", "party.contact")


@dataclass(frozen=True, slots=True)
class TillLine:
    """A line with what it is, and how much it looks like a place."""

    line: Line
    kind: Kind
    text: str
    likeness: float
    labelled: bool = False  # whether it says what the paper, a sum or a number is

    @property
    def numbered(self) -> bool:
        return any(map(str.isdigit, self.text))

    @property
    def faint(self) -> bool:
        """Whether it hardly looks like a place ("OPEN 24 / 7", "Table 12")."""
        return 0 < self.likeness <= FAINT

    @property
    def whole(self) -> bool:
        """Whether it has a postcode."""
        return self.likeness == 1.0


def read(sheet: Sheet, page: PageLayout) -> list[TillLine]:
    """The first lines of a page, without those that hold hardly a letter."""
    return list(_read(sheet, page))


def _read(sheet: Sheet, page: PageLayout) -> Iterator[TillLine]:
    for line in (_left_of_fields(sheet, line) for line in page.lines[:DEEPEST]):
        text = till_names.text_of(line)
        likeness = max(address.likeness(text), address.likeness(_with_figures(text)))
        if address.is_contact(text):
            yield TillLine(line, Kind.CONTACT, text, likeness)
        elif sum(map(str.isalpha, text)) >= 3 and not _REGISTER.fullmatch(text):
            kind = _kind(sheet, line, text, likeness)
            yield TillLine(line, kind, text, likeness, _is_labelled(sheet, line))


def _left_of_fields(sheet: Sheet, line: Line) -> Line:
    """A line without what stands far to its right and titles, numbers or dates the paper, as on small forms
    that are filled in by hand.
    """
    for at, (left, right) in enumerate(pairwise(line.segments), start=1):
        if right.box.x0 - left.box.x1 > FAR * line.height and _is_field(sheet, right):
            kept = line.segments[:at]
            return replace(
                line, segments=kept, box=union([s.box for s in kept]), text="  ".join(s.text for s in kept)
            )
    return line


def _is_field(sheet: Sheet, segment: Segment) -> bool:
    label = next(iter(sheet.labels.of(segment)), None)
    if label is None or not label.initial:
        return False
    told = any(kind.startswith("header.") for kind in sheet.kinds(label))
    return titles.is_title(sheet, segment) or (told and any(map(str.isdigit, segment.text)))


def _kind(sheet: Sheet, line: Line, text: str, likeness: float) -> Kind:
    """By its first label, by its looks, or by what may be a name."""
    label = next(iter(sheet.labels.of(line.segments[0])), None)
    kinds = sheet.kinds(label) if label is not None and label.initial else frozenset()
    by_label = _by_label(label, kinds, text) if label is not None else None
    if by_label is not None:
        return by_label
    if all(titles.is_title(sheet, segment) for segment in line.segments):
        return Kind.FIELD
    if till_names.is_part(text):
        return Kind.OTHER
    if address.is_legal_form(text):
        return Kind.NAME
    if _is_priced(sheet, line):
        return Kind.FIELD
    if likeness and _is_dated(sheet, line):
        return Kind.OTHER
    if till_names.has_part(text) and likeness < 1.0:
        return Kind.OTHER
    if _HOUSE.match(text) or (likeness >= 0.4 and not (address.has_legal_form(text) and likeness < 0.8)):
        return Kind.ADDRESS
    return _of_text(sheet, line, text, kinds)


def _is_labelled(sheet: Sheet, line: Line) -> bool:
    labels = (label for segment in line.segments for label in sheet.labels.of(segment))
    return any(kind.startswith(_SAYS) for label in labels for kind in sheet.kinds(label))


def _by_label(label: Label, kinds: frozenset[str], text: str) -> Kind | None:
    """What a line is that begins with a label, where that is plain."""
    numbered = any(map(str.isdigit, text))
    if numbered and "party.contact" in kinds:
        return Kind.CONTACT
    if numbered and kinds & {"party.tax_id", "party.register"}:
        return Kind.TAX
    if label.whole and any(kind.startswith("title.") for kind in kinds):
        return Kind.FIELD
    if numbered and "header.invoice_number" in kinds:
        return Kind.FIELD
    return Kind.ADDRESS if "party.address" in kinds and label.colon else None


def _of_text(sheet: Sheet, line: Line, text: str, kinds: frozenset[str]) -> Kind:
    if kinds and kinds <= _NUMBERS:
        return Kind.OTHER if sum(map(str.isdigit, text)) > SHORTEST_NUMBER else Kind.NAME
    plain = any(map(str.isdigit, text)) or any(label.whole for label in sheet.labels.of(line.segments[0])[:1])
    if plain and any(kind.startswith(_STOPS) for kind in kinds):
        return Kind.FIELD
    if any(c.span.segment in line.segments for c in sheet.dates):
        return Kind.FIELD
    return Kind.NAME if is_name(address.without_register_number(text)) else Kind.OTHER


def _is_priced(sheet: Sheet, line: Line) -> bool:
    """Whether a line ends with an amount in cents, as items do."""
    last = line.segments[-1]
    own = (c for c in sheet.amounts if c.span.segment is last and c.value.decimals == 2)
    return any(len(last.text) - c.span.end <= BEHIND_PRICE for c in own)


def _is_dated(sheet: Sheet, line: Line) -> bool:
    """Whether a line has a day with its year in full, as no street is numbered."""
    own = (c.span.text for c in sheet.dates if c.span.segment in line.segments)
    return any(_YEAR.search(text) for text in own)


def _with_figures(text: str) -> str:
    """A line with letters of its numbers read as figures, and figures parted from the word that they were
    read as one with ("30l1 Bern", "3011Bern").
    """
    text = _NUMBER.sub(lambda match: match[0].translate(_FIGURES), text)
    return _GLUED.sub(" ", text)
