"""Records: dataclasses of which a page has hundreds, frozen for whoever writes code and not while it runs.

A dataclass that guards its fields while it runs takes three times as long to make; here mypy guards them.
What is reckoned of one when it is first asked for is a `cached_property` of this module.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, dataclass_transform

__all__ = ["cached_property", "record"]

Kind = TypeVar("Kind")


@dataclass_transform(frozen_default=True)
def record(*, slots: bool = True) -> Callable[[type[Kind]], type[Kind]]:
    """With slots unless properties are kept; hashed by its fields unless it says otherwise itself."""

    def made(kind: type[Kind]) -> type[Kind]:
        return dataclass(slots=slots, unsafe_hash="__hash__" not in vars(kind))(kind)

    return made


if TYPE_CHECKING or sys.version_info >= (3, 12):
    from functools import cached_property
else:

    class cached_property(functools.cached_property):  # noqa: N801 - the name that it stands in for
        """As in Python 3.12: without the lock, which takes longer than most of what is kept."""

        def __get__(self, instance, owner=None):
            if instance is None:
                return self
            kept = instance.__dict__[self.attrname] = self.func(instance)
            return kept
