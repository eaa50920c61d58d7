"""Labels that no list holds, known by their form: "Chassis number", "Sendungsnummer", "N° d'adhérent".

A word for a number or a date heads the label: at its end in the languages that say where their compounds
end (`number_ending`), else at its beginning. What it numbers is not this document, or it would be known;
but where compounds end in what they are, a "Gebührenrechnung" is an invoice like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from extraction.engine import vocabulary
from extraction.engine.vocabulary import Meaning

_HEADS = (("header.other_number", "number"), ("header.other_number", "code"), ("header.other_date", "date"))
_OWN = {"header.other_number": "header.invoice_number", "header.other_date": "header.date"}
_LEAST_STEM = 3  # letters before the ending of a compound
_LEAST_NOUN = 4  # letters of the noun that such a compound ends in


def meanings(words: Sequence[str]) -> tuple[Meaning, ...]:
    """What a label of these words is about, by language; a language that knows more of them is believed."""
    if not _may_head(words):
        return ()
    found = [
        (meaning, _of_document(words, meaning) if endings else None)
        for meaning, first, last, endings in _heads()
        if _headed(words, first, last, endings)
    ]
    own = tuple(better for _, better in found if better)
    return own or tuple(meaning for meaning, _ in found)


def _of_document(words: Sequence[str], meaning: Meaning) -> Meaning | None:
    """The document's own number or date, where it is that of a kind of invoice."""
    own = _OWN.get(meaning.kind) if len(words) > 1 else None
    kind_of_invoice = own and any(
        words[-2].endswith(noun) and len(words[-2]) >= len(noun) + _LEAST_STEM
        for noun in _nouns(meaning.language)
    )
    return Meaning(own, meaning.language) if own and kind_of_invoice else None


@lru_cache(maxsize=32)
def _nouns(language: str) -> tuple[str, ...]:
    """What invoices are called in a language, as the last part of a compound."""
    texts = vocabulary.load().phrases.get(("title.invoice", language), ())
    return tuple(key for key in map(vocabulary.key, texts) if len(key) >= _LEAST_NOUN)


def _may_head(words: Sequence[str]) -> bool:
    """Whether any language has a head for such a label; most labels have none."""
    first, last, endings = _all_heads()
    return words[-1].endswith(endings) or (len(words) > 1 and (words[0] in first or words[-1] in last))


@lru_cache(maxsize=1)
def _all_heads() -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
    heads = _heads()
    return (
        frozenset(noun for _, first, _, _ in heads for noun in first),
        frozenset(noun for _, _, last, _ in heads for noun in last),
        tuple({ending for *_, endings in heads for ending in endings}),
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
