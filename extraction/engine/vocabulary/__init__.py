"""The words of invoices by language: one TOML file each, found by what they mean.

A language is added by adding its file (and its months, `values/months.toml`). Phrases are compared by `key`:
letters and digits alone, without case, accents or blanks, so "N° de facture" and "no de facture" are one and
glued words are found.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from extraction.engine.values.folding import fold
from extraction.engine.vocabulary import compounds

_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "°": "o", "º": "o", "№": "no"}
)
LONGEST_PHRASE = 7  # words
_HOME, _WORDS = "home", "words"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase stands for in a language, such as "totals.subtotal" in "de"."""

    kind: str
    language: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All languages together. `meanings` is by key, `compounds` those of them that are made of
    `[words]`, inside of which `links` may stand; `phrases` are by (kind, language); `countries` are those
    where a language is spoken, the likeliest first.
    """

    languages: tuple[str, ...]
    meanings: Mapping[str, tuple[Meaning, ...]]
    compounds: frozenset[str]
    phrases: Mapping[tuple[str, str], tuple[str, ...]]
    links: frozenset[str]
    countries: Mapping[str, tuple[str, ...]]

    def of(self, kind: str) -> frozenset[str]:
        """The keys of every phrase of a kind, in all languages."""
        return frozenset(
            key(text) for language in self.languages for text in self.phrases.get((kind, language), ())
        )


@lru_cache(maxsize=16384)
def key(text: str) -> str:
    """The letters and digits of a text (and #), folded."""
    folded = fold(text)
    folded = folded if folded.isascii() else folded.translate(_LETTERS)
    return folded if folded.isalnum() else "".join(c for c in folded if c.isalnum() or c == "#")


@lru_cache(maxsize=1)
def load() -> Vocabulary:
    """Every vocabulary file of this folder, read once."""
    phrases: dict[tuple[str, str], tuple[str, ...]] = {}
    meanings: defaultdict[str, list[Meaning]] = defaultdict(list)
    made: set[str] = set()
    links: set[str] = set()
    countries: dict[str, tuple[str, ...]] = {}
    for language, data in _files():
        countries[language] = tuple(data.pop(_HOME)["countries"])
        for section, entries in data.items():
            for entry, texts in entries.items():
                meaning = Meaning(f"{section}.{entry}", language)
                phrases[meaning.kind, language] = tuple(texts)
                if section != _WORDS:
                    _enter(meanings, meaning, texts)
        links.update(key(part) for text in data[_WORDS]["link"] for part in text.split())
        for kind, text in compounds.phrases(data[_WORDS]):
            made.add(key(text))
            _enter(meanings, Meaning(kind, language), [text])
    known = {k: tuple(v) for k, v in meanings.items()}
    return Vocabulary(tuple(countries), known, frozenset(made), phrases, frozenset(links), countries)


def _files() -> Iterator[tuple[str, dict[str, dict[str, list[str]]]]]:
    for path in sorted(files(__name__).iterdir(), key=lambda path: path.name):
        if path.name.endswith(".toml"):
            yield path.name.removesuffix(".toml"), tomllib.loads(path.read_text(encoding="utf-8"))


def _enter(meanings: Mapping[str, list[Meaning]], meaning: Meaning, texts: list[str]) -> None:
    for text in texts:
        known = meanings[key(text)]
        if meaning not in known:
            known.append(meaning)
