"""Tax and company numbers: which kind, of which country, and whether the check digit holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from stdnum import get_cc_module
from stdnum.au import abn
from stdnum.br import cnpj
from stdnum.ca import bn
from stdnum.ch import uid
from stdnum.es import nif
from stdnum.fr import siren, siret
from stdnum.in_ import gstin
from stdnum.ke import pin
from stdnum.mx import rfc
from stdnum.no import orgnr
from stdnum.pl import nip
from stdnum.us import ein

from extraction.engine.values import ibans
from extraction.engine.values.folding import plain
from extraction.engine.values.remembering import remembered

FEWEST_FIGURES = 6  # of numbers that do not begin with their country
# The Danes call a tax number SE as well: theirs has eight figures, a Swedish one twelve.
_VAT_COUNTRIES = (
    r"AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GB|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE(?!\s?\d{8}\b)|SI|SK|XI"
)


@dataclass(frozen=True, slots=True)
class TaxId:
    """A tax number as printed: `value` is compact, `valid` whether its check digit (or form) holds,
    `distinctive` whether its form alone tells it from any other number.
    """

    value: str
    kind: str
    country: str
    valid: bool
    distinctive: bool
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    country: str
    pattern: re.Pattern[str]
    module: Any
    distinctive: bool


def _kind(name: str, country: str, pattern: str, module: Any, *, distinctive: bool = False) -> _Kind:
    return _Kind(
        name, country, re.compile(rf"(?<![\w.\-/])(?:{pattern})(?![\w/]|[.\-]\w)"), module, distinctive
    )


_KINDS = (
    _kind("gstin", "IN", r"\d{2}[A-Z]{5}\d{4}[A-Z][0-9A-Z]Z[0-9A-Z]", gstin, distinctive=True),
    _kind(
        "uid",
        "CH",
        r"CHE[\s\-]?\d{3}[\s.]?\d{3}[\s.]?\d{3}(?:\s?(?:MWST|TVA|IVA))?",
        uid,
        distinctive=True,
    ),
    _kind(
        "mva", "NO", r"(?:NO\s?)?\d{3}\s?\d{3}\s?\d{3}\s?MVA", get_cc_module("no", "vat"), distinctive=True
    ),
    _kind("cnpj", "BR", r"\d{2}\.?\d{3}\.?\d{3}/\d{4}-?\d{2}", cnpj, distinctive=True),
    _kind("bn", "CA", r"\d{5}\s?\d{4}\s?RT\s?\d{4}", bn, distinctive=True),
    _kind("rfc", "MX", r"[A-ZÑ&]{3,4}-?\d{6}-?[A-Z0-9]{3}", rfc, distinctive=True),
    _kind("pin", "KE", r"[AP]\d{9}[A-Z]", pin, distinctive=True),
    _kind("nif", "ES", r"(?:[A-HJNP-SUVW]-?\d{7}-?[0-9A-J]|[XYZ]-?\d{7}-?[A-Z]|\d{8}-?[A-Z])", nif),
    _kind("ein", "US", r"\d{2}-\d{7}", ein),
    _kind(
        "siret",
        "FR",
        r"\d{3}[\s.]?\d{3}[\s.]?\d{3}[\s.]?\d{5}|\d{3}[\s.]?\d{3}[\s.]?\d{3}[\s.]?\d{3}[\s.]?\d{2}",
        siret,
    ),
    _kind("abn", "AU", r"\d{2}\s?\d{3}\s?\d{3}\s?\d{3}", abn),
    _kind("nip", "PL", r"\d{3}-?\d{3}-?\d{2}-?\d{2}|\d{3}-\d{2}-\d{2}-\d{3}", nip),
    _kind("siren", "FR", r"\d{3}[\s.]?\d{3}[\s.]?\d{3}", siren),
    _kind("orgnr", "NO", r"\d{3}\s?\d{3}\s?\d{3}", orgnr),
)
_VAT = re.compile(
    rf"(?<![A-Za-z0-9])(?P<country>{_VAT_COUNTRIES}U?)[\s.\-]?(?P<number>[0-9A-Z](?:[\s.\-]?[0-9A-Z]){{6,13}})"
)
_STEUERNUMMER = re.compile(r"(?<![\w/])\d{2,3}\s?/\s?\d{3,4}\s?/\s?\d{4,5}(?![\w/])")


@remembered
def find(text: str, *, country: str | None = None) -> tuple[TaxId, ...]:
    """The numbers in a text that have the form of a tax number, the likeliest kind for each span.

    With `country`, kinds of other countries count only when their form is distinctive.
    """
    flat = plain(text)
    figures = sum(map(str.isdigit, flat))
    if not figures:
        return ()
    found: list[TaxId] = []
    taken = [(account.start, account.end) for account in ibans.find(flat) if account.valid]
    others = (*_other_numbers(flat, country), *_steuernummern(flat)) if figures >= FEWEST_FIGURES else ()
    for candidate in (*_vat_numbers(flat), *others):
        if not any(candidate.start < end and start < candidate.end for start, end in taken):
            taken.append((candidate.start, candidate.end))
            found.append(candidate)
    return tuple(sorted(found, key=lambda tax_id: tax_id.start))


def _vat_numbers(text: str) -> list[TaxId]:
    """Every VAT number; letters of a country that begin none may stand before one ("NL VAT NL123…")."""
    found: list[TaxId] = []
    match = _VAT.search(text)
    while match is not None:
        number = _vat(text, match)
        if number is not None:
            found.append(number)
        match = _VAT.search(text, number.end if number is not None else match.end("country"))
    return found


def _vat(text: str, match: re.Match[str]) -> TaxId | None:
    """The longest run of characters whose check digit holds, else one that looks meant."""
    country = match["country"][:2]
    module = get_cc_module({"EL": "gr", "XI": "gb"}.get(country, country.lower()), "vat")
    ends = [match.start() + at + 1 for at, character in enumerate(match[0]) if character.isalnum()]
    for end in reversed(ends[8:]):
        if (
            module is not None
            and module.is_valid(text[match.start() : end])
            and not text[end : end + 1].isalnum()
        ):
            return _tax_id("vat", country, True, True, text, (match.start(), end))
    meant = re.match(
        r"[A-Z]{2}U?[\s.\-]?(?:[0-9A-Z]{1,2}[\s.\-]?)?\d(?:[\s.\-]?\d){5,10}(?:B\d\d|[A-Z])?(?![A-Za-z0-9])",
        match[0],
    )
    word = re.match(r"[A-Z]{3}\s", match[0]) and country != "AT"  # as in "SKU 989999"
    if meant is None or word:
        return None
    return _tax_id("vat", country, False, True, text, (match.start(), match.start() + meant.end()))


def _other_numbers(text: str, country: str | None) -> list[TaxId]:
    found = []
    for kind in _KINDS:
        if kind.distinctive or country in (None, kind.country):
            for match in kind.pattern.finditer(text):
                if match[0].startswith("IBAN"):
                    continue
                valid = bool(kind.module.is_valid(_without_tax_word(match[0])))
                if valid or kind.distinctive or kind.name in ("ein", "nif"):
                    found.append(
                        _tax_id(kind.name, kind.country, valid, kind.distinctive, text, match.span())
                    )
    return sorted(found, key=lambda tax_id: (not tax_id.valid, not tax_id.distinctive))


def _without_tax_word(text: str) -> str:
    """A Swiss number without the word for the tax behind it."""
    return re.sub(r"\s?(?:MWST|TVA|IVA)$", "", text)


def _steuernummern(text: str) -> list[TaxId]:
    return [_tax_id("stnr", "DE", True, False, text, m.span()) for m in _STEUERNUMMER.finditer(text)]


def _tax_id(
    kind: str, country: str, valid: bool, distinctive: bool, text: str, span: tuple[int, int]
) -> TaxId:
    printed = text[span[0] : span[1]]
    compact = re.sub(r"[\s.\-]", "", printed)
    return TaxId(compact, kind, country, valid, distinctive, printed, *span)
