"""The words of invoices by language: one TOML file each, found by what they mean.

A language is added by adding its file. Phrases are compared by `key`: letters and digits alone,
without case, accents or blanks, so "N° de facture" and "no de facture" are one and glued words are found.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from extraction.engine.values.folding import fold

_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "°": "o", "º": "o", "№": "no"}
)
LONGEST_PHRASE = 7  # words


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase stands for in a language, such as "totals.subtotal" in "de"."""

    kind: str
    language: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All languages together. `meanings` is by key, `phrases` by (kind, language)."""

    languages: tuple[str, ...]
    meanings: Mapping[str, tuple[Meaning, ...]]
    phrases: Mapping[tuple[str, str], tuple[str, ...]]

    def of(self, kind: str) -> frozenset[str]:
        """The keys of every phrase of a kind, in all languages."""
        return frozenset(
            key(text) for language in self.languages for text in self.phrases.get((kind, language), ())
        )


@lru_cache(maxsize=16384)
def key(text: str) -> str:
    """The letters and digits of a text (and #), folded."""
    return "".join(c for c in fold(text).translate(_LETTERS) if c.isalnum() or c == "#")


@lru_cache(maxsize=1)
def load() -> Vocabulary:
    """Every vocabulary file of this folder, read once."""
    phrases: dict[tuple[str, str], tuple[str, ...]] = {}
    meanings: defaultdict[str, list[Meaning]] = defaultdict(list)
    sources = sorted(path.name for path in files(__name__).iterdir() if path.name.endswith(".toml"))
    for name in sources:
        language = name.removesuffix(".toml")
        data = tomllib.loads((files(__name__) / name).read_text(encoding="utf-8"))
        for section, entries in data.items():
            for entry, texts in entries.items():
                meaning = Meaning(f"{section}.{entry}", language)
                phrases[meaning.kind, language] = tuple(texts)
                _enter(meanings, meaning, texts)
    languages = tuple(name.removesuffix(".toml") for name in sources)
    return Vocabulary(languages, {k: tuple(v) for k, v in meanings.items()}, phrases)


def _enter(meanings: Mapping[str, list[Meaning]], meaning: Meaning, texts: list[str]) -> None:
    for text in texts:
        known = meanings[key(text)]
        if meaning not in known:
            known.append(meaning)
