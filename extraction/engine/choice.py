"""A field's chosen value with what spoke for it: the one shape in which every stage hands on a field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from extraction.engine.document import Source
from extraction.engine.spans import Span

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
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
    first = ranked[0]
    others = _distinct(option for option in ranked[1:] if option.value != first.value)
    margin = first.score - others[0].score if others else first.score
    return replace(first, margin=margin, alternatives=tuple(others[:3]))


def _distinct(options: Iterable[Choice[Value]]) -> list[Choice[Value]]:
    kept: list[Choice[Value]] = []
    for option in options:
        if all(option.value != other.value for other in kept):
            kept.append(option)
    return kept
