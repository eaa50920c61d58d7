"""Labels that no list holds, known by their form: "Chassis number", "Sendungsnummer", "N° d'adhérent".

A word for a number or a date heads the label: at its end in the languages that say where their compounds
end (`number_ending`), else at its beginning. What it numbers is not this document, or it would be known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from extraction.engine import vocabulary
from extraction.engine.vocabulary import Meaning

_HEADS = (("header.other_number", "number"), ("header.other_number", "code"), ("header.other_date", "date"))
_LEAST_STEM = 3  # letters before the ending of a compound


def meanings(words: Sequence[str]) -> tuple[Meaning, ...]:
    """What a label of these words is about, by language."""
    return tuple(
        meaning for meaning, first, last, endings in _heads() if _headed(words, first, last, endings)
    )


def _headed(
    words: Sequence[str], first: frozenset[str], last: frozenset[str], endings: tuple[str, ...]
) -> bool:
    if len(words) > 1 and (words[0] in first or words[-1] in last):
        return True
    return any(words[-1].endswith(end) and len(words[-1]) >= len(end) + _LEAST_STEM for end in endings)


@lru_cache(maxsize=1)
def _heads() -> tuple[tuple[Meaning, frozenset[str], frozenset[str], tuple[str, ...]], ...]:
    return tuple(_of_languages())


def _of_languages() -> Iterator[tuple[Meaning, frozenset[str], frozenset[str], tuple[str, ...]]]:
    known = vocabulary.load()
    for language in known.languages:
        for kind, noun in _HEADS:
            nouns = frozenset(map(vocabulary.key, known.phrases[f"words.{noun}", language]))
            endings = known.phrases.get((f"words.{noun}_ending", language), ())
            yield (
                Meaning(kind, language),
                frozenset() if endings else nouns,
                nouns if endings else frozenset(),
                endings,
            )
