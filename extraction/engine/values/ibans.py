"""Bank accounts: IBAN and BIC in running text, their check digits tested."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stdnum import bic as bic_number
from stdnum import iban as iban_number

from extraction.engine.values.folding import plain
from extraction.engine.values.remembering import remembered

_IBAN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\s?\d{2}(?:[\s.\-]?[A-Z0-9]){11,30}")
_BIC = re.compile(r"(?<![A-Za-z0-9])[A-Z]{4}\s?[A-Z]{2}\s?[A-Z0-9]{2}(?:\s?[A-Z0-9]{3})?(?![A-Za-z0-9])")


@dataclass(frozen=True, slots=True)
class Account:
    """An IBAN or BIC: `value` without blanks, `country` of the bank, and its span in the text."""

    value: str
    country: str
    valid: bool
    text: str
    start: int
    end: int


@remembered
def find(text: str) -> tuple[Account, ...]:
    """The IBANs in a text. What follows one without a gap in kind (a BIC, a word) is left off."""
    return tuple(account for match in _IBAN.finditer(plain(text)) if (account := _iban(text, match)))


@remembered
def find_bics(text: str) -> tuple[Account, ...]:
    """The BICs in a text: eight or eleven characters of an existing form."""
    found = []
    for match in _BIC.finditer(plain(text)):
        value = re.sub(r"\s", "", match[0])
        if bic_number.is_valid(value) and not value.startswith("IBAN"):
            found.append(Account(value, value[4:6], True, match[0], match.start(), match.end()))
    return tuple(found)


def _iban(text: str, match: re.Match[str]) -> Account | None:
    """The longest run from the match's start whose check digits hold; else an unproven one."""
    ends = [match.start() + at + 1 for at, character in enumerate(match[0]) if character.isalnum()]
    for end in reversed(ends[14:]):
        value = iban_number.compact(text[match.start() : end]).upper()
        if iban_number.is_valid(value):
            return Account(value, value[:2], True, text[match.start() : end], match.start(), end)
    value = iban_number.compact(match[0]).upper()
    if not value[2:4].isdigit() or sum(map(str.isdigit, value)) < 12 or len(value) > 34:
        return None
    return Account(value, value[:2], False, text[match.start() : match.end()], match.start(), match.end())
