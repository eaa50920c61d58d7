"""Choices that depend on the seed and their own name alone, so that a new one moves no other."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
ROWS = "rows"


class Pick:
    """`of` remembers what it chose: `choices` says how a document is laid out.

    Of one seed there are many issues, laid out alike: what is on their rows differs.
    """

    def __init__(self, seed: int, *, issue: int = 0) -> None:
        self.seed, self.issue = seed, issue
        self.choices: dict[str, str] = {}

    def rng(self, name: str) -> random.Random:
        issue = f" {self.issue}" if self.issue and name == ROWS else ""
        return random.Random(f"{self.seed} {name}{issue}")

    def of(self, name: str, options: Sequence[str]) -> str:
        self.choices[name] = self.rng(name).choice(options)
        return self.choices[name]

    def one(self, name: str, options: Sequence[T]) -> T:
        return self.rng(name).choice(options)

    def chance(self, name: str, probability: float) -> bool:
        happens = self.rng(name).random() < probability
        self.choices[name] = "yes" if happens else "no"
        return happens
