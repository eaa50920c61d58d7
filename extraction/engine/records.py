"""Records: dataclasses of which a page has hundreds, frozen for whoever writes code and not while it runs.

A dataclass that guards its fields while it runs takes three times as long to make; here mypy guards them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

Kind = TypeVar("Kind")


@dataclass_transform(frozen_default=True)
def record(*, slots: bool = True) -> Callable[[type[Kind]], type[Kind]]:
    """With slots unless properties are kept; hashed by its fields unless it says otherwise itself."""

    def made(kind: type[Kind]) -> type[Kind]:
        return dataclass(slots=slots, unsafe_hash="__hash__" not in vars(kind))(kind)

    return made
