"""Where a name or a place ends on a line that goes on with something else."""

from __future__ import annotations

import re

from extraction.engine.parties import address, streets
from extraction.engine.values.folding import fold
from extraction.engine.values.remembering import remembered

_REACH = re.compile(
    r"\s[^\W\d_][\w-]{0,8}[.:]{1,2}\s?(?=[\w.+-]+@|www\.)|(?<=\s)(?:[\w.+-]+@[\w-]+\.\w|www\.|https?:)"
    r"|(?<=\s)(?:\+\d{1,3}[\s.(]|\(\d{3}\)\s?\d|\d{3}[-.]\d{3}[-.]\d{4})"
)
_OWNED = re.compile(
    r"(?:copyright\b|\(c\)|©)[\s,]*(?:(?:\(c\)|©)[\s,]*)?(?:\d{4}(?:\s?[-–]\s?(?:\d\d|\d{4}))?[\s,]+)?(?:by\s+)?",
    re.IGNORECASE,
)


def behind_copyright(text: str) -> int:
    """Where the owner stands in a line that begins as a notice of copyright; 0 in any other line."""
    notice = _OWNED.match(text)
    return notice.end() if notice else 0


@remembered
def before_street(text: str) -> int:
    """Where a name ends that a street with its number follows after a comma; 0 where none does."""
    head, comma, rest = text.partition(",")
    street = rest.partition(",")[0].strip()
    named = comma and not any(map(str.isdigit, head)) and address.likeness(head) < 0.3
    plain = address.has_legal_form(head) or (address.likeness(street) >= 0.8 and address.has_postcode(text))
    placed = streets.begins_with_number(street) or (plain and address.likeness(street) >= 0.5)
    return len(head) if named and placed and not address.has_postcode(street) else 0


def has_street(text: str) -> bool:
    """Whether a line is, or begins with, what is plainly a street with its number."""
    street = text.partition(",")[0].strip()
    return (
        address.likeness(street) >= 0.8 and any(map(str.isdigit, street)) and not address.has_postcode(street)
    )


@remembered
def behind_legal_form(text: str) -> int:
    """Where a name with a company's form ends that a place follows, no sign between them; else 0."""
    folded = fold(text)
    if len(folded) != len(text):
        return 0
    ends = address.legal_form_ends(folded)
    return next((end for end in ends if text[end : end + 1] == " " and _is_place(text[end:].strip())), 0)


def _is_place(text: str) -> bool:
    street_first = len(text.split()) > 3 and not address.has_postcode(text[:12])
    return street_first and address.has_postcode(text) and not address.has_legal_form(text)


@remembered
def reach_begins(text: str) -> int:
    """Where a phone, a mail address or a site stands behind a place on its line; the end where none does."""
    match = _REACH.search(text, 1)
    return (
        match.start()
        if match and address.likeness(text[: match.start()].strip(" ,-–|")) >= 0.8
        else len(text)
    )
