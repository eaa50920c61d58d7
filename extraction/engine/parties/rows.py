"""What each line is to a party: a role, a name, part of an address, a tax number, a way to reach it.

A line may be parted by dots or bars into several; a label with its value in the next column is one
row with it, and so are the lines that go on below that value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum

from extraction.engine.candidates import Sheet
from extraction.engine.labels import Label
from extraction.engine.layout import Segment
from extraction.engine.parties import address, ends, prose, till_names, unlabelled
from extraction.engine.parties.beside import HOLDER, Paired
from extraction.engine.records import cached_property, record
from extraction.engine.spans import Span, whole
from extraction.engine.values.remembering import remembered

ROLES = ("party.seller", "party.buyer", "party.delivery", "party.agent")
LONGEST_NAME = 140  # characters
PLAIN = 0.8  # how much what is plainly a street looks like a place
_FIELDS = ("header.", "totals.", "title.")
_PARTS = re.compile(r"\s*[·|•∙‧●■⋅]\s*|\s\*\s")
_BELONGINGS = frozenset({"party.tax_id", "party.contact", "party.register", "party.bank"})
_NUMBER_NEXT = re.compile(r"[\s.:()n°º#-]{0,6}\+?[A-Z]{0,4}[\s-]?\(?\d")
_BEFORE_LABEL = re.compile(r"(?:\s+[-–—−|/]+\s*|[,;]\s*|[-–—−]\s*|\s+)$")
_AMOUNT = re.compile(r"\D{0,4}\d[\d.,' ]*[.,]\d\d\D{0,4}")
_CODE = re.compile(r"(?=[A-Z\d ]*\d)[A-Z\d]{8,}(?: [A-Z\d]+)*")  # an account's or a bank's
_PLACED = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+){0,2},(?: [^\W\d_]{2,3})? ")  # "Lyon, le " before a date
_COUNTRY_BEFORE = re.compile(r"\s*[A-Z]{2}\s+")  # "FI VAT FI28391007", as some print the kind of a number
_GAP = re.compile(r"[\s:.\-–)#*]*")
_MASKED = re.compile(
    r"(?:[^\W\d_]+ ){0,3}(?:[.*•·●xX…]{2,}+[ -]?)++\d{3,4}"
)  # a card, all figures but the last hidden


class Kind(Enum):
    """What a line is to a party."""

    ROLE = "role"
    NAME = "name"
    ADDRESS = "address"
    CONTACT = "contact"
    TAX = "tax"
    BANK = "bank"
    ATTENTION = "attention"
    FIELD = "field"
    OTHER = "other"


@record(slots=False)
class Row:
    """A line: its kind and the spans that are its value. `named` when a label calls it a name."""

    kind: Kind
    spans: tuple[Span, ...]
    role: str | None = None
    likeness: float = 0.0
    named: bool = False

    @cached_property
    def text(self) -> str:
        return joined(self.spans)


def joined(spans: Sequence[Span]) -> str:
    """The text of lines that are one value; a word parted at a line's end becomes whole."""
    text = ""
    for span in spans:
        part = span.text.strip(" ,;·|•–:")
        text = f"{text}{part}" if not text or text.endswith("-") else f"{text} {part}"
    return text.strip(" -")


def of_stack(sheet: Sheet, stack: Sequence[Segment], paired: Paired) -> Iterator[Row]:
    """The rows of segments under each other."""
    for segment in stack:
        values = paired.values.get(id(segment))
        if values is not None:
            yield from _paired_rows(sheet, segment, values)
        elif id(segment) not in paired.taken:
            yield from _of_segment(sheet, segment)


def _paired_rows(sheet: Sheet, segment: Segment, values: tuple[Segment, ...]) -> Iterator[Row]:
    kinds = sheet.kinds(sheet.labels.of(segment)[0])
    if HOLDER in kinds and "party.name" not in kinds:
        yield Row(Kind.ROLE, (), role="party.seller")
    yield _paired_row(kinds, tuple(whole(value) for value in values))


def _paired_row(kinds: frozenset[str], spans: tuple[Span, ...]) -> Row:
    if kinds & {"party.name", HOLDER}:
        return Row(Kind.NAME, spans, named=True)
    if "party.address" in kinds:
        return Row(Kind.ADDRESS, spans, likeness=max(0.7, address.likeness(joined(spans))))
    if "party.tax_id" in kinds:
        return Row(Kind.TAX, spans)
    return Row(Kind.BANK if "party.bank" in kinds else Kind.CONTACT, spans)


def _of_segment(sheet: Sheet, segment: Segment) -> Iterator[Row]:
    labels = sheet.labels.of(segment)
    if address.is_attention(segment.text):
        yield Row(Kind.ATTENTION, (whole(segment),))
        return
    text = segment.text.strip()
    if text[-1:].isdigit() and _MASKED.fullmatch(text):
        yield Row(Kind.FIELD, (whole(segment),))
        return
    if labels and _COUNTRY_BEFORE.fullmatch(labels[0].span.before):
        number = Span(segment, labels[0].span.end, len(segment.text))
        if "party.tax_id" in sheet.kinds(labels[0]) and any(map(str.isdigit, number.text)):
            yield Row(Kind.TAX, (number,))
            return
    if labels and labels[0].initial:
        labelled = _labelled(sheet, segment, labels[0])
        if labelled is not None:
            yield from labelled
            return
    start = 0
    for begin, end in _cuts(sheet, segment):
        if begin > start:
            yield from _of_part(sheet, Span(segment, start, begin))
        start = end
    yield from _of_part(sheet, Span(segment, start, len(segment.text)))


def _cuts(sheet: Sheet, segment: Segment) -> list[tuple[int, int]]:
    """Where a line is parted: at dots and bars, and before the label of a phone or a number within it."""
    cuts = list(_parted(segment.text))
    for label in sheet.labels.of(segment):
        start = label.span.start
        if start and sheet.kinds(label) & _BELONGINGS and _NUMBER_NEXT.match(segment.text, label.span.end):
            before = _BEFORE_LABEL.search(segment.text, 0, start)
            if before and not any(begin <= start <= end for begin, end in cuts):
                cuts.append((before.start(), start))
    reach = ends.reach_begins(segment.text)
    if reach < len(segment.text) and not any(begin <= reach <= end + 1 for begin, end in cuts):
        cuts.append((reach, reach))
    return sorted(cuts)


@remembered
def _parted(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in _PARTS.finditer(text))


def belongings_begin(sheet: Sheet, segment: Segment, start: int = 0) -> int:
    """Where a line stops being a name and an address: before the first phone's or number's label."""
    labels = [one for one in sheet.labels.of(segment) if sheet.kinds(one) & _BELONGINGS]
    starts = (one.span.start for one in labels if _NUMBER_NEXT.match(segment.text, one.span.end))
    return next((found for found in starts if found > start), len(segment.text))


def _of_part(sheet: Sheet, span: Span) -> Iterator[Row]:
    """A part of a line: what its label says that it is, else what it looks like."""
    label = next((one for one in sheet.labels.of(span.segment) if one.span.start == span.start), None)
    kinds = sheet.kinds(label) & _BELONGINGS if label and span.start else frozenset()
    if kinds and any(map(str.isdigit, span.text)):
        yield Row(Kind.TAX if "party.tax_id" in kinds else Kind.CONTACT, (span,))
    elif label and span.start and tells_place(sheet, label):
        place = Span(span.segment, label.span.end, span.end)
        yield Row(Kind.ADDRESS, (place,), likeness=max(0.7, address.likeness(place.text.strip(" :"))))
    else:
        yield from _name_and_street(sheet, span)


def tells_place(sheet: Sheet, label: Label) -> bool:
    """Whether a label says that an address follows: of two words, or with a colon."""
    return "party.address" in sheet.kinds(label) and (label.colon or " " in label.span.text.strip())


def _name_and_street(sheet: Sheet, span: Span) -> Iterator[Row]:
    """A part of a line, or two where a name and a street share it ("The Royal Hotel, 1 Quay Street")."""
    owner = ends.behind_copyright(span.text)
    if owner and is_name(span.text[owner:]):
        yield Row(Kind.NAME, (Span(span.segment, span.start + owner, span.end),), named=True)
        return
    house = prose.before_owner(span.text)
    if house and is_name(span.text[:house]):
        yield Row(Kind.NAME, (Span(span.segment, span.start, span.start + house),))
        return
    comma = ends.before_street(span.text)
    if comma and is_name(span.text[:comma]):
        yield Row(Kind.NAME, (Span(span.segment, span.start, span.start + comma),))
        behind = span.text[comma + 1 :]
        span = Span(span.segment, span.end - len(behind.lstrip()), span.end)
    yield _part(sheet, span)


def _labelled(sheet: Sheet, segment: Segment, label: Label) -> tuple[Row, ...] | None:
    kinds = sheet.kinds(label)
    gap = _GAP.match(segment.text[label.span.end :])
    rest = Span(segment, label.span.end + (gap.end() if gap else 0), len(segment.text))
    plain = label.final or label.colon
    numbered = plain or any(map(str.isdigit, rest.text))
    roles = [role for role in ROLES if role in kinds]
    if label.whole and HOLDER in kinds and not kinds & _BELONGINGS:
        roles.append("party.seller")
    if is_all_labels(sheet, segment):
        if any(kind.startswith("title.") for kind in kinds):
            return (Row(Kind.FIELD, (whole(segment),)),)
        every = [role for one in sheet.labels.of(segment) for role in ROLES if role in sheet.kinds(one)]
        return (Row(Kind.ROLE, (), role=every[0]),) if every else None
    if roles and (plain or " " in label.span.text.strip()):
        return (Row(Kind.ROLE, (), role=roles[0]), *_of_rest(sheet, rest))
    if "party.tax_id" in kinds and numbered:
        return (Row(Kind.TAX, (rest,)),)
    if kinds & {"party.contact", "party.register"} and numbered:
        return None if not plain and _names_town(segment, rest) else (Row(Kind.CONTACT, (rest,)),)
    if "party.bank" in kinds and (plain or _CODE.fullmatch(rest.text)):
        return (Row(Kind.BANK, (rest,)),)
    if "party.address" in kinds and plain and not address.is_contact(rest.text):
        return (Row(Kind.ADDRESS, (rest,), likeness=0.7),)
    if "party.name" in kinds and plain:
        return (Row(Kind.NAME, (rest,), named=True),)
    return _field(segment, label, kinds, rest)


def _names_town(segment: Segment, rest: Span) -> bool:
    """Whether a label's word begins the name of a town that has its postcode: "Mobile, Alabama 36602"."""
    return rest.text.lstrip(" ,")[:1].isalpha() and address.has_postcode(segment.text)


def is_all_labels(sheet: Sheet, segment: Segment) -> bool:
    """Whether a line is several labels and nothing else ("Buyer (Bill to)")."""
    labels = sheet.labels.of(segment)
    if len(labels) < 2 or not any(c in "()[]/" for c in segment.text):
        return False
    covered = sum(c.isalnum() for label in labels for c in label.span.text)
    return covered == sum(map(str.isalnum, segment.text))


def _field(segment: Segment, label: Label, kinds: frozenset[str], rest: Span) -> tuple[Row, ...] | None:
    """A label of something that belongs to no party, unless the line reads like an address after all."""
    if not any(kind.startswith((*_FIELDS, "columns.")) for kind in kinds):
        return None
    if label.final or label.colon:
        return (Row(Kind.FIELD, (whole(segment),)),)
    of_field = any(kind.startswith(_FIELDS) for kind in kinds)
    if of_field and any(map(str.isdigit, rest.text)) and address.likeness(segment.text) < 0.6:
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
    if _is_date(sheet, span):
        return Row(Kind.FIELD, (span,))
    if address.is_contact(text):
        return Row(Kind.CONTACT, (span,))
    ids = [t.span.start for t in sheet.tax_ids_in(span.segment) if t.value.distinctive]
    if any(span.start <= start < span.end for start in ids):
        return Row(Kind.TAX, (span,))
    likeness = address.likeness(text)
    if likeness < 1.0 and text[:1].isdigit() and is_priced(sheet, span.segment):
        return Row(Kind.OTHER, (span,))
    if likeness >= 0.4 and not (address.has_legal_form(text) and likeness < 0.6):
        return Row(Kind.ADDRESS, (span,), likeness=likeness)
    if is_name(text):
        return Row(Kind.FIELD if prose.is_polite(sheet, span) else Kind.NAME, (span,))
    return Row(Kind.TAX if unlabelled.is_tax_id(sheet, text) else Kind.OTHER, (span,))


def is_priced(sheet: Sheet, segment: Segment) -> bool:
    """Whether a line ends in an amount with cents beside this: "3 Tacos" is an item then, and no street."""
    last = sheet.line_of(segment).segments[-1]
    return last is not segment and _AMOUNT.fullmatch(last.text.strip()) is not None


def _is_date(sheet: Sheet, span: Span) -> bool:
    """Whether a line is a date and, at most, a time, or the place where a letter was written."""
    date = next(iter(sheet.dates_in(span.segment)), None)
    if date is None:
        return False
    rest = span.text.replace(date.span.text, "")
    return not any(map(str.isalpha, rest)) or bool(_PLACED.fullmatch(rest))


@remembered
def is_name(text: str) -> bool:
    """Whether a line could be what somebody is called: a few words, mostly letters, no sentence."""
    letters = sum(map(str.isalpha, text))
    if letters < 2 or not (_is_short(text) or _is_titled(text)) or text.endswith((":", "?", "!")):
        return False
    if till_names.greeting(text) >= len(text.rstrip(" ,.")) or prose.is_sentence(text):
        return False
    if prose.names_owner(text):
        return False
    return letters >= 0.6 * len(text.replace(" ", ""))


def _is_short(text: str) -> bool:
    return len(text.split()) <= 9 and len(text) <= 70


def _is_titled(text: str) -> bool:
    """Whether a long line is written as names are: a company's form at its end, or capitals throughout."""
    words = [word for word in text.split() if len(word) > 3]
    if len(text) > LONGEST_NAME or any(map(str.isdigit, text)):
        return False
    return address.ends_in_legal_form(text) or all(word[0].isupper() for word in words)
