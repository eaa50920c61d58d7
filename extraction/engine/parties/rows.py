"""What each line is to a party: a role, a name, part of an address, a tax number, a way to reach it.

A line may be parted by dots or bars into several; a label with its value in the next column is one
row with it, and so are the lines that go on below that value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from extraction.engine.candidates import Sheet
from extraction.engine.labels import Label
from extraction.engine.layout import PageLayout, Segment
from extraction.engine.parties import address
from extraction.engine.spans import Span, whole

ROLES = ("party.seller", "party.buyer", "party.delivery")
FARTHEST_VALUE = 10.0  # line heights between a label and its value in the next column
_PAIRED = frozenset(
    {"party.name", "party.address", "party.tax_id", "party.contact", "party.bank", "party.register"}
)
_FIELDS = ("header.", "totals.", "title.")
_PARTS = re.compile(r"\s*[·|•∙‧●■⋅]\s*")
_GAP = re.compile(r"[\s:.\-–)#*]*")


class Kind(Enum):
    """What a line is to a party."""

    ROLE = "role"
    NAME = "name"
    ADDRESS = "address"
    CONTACT = "contact"
    TAX = "tax"
    BANK = "bank"
    FIELD = "field"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Row:
    """A line: its kind and the spans that are its value. `named` when a label calls it a name."""

    kind: Kind
    spans: tuple[Span, ...]
    role: str | None = None
    likeness: float = 0.0
    named: bool = False

    @property
    def text(self) -> str:
        return joined(self.spans)


def joined(spans: Sequence[Span]) -> str:
    """The text of lines that are one value; a word parted at a line's end becomes whole."""
    text = ""
    for span in spans:
        part = span.text.strip(" ,;·|•–:")
        text = f"{text}{part}" if not text or text.endswith("-") else f"{text} {part}"
    return text.strip(" -")


@dataclass(frozen=True, slots=True)
class Paired:
    """The values that stand in the column beside their labels, by label; and all segments they take."""

    values: dict[int, tuple[Segment, ...]]
    taken: frozenset[int]


def pair(sheet: Sheet, page: PageLayout) -> Paired:
    """The labels of a page that have their value in the next column."""
    values: dict[int, tuple[Segment, ...]] = {}
    for line in page.lines:
        for label, value in zip(line.segments, line.segments[1:], strict=False):
            gap = (value.box.x0 - label.box.x1) / page.line_height
            if gap <= FARTHEST_VALUE and _is_paired_label(sheet, label) and not _is_labelled(sheet, value):
                values[id(label)] = (value, *_continuations(page, label, value))
    return Paired(values, frozenset(id(s) for segments in values.values() for s in segments))


def _is_paired_label(sheet: Sheet, segment: Segment) -> bool:
    return any(label.whole and sheet.kinds(label) & _PAIRED for label in sheet.labels.of(segment)[:1])


def _is_labelled(sheet: Sheet, segment: Segment) -> bool:
    return any(label.whole or (label.initial and label.colon) for label in sheet.labels.of(segment)[:1])


def _continuations(page: PageLayout, label: Segment, value: Segment) -> Iterator[Segment]:
    """Lines under a value, close below it, that have no label of their own."""
    last = value
    for line in page.lines[value.line + 1 : value.line + 8]:
        for segment in line.segments:
            near = segment.box.y0 - last.box.y1 < 0.5 * page.line_height
            if not near or abs(segment.box.x0 - value.box.x0) > 0.5 * page.line_height:
                continue
            if _beside(page, label, segment):
                return
            yield segment
            last = segment


def _beside(page: PageLayout, label: Segment, value: Segment) -> bool:
    """Whether something stands in the label's column at the height of a value."""
    for line in page.lines[max(0, value.line - 2) : value.line + 3]:
        for other in line.segments:
            level = abs(other.box.center_y - value.box.center_y) < 0.55 * page.line_height
            if level and other is not label and abs(other.box.x0 - label.box.x0) < page.line_height:
                return True
    return False


def of_stack(sheet: Sheet, stack: Sequence[Segment], paired: Paired) -> Iterator[Row]:
    """The rows of segments under each other."""
    for segment in stack:
        values = paired.values.get(id(segment))
        if values is not None:
            yield _paired_row(sheet, segment, values)
        elif id(segment) not in paired.taken:
            yield from _of_segment(sheet, segment)


def _paired_row(sheet: Sheet, segment: Segment, values: tuple[Segment, ...]) -> Row:
    kinds = sheet.kinds(sheet.labels.of(segment)[0])
    spans = tuple(whole(value) for value in values)
    if "party.name" in kinds:
        return Row(Kind.NAME, spans, named=True)
    if "party.address" in kinds:
        return Row(Kind.ADDRESS, spans, likeness=max(0.7, address.likeness(joined(spans))))
    if "party.tax_id" in kinds:
        return Row(Kind.TAX, spans)
    return Row(Kind.BANK if "party.bank" in kinds else Kind.CONTACT, spans)


def _of_segment(sheet: Sheet, segment: Segment) -> Iterator[Row]:
    labels = sheet.labels.of(segment)
    if labels and labels[0].initial:
        labelled = _labelled(sheet, segment, labels[0])
        if labelled is not None:
            yield from labelled
            return
    start = 0
    for match in _PARTS.finditer(segment.text):
        if match.start() > start:
            yield _part(sheet, Span(segment, start, match.start()))
        start = match.end()
    yield _part(sheet, Span(segment, start, len(segment.text)))


def _labelled(sheet: Sheet, segment: Segment, label: Label) -> tuple[Row, ...] | None:
    kinds = sheet.kinds(label)
    gap = _GAP.match(segment.text[label.span.end :])
    rest = Span(segment, label.span.end + (gap.end() if gap else 0), len(segment.text))
    plain = label.final or label.colon
    numbered = plain or any(c.isdigit() for c in rest.text)
    roles = [role for role in ROLES if role in kinds]
    if roles and (plain or " " in label.span.text.strip()):
        return (Row(Kind.ROLE, (), role=roles[0]), *_of_rest(sheet, rest))
    if "party.tax_id" in kinds and numbered:
        return (Row(Kind.TAX, (rest,)),)
    if kinds & {"party.contact", "party.register"} and numbered:
        return (Row(Kind.CONTACT, (rest,)),)
    if "party.bank" in kinds and plain:
        return (Row(Kind.BANK, (rest,)),)
    if "party.address" in kinds and plain and not address.is_contact(rest.text):
        return (Row(Kind.ADDRESS, (rest,), likeness=0.7),)
    if "party.name" in kinds and plain:
        return (Row(Kind.NAME, (rest,), named=True),)
    return _field(segment, label, kinds, rest)


def _field(segment: Segment, label: Label, kinds: frozenset[str], rest: Span) -> tuple[Row, ...] | None:
    """A label of something that belongs to no party, unless the line reads like an address after all."""
    if not any(kind.startswith((*_FIELDS, "columns.")) for kind in kinds):
        return None
    if label.final or label.colon:
        return (Row(Kind.FIELD, (whole(segment),)),)
    of_field = any(kind.startswith(_FIELDS) for kind in kinds)
    if of_field and any(c.isdigit() for c in rest.text) and address.likeness(segment.text) < 0.6:
        return (Row(Kind.FIELD, (whole(segment),)),)
    return None


def _of_rest(sheet: Sheet, rest: Span) -> Iterator[Row]:
    """What stands behind a role's label on its line is a name, or the beginning of an address."""
    if not rest.text.strip():
        return
    row = _part(sheet, rest)
    if row.kind is Kind.ADDRESS and (row.likeness < 0.8 or address.has_legal_form(rest.text)):
        yield Row(Kind.NAME, (rest,))
    else:
        yield row


def _part(sheet: Sheet, span: Span) -> Row:
    """A line, or a part of one, that no label explains."""
    text = span.text
    if address.is_contact(text):
        return Row(Kind.CONTACT, (span,))
    ids = [t for t in sheet.tax_ids if t.span.segment is span.segment and t.value.distinctive]
    if any(span.start <= t.span.start < span.end for t in ids):
        return Row(Kind.TAX, (span,))
    likeness = address.likeness(text)
    if likeness >= 0.4 and not (address.has_legal_form(text) and likeness < 0.6):
        return Row(Kind.ADDRESS, (span,), likeness=likeness)
    if is_name(text):
        return Row(Kind.NAME, (span,))
    return Row(Kind.OTHER, (span,))


def is_name(text: str) -> bool:
    """Whether a line could be what somebody is called: a few words, mostly letters, no sentence."""
    letters = sum(c.isalpha() for c in text)
    if letters < 2 or len(text.split()) > 9 or len(text) > 70 or text.endswith((":", "?", "!")):
        return False
    return letters >= 0.6 * len(text.replace(" ", ""))
