"""What was found in texts lately: several stages look for the same in each line, and pages repeat each other.

Short texts, of which many are remembered, cost little; what a document left that is far longer than others is
to be forgotten, since memory is not given back otherwise until as many other texts have come.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import _lru_cache_wrapper, lru_cache
from typing import Any, TypeVar

MOST = 2048

Found = TypeVar("Found")
_MEMORIES: list[_lru_cache_wrapper[Any]] = []


def remembered(function: Callable[..., Found]) -> _lru_cache_wrapper[Found]:
    """A function of texts alone that answers from memory what it was asked lately."""
    memory = lru_cache(maxsize=MOST)(function)
    _MEMORIES.append(memory)
    return memory


def forget() -> None:
    for memory in _MEMORIES:
        memory.cache_clear()
