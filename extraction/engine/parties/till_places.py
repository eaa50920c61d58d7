"""Which lines at the top of a receipt are its address, and which above it may be its name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from extraction.engine.layout import Line
from extraction.engine.parties import address, ends, streets, till_lines, till_names
from extraction.engine.parties.rows import PLAIN, Kind, is_name
from extraction.engine.parties.till_lines import TillLine

LONGEST_ADDRESS = 6
BETWEEN_NAMES = 3  # lines from one name to the next
PROVINCES = 2  # lines behind a postcode
_NUMBERS = re.compile(r"\d[\d -]*")
_CODE = re.compile(r"\d{6}")
_STREET = re.compile(r"^(?!.*\d{6})(?!\W*\d+\W*$).*[^\W\d_]{4}")


def part(lines: Sequence[TillLine]) -> tuple[list[Line], list[TillLine]]:
    """The lines that may be the name, and those of the address below them."""
    names: list[Line] = []
    places: list[TillLine] = []
    for line, following in zip_longest(lines, lines[1:]):
        kind = _kind_among(line, following, names, places)
        if kind is Kind.NAME and (not names or line.line.index - names[-1].index <= BETWEEN_NAMES):
            names.append(line.line)
        elif kind is Kind.ADDRESS:
            places.append(line)
        elif places or (kind is Kind.FIELD and names):
            break
        if len(places) == LONGEST_ADDRESS:
            break
    return names, places


def _kind_among(
    line: TillLine, following: TillLine | None, names: list[Line], places: list[TillLine]
) -> Kind:
    """What a line is where it stands: a place comes after a name, and a name before every place."""
    if line.kind is Kind.FIELD:
        return Kind.FIELD
    if places:
        return Kind.ADDRESS if _continues(places, line) else Kind.OTHER
    if names and (_is_street_over(line, following) or _is_street_unnumbered(line, following)):
        return Kind.ADDRESS
    if _is_name_of_place(line) or (not names and line.faint and till_names.has_store_number(line.text)):
        return Kind.NAME
    if line.faint and line.numbered and _says_no_place(line, following):
        return Kind.OTHER
    if line.faint and not names and (following is None or following.kind is not Kind.ADDRESS):
        motto = following is not None and following.kind is Kind.NAME
        return Kind.NAME if is_name(line.text) and not motto else Kind.OTHER
    return line.kind if line.kind is Kind.ADDRESS else Kind.OTHER


def _continues(places: list[TillLine], line: TillLine) -> bool:
    """Whether a line goes on with the address above it."""
    if line.kind is Kind.NAME:
        return _goes_on(places, line) and not _counts(line, places)
    plain = line.kind is Kind.ADDRESS and not (line.faint and line.labelled)
    return plain and not _counts(line, places)


def is_town(line: TillLine) -> bool:
    """Whether a line is a town with its postcode, and no street."""
    rest = _NUMBERS.sub("", line.text, count=1)
    return line.whole and bool(rest) and not any(c.isdigit() for c in address.without_postcode(rest))


def _is_street_over(line: TillLine, following: TillLine | None) -> bool:
    """Whether a line with a number is the street, of whatever kind, over a line that is only a town."""
    bare = following is not None and is_town(following)
    named = line.kind in (Kind.NAME, Kind.OTHER) and not address.has_legal_form(line.text)
    return bare and named and line.numbered and _STREET.search(line.text) is not None


def _is_street_unnumbered(line: TillLine, following: TillLine | None) -> bool:
    """Whether a line is a street without its number; over a street that has one it names a branch."""
    numbered = following is not None and following.likeness >= PLAIN and ends.has_street(following.text)
    return streets.is_bare_street(line.text) and not numbered


def _says_no_place(line: TillLine, following: TillLine | None) -> bool:
    """Whether a line that hardly looks like a place stands alone, or over a street with its number: it
    numbers a shop then ("Punto vendita 444").
    """
    if following is None or following.kind is not Kind.ADDRESS:
        return till_names.has_store_number(line.text)
    return following.likeness >= PLAIN and ends.has_street(following.text)


def _counts(line: TillLine, places: list[TillLine]) -> bool:
    """Whether a line behind the postcode numbers a table or a check ("Table 6 Check 224")."""
    numbers = line.text[-1:].isdigit() or (line.faint and line.numbered)
    coded = address.country_within(line.text) is not None
    return numbers and not coded and any(place.whole for place in places[1:])


def _is_name_of_place(line: TillLine) -> bool:
    """A name, be it one that looks faintly like a place ("PARK HOTEL"); no greeting alone is one."""
    if till_names.greeting(line.text) >= len(line.text.rstrip(" :,!.")):
        return False
    faint = line.kind is Kind.ADDRESS and line.likeness <= till_lines.FAINT
    return line.kind is Kind.NAME or (faint and not line.numbered and ":" not in line.text)


def _goes_on(places: list[TillLine], line: TillLine) -> bool:
    """Whether a line is the city or the province under a street; none stands behind a ZIP, and few
    behind another postcode.
    """
    if address.is_county(line.text):
        return True
    if line.labelled or _CODE.search(line.text):
        return False
    closed = address.country_within(places[-1].text) in ("US", "GB")
    complete = any(place.whole for place in places[:-PROVINCES])
    return not (closed or complete or ":" in line.text or address.has_legal_form(line.text))
