"""What a confidence is called. Certain values stay quiet; the others say so, word first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from extraction.review import words

SURE_FROM, CHECK_FROM = 95, 75


@dataclass(frozen=True, slots=True)
class Chip:
    """`kind` is the end of the stylesheet's class, `icon` may be empty."""

    kind: str
    icon: str
    text: str


NOTHING_TO_SAY = Chip("", "", "")
NOT_FOUND = Chip("", "", "Not found")
IS_MISSING = Chip("check", "eye", "Not found")
SUM_IS_OFF = Chip("bad", "triangle-alert", "Sum is off")
BY_SOURCE = {
    "e_invoice": Chip("", "", "From the e-invoice"),
    "rule": Chip("yours", "list-checks", "From your rule"),
}
CORRECTED = Chip("yours", "pencil", "Corrected")
CONFIRMED = Chip("yours", "check", "Confirmed")
ASKING = ("check", "bad")


def chip(evidence: dict[str, Any] | None) -> Chip:
    """The chip of one value that is there."""
    if evidence is None:
        return NOTHING_TO_SAY
    if words.is_said_by_person(evidence):
        return CORRECTED if evidence.get("corrected") else CONFIRMED
    if evidence.get("source") in BY_SOURCE:
        return BY_SOURCE[evidence["source"]]
    return _graded(words.per_cent(evidence["confidence"]))


def chip_of_decided(evidence: dict[str, Any] | None) -> Chip:
    """The same where somebody answered for the whole: how it was read is told, and nothing is asked for."""
    of_open = chip(evidence)
    if evidence is None or of_open.kind not in ASKING:
        return of_open
    return Chip("", "", f"Read at {words.per_cent(evidence['confidence'])} %")


def _graded(per_cent: int) -> Chip:
    if per_cent >= SURE_FROM:
        return Chip("", "check", f"Sure {per_cent} %")
    if per_cent >= CHECK_FROM:
        return Chip("check", "eye", f"Check {per_cent} %")
    return Chip("bad", "triangle-alert", f"Unsure {per_cent} %")
