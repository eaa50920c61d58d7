"""A printed address as the parts that EN 16931 asks for; above all its country, which is never assumed.

The country is named in the address; or its letters stand with a postcode of that country's form (D-20095), or
the party's VAT number has them and the postcode that form; or the form is one that no other country uses.
"""

from __future__ import annotations

import re

from extraction.engine.parties import address as printed
from extraction.exports.ubl.core import Address

_FOUR, _FIVE, _THREE_AND_TWO = r"\d{4}", r"\d{5}", r"\d{3} ?\d{2}"
_POSTCODES = {
    **dict.fromkeys(("AT", "BE", "BG", "CH", "CY", "DK", "HU", "LI", "LU", "LV", "NO", "SI"), _FOUR),
    **dict.fromkeys(("DE", "EE", "ES", "FI", "FR", "HR", "IT", "LT", "MC"), _FIVE),
    **dict.fromkeys(("CZ", "GR", "SE", "SK"), _THREE_AND_TWO),
    "IS": r"\d{3}",
    "NL": r"[1-9]\d{3} ?[A-Z]{2}",
    "PL": r"\d{2}-\d{3}",
    "PT": r"\d{4}-\d{3}",
    "RO": r"\d{6}",
}
_SIGNS = {
    "A": "AT", "B": "BE", "D": "DE", "F": "FR", "FIN": "FI", "I": "IT", "L": "LU", "N": "NO", "S": "SE",
}  # fmt: skip
_SIGNS_OF = {
    country: "|".join((country, *(sign for sign, other in _SIGNS.items() if other == country)))
    for country in _POSTCODES
}
_UNMISTAKABLE = ("NL", "PL", "PT")
_TOWN_FIRST = {
    "GB": re.compile(r"(?:(?P<town>\D+) )?(?P<code>[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})"),
    "IE": re.compile(r"(?:(?P<town>\D+(?: \d{1,2})?) )?(?P<code>[A-Z]\d[\dW] ?[AC-FHKNPRTV-Y\d]{4})"),
}
_AMERICAN = re.compile(r"(?P<region>[A-Z]{2}) (?P<code>\d{5}(?:-\d{4})?)")


def read(text: str, *, vat_country: str | None) -> Address | None:
    """None when the address does not tell its country. `vat_country` is that of the party's VAT number."""
    parts = tuple(part for part in (each.strip() for each in text.split(",")) if part)
    country = _country(parts, vat_country)
    if country is None:
        return None
    rest = parts[:-1] if _names(parts[-1], country) and len(parts) > 1 else parts
    return _split(rest, country)


def _country(parts: tuple[str, ...], vat_country: str | None) -> str | None:
    named = printed.country(parts[-1]) if parts else None
    if named is not None:
        return named
    signed = [country for country in _POSTCODES if _is_signed(parts, country)]
    if len(signed) == 1:
        return signed[0]
    if vat_country is not None and _has_postcode(parts, vat_country):
        return vat_country
    return _unmistakable(parts)


def _unmistakable(parts: tuple[str, ...]) -> str | None:
    found = [country for country in _UNMISTAKABLE if any(_town(part, country) for part in parts[1:])]
    found += [country for country in (*_TOWN_FIRST, "US") if _has_postcode(parts, country)]
    return found[0] if len(found) == 1 else None


def _is_signed(parts: tuple[str, ...], country: str) -> bool:
    """Whether the country's letters stand before a postcode of its form, or behind the town that has one."""
    if any((match := _town(part, country)) and match["sign"] for part in parts):
        return True
    return parts[-1:] == (country,) and _has_postcode(parts[:-1], country)


def _has_postcode(parts: tuple[str, ...], country: str) -> bool:
    if country in _TOWN_FIRST:
        return _TOWN_FIRST[country].fullmatch(parts[-1]) is not None
    if country == "US":
        return printed.country_within(", ".join(parts)) == country
    return any(_town(part, country) for part in parts[1:] or parts)


def _town(part: str, country: str) -> re.Match[str] | None:
    """A postcode of that country's form and the town behind it."""
    if country not in _POSTCODES:
        return None
    pattern = rf"(?P<code>(?:(?P<sign>{_SIGNS_OF[country]})[- ])?{_POSTCODES[country]}) (?P<town>[^\W\d].*)"
    return re.fullmatch(pattern, part)


def _names(part: str, country: str) -> bool:
    return part == country or printed.country(part) == country


def _split(parts: tuple[str, ...], country: str) -> Address:
    """Town and postcode by themselves where they stand last and together; else lines, as printed."""
    last = parts[-1]
    if match := _town(last, country):
        return Address(country, parts[:-1], match["town"], match["code"])
    if country in _TOWN_FIRST and (match := _TOWN_FIRST[country].fullmatch(last)):
        return Address(country, parts[:-1], match["town"], match["code"])
    if country == "US" and (match := _AMERICAN.fullmatch(last)) and len(parts) > 1:
        return Address(country, parts[:-2], parts[-2], match["code"], match["region"])
    return Address(country, parts)
