"""In which language a document is written: by its labels, and by its small words."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from extraction.engine import phrases, vocabulary
from extraction.engine.labels import Labels
from extraction.engine.layout import Layout

FALLBACK = "en"
LABEL_WEIGHT = 3.0


def detect(layout: Layout, labels: Labels) -> str:
    """The ISO 639-1 code with the most words in the document; English when nothing can be told."""
    votes: defaultdict[str, float] = defaultdict(float)
    for label in labels:
        languages = {meaning.language for meaning in label.meanings}
        for language in languages:
            votes[language] += LABEL_WEIGHT * _distinction(len(languages))
    known = _stop_words()
    for token in (token for segment in layout.segments for token in phrases.tokens(segment.text)):
        for language in known.get(token, ()):
            votes[language] += _distinction(len(known[token]))
    if not votes:
        return FALLBACK
    return min(votes, key=lambda language: (-round(votes[language], 6), language != FALLBACK, language))


def _distinction(languages: int) -> float:
    """What a word tells that so many languages share."""
    return 1.0 / languages**2


@lru_cache(maxsize=1)
def _stop_words() -> dict[str, set[str]]:
    words: dict[str, set[str]] = {}
    known = vocabulary.load()
    for language in known.languages:
        for text in known.phrases.get(("text.stop_words", language), ()):
            words.setdefault(vocabulary.key(text), set()).add(language)
    return words
