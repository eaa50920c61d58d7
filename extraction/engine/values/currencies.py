"""Currency symbols and codes, and which currency a document means by them."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from extraction.engine.values.folding import fold
from extraction.engine.values.remembering import remembered

_DATA: dict[str, dict[str, list[str]]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)
CODES = frozenset(_DATA)


def _meanings() -> dict[str, tuple[str, ...]]:
    meanings: dict[str, tuple[str, ...]] = {code: (code,) for code in _DATA}
    for code, entry in _DATA.items():
        for symbol in entry["symbols"]:
            meanings[symbol] = (*meanings.get(symbol, ()), code)
    return meanings


_MEANINGS = _meanings()
_LOOKALIKES = {"INR": frozenset({"¥", "￥"})}  # a scanner's slips, believed only where the country fits
_BY_COUNTRY = {country: code for code, entry in _DATA.items() for country in entry["countries"]}
_LONGEST_FIRST = sorted(_MEANINGS, key=len, reverse=True)
PATTERN = "(?:" + "|".join(map(re.escape, _LONGEST_FIRST)) + ")"
_BEFORE = re.compile(rf"(?P<sign>[-+(]?)\s?(?P<money>{PATTERN})(?=[\s\d.,+(-])\s?")
_BEHIND = re.compile(rf"(?<=[\d\s.,)-])\s?(?P<money>{PATTERN})(?P<close>\)?)$")
_LETTERS = re.compile(r"[^\W\d_]{4,}")
_PRINTED = re.compile(rf"(?<![^\W\d_])(?:{PATTERN})(?![^\W\d_])")


@dataclass(frozen=True, slots=True)
class Printed:
    """A currency symbol or code in a text; several `codes` when the symbol alone does not tell."""

    text: str
    codes: tuple[str, ...]
    start: int
    end: int


def codes_of(symbol: str) -> tuple[str, ...]:
    """The ISO 4217 codes that a symbol or code can mean."""
    return _MEANINGS.get(symbol) or _MEANINGS.get(symbol.upper(), ())


def of_country(country: str | None) -> str | None:
    """The usual currency of a country (ISO 3166, two letters)."""
    return _BY_COUNTRY.get(country.upper()) if country else None


def strip(text: str) -> tuple[str, str | None]:
    """A number's text without the currency before or behind it, and that currency as printed."""
    match = _BEFORE.match(text)
    if match:
        return match["sign"] + text[match.end() :], match["money"]
    match = _BEHIND.search(text)
    if match:
        return text[: match.start()].rstrip() + match["close"], match["money"]
    return text, None


@remembered
def find(text: str) -> tuple[Printed, ...]:
    """The currency symbols and codes in a text, left to right."""
    return tuple(
        Printed(match[0], _MEANINGS[match[0]], match.start(), match.end())
        for match in _PRINTED.finditer(text)
    )


@remembered
def spelled(text: str) -> tuple[Printed, ...]:
    """The names of currencies in a text, as amounts in words have them: "Rupees fifteen only"."""
    found = ((match, _named().get(fold(match[0]))) for match in _LETTERS.finditer(text))
    return tuple(Printed(match[0], codes, match.start(), match.end()) for match, codes in found if codes)


@lru_cache(maxsize=1)
def _named() -> dict[str, tuple[str, ...]]:
    """The names of currencies, folded, each with the codes that it can mean."""
    names: dict[str, tuple[str, ...]] = {}
    for code, entry in _DATA.items():
        for name in entry.get("words", ()):
            names[name] = (*names.get(name, ()), code)
    return names


def resolve(printed: Iterable[Printed], *, countries: Iterable[str] = ()) -> tuple[str | None, float]:
    """The document's currency and how sure that is.

    A code or a symbol of one currency speaks for itself; a shared symbol is settled by the
    countries met in the document (likeliest first), else by the currency most people mean by it.
    """
    seen = tuple(printed)
    certain = Counter(mark.codes[0] for mark in seen if len(mark.codes) == 1 and not is_letter(mark.text))
    if certain:
        code, count = certain.most_common(1)[0]
        return code, 0.98 if count == certain.total() else 0.8
    shared = Counter(mark.codes for mark in seen)
    if not shared:
        return None, 0.0
    codes = shared.most_common(1)[0][0]
    symbols = {mark.text for mark in seen}
    for country in countries:
        usual = of_country(country)
        if usual is not None and (usual in codes or _LOOKALIKES.get(usual, frozenset()) & symbols):
            return usual, 0.9
    return codes[0], 0.6


def is_letter(text: str) -> bool:
    """Whether a mark is a bare letter, such as the rand's R, which can be anything."""
    return len(text) == 1 and text.isalpha()
