"""A field's chosen value with what spoke for it: the one shape in which every stage hands on a field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Generic, TypeVar

from extraction.engine.document import Source
from extraction.engine.records import record
from extraction.engine.spans import Span
from extraction.engine.values.folding import fold
from extraction.engine.values.remembering import remembered

Value = TypeVar("Value")


@record()
class Choice(Generic[Value]):
    """`score` is how plainly the page says it (0 to 1), `margin` how far the next value is behind."""

    value: Value
    spans: tuple[Span, ...]
    score: float
    margin: float = 1.0
    label: str | None = None
    source: Source | None = None
    alternatives: tuple[Choice[Value], ...] = ()

    @property
    def read_from(self) -> Source:
        return self.source or self.spans[0].source


def best(options: Iterable[Choice[Value]], *, least: float = 0.0) -> Choice[Value] | None:
    """The option with the highest score, first of equals, if it reaches `least`; the rest as alternatives."""
    ranked = sorted(options, key=lambda option: -option.score)
    if not ranked or ranked[0].score < least:
        return None
    first, *others = _distinct(ranked)
    margin = first.score - others[0].score if others else first.score
    return replace(first, margin=margin, alternatives=tuple(others[:3]))


def _distinct(options: Iterable[Choice[Value]]) -> list[Choice[Value]]:
    """The options without those that say what a better one says: the same value, or more or fewer of the
    same words.
    """
    kept: list[Choice[Value]] = []
    for option in options:
        if not any(_is_same(option.value, other.value) or _overlap(option, other) for other in kept):
            kept.append(option)
    return kept


def _is_same(one: object, other: object) -> bool:
    return one == other or (
        isinstance(one, str) and isinstance(other, str) and _letters(one) == _letters(other)
    )


@remembered
def _letters(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum())


def _overlap(one: Choice[Value], other: Choice[Value]) -> bool:
    return any(a.overlaps(b) for a in one.spans for b in other.spans)
