"""What makes a line a street or a house in it: its words, or the number at its beginning or end."""

from __future__ import annotations

import re

from extraction.engine.parties.places import PLACES, UPPER, WORDS
from extraction.engine.values.folding import fold

_STREETS = frozenset(PLACES["streets"])
_ALONE = frozenset(PLACES["streets_alone"])
_ENDINGS_ALONE = tuple(PLACES["street_endings_alone"])
_HOUSES = frozenset(PLACES["houses"])
_ENDINGS = tuple(PLACES["street_endings"])
_STOREY = re.compile(r"(?i)^(?:[bglu]{1,2}|\d{1,2})/f\b")  # "G/F", "12/F"
_ZONE = re.compile(r"(?i)^z\.\s?[aic]\.\s?(?:c\.\s?)?[^\W\d]")  # "Z.A. des Tilleuls"
_CARE = re.compile(r"^c/o\b", re.IGNORECASE)
_NUMBERED = re.compile(rf"^(?:No\.?\s?|NO\.?\s?)?\d{{1,5}}[A-Za-z]?(?:[/-][A-Z\d]+)?,?\s+[{UPPER}]")
_COUNTED = re.compile(
    rf"^(?:no\.?\s?)?\d{{1,4}}(?:\s?(?:bis|ter|quater)\b,?|[a-z]?,)\s+[^\W\d]|^\d{{1,2}}(?:st|nd|rd|th)\s+[{UPPER}]",
    re.IGNORECASE,
)  # "14 bis, venelle du Port", "2nd Cross"
_HOUSE = re.compile(r"(?i)(?:(?:door|house|flat|plot|shop|office)\s)?(?:no|nr|#)[.:]?\s?\d[\w/-]{0,7},")
_UNIT = re.compile(
    r"(?i)^(?:shop|stall|kiosk|stand|unit|suite|tenancy|loja|lokal|local|puesto|boutique)\.?\s(?:no\.?\s?|nr\.?\s?|#\s?)?"
    r"(?=[^\s,]*\d)[a-z]{0,2}-?\d{1,4}(?:[/&-]?[a-z\d]{1,3})?,?\s+(?!h(?:ou)?rs?\b|heures|horas|stunden)[^\W\d]{3}"
)  # "Shop G14 Lagoon Mall"
_ENDS_NUMBERED = re.compile(
    rf"^[{UPPER}][^\d:]{{3,}}\s(?!(?:19|20)\d\d\b)\d{{1,4}}(?:\s?[a-zA-Z]?(?:[/-]\d+)?|\s[A-H]\s\d{{1,3}})$"
)  # "Lindenallee 7b", "Kirkkokatu 12 B 21"
_STREET_AND_CITY = re.compile(
    rf"^[{UPPER}][^\d:,]{{2,}},?\s\d{{1,4}}\s?[a-zA-Z]?(?:[/-]\d+)?,\s+[{UPPER}][^\W\d]+(?:[\s-][^\W\d]+){{0,2}}$"
)


def likeness(text: str, words: list[str], *, numbered: bool) -> float:
    """How much a line looks like a street, by its words or by a number at its beginning or end."""
    if _CARE.match(text):
        return 0.6
    if any(word in _STREETS for word in words):
        return 0.8 if numbered or is_open(text) else 0.5 if len(words) > 1 else 0.2
    if any(word.endswith(_ENDINGS) and len(word) > 5 for word in words):
        return 0.8 if numbered else 0.3
    if not numbered:
        named = _STOREY.match(text) or _ZONE.match(text)
        return 0.6 if named else 0.3 if any(word in _HOUSES for word in words) else 0.0
    in_house = bool(_UNIT.match(text))
    if _STREET_AND_CITY.match(text) or (in_house and "," in text):
        return 0.8
    if _NUMBERED.match(text):
        return 0.6
    if (
        in_house
        or _STOREY.match(text)
        or _HOUSE.fullmatch(text)
        or (_COUNTED.match(text) and len(words) <= 7)
    ):
        return 0.6
    if _ENDS_NUMBERED.match(text) and len(words) <= 5:
        return 0.5
    if any(word in _HOUSES for word in words):
        return 0.5 if text[:1].isdigit() else 0.3
    return 0.0


def is_bare_street(text: str) -> bool:
    """Whether a line is the name of a street and nothing else: it begins or ends with the word for one."""
    words = WORDS.findall(fold(text))
    if not words or any(not (c.isalpha() or c in " .'’-/") for c in text):
        return False
    named = len(words) > 1 and bool({words[0], words[-1]} & _ALONE)
    return named or (words[-1].endswith(_ENDINGS_ALONE) and words[-1] not in _ENDINGS_ALONE)


def is_open(text: str) -> bool:
    """Whether a line is such a street and ends in a comma: the address goes on below it."""
    return text.endswith(",") and is_bare_street(text.rstrip(", "))


def begins_with_number(text: str) -> bool:
    """Whether a text begins like a street with its number before it."""
    return bool(_NUMBERED.match(text))
