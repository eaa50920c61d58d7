"""How long something takes by itself, on a machine that has other things to do."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
TRIES = 30


def quickest(work: Callable[[], T], *, enough: float) -> tuple[float, T]:
    """The fewest milliseconds, and what came of it: a try is interrupted, what is slow is slow each time.

    It is not tried again once it took no more than `enough`.
    """
    best: tuple[float, T] | None = None
    for _ in range(TRIES):
        before = time.perf_counter()
        done = work()
        taken = (time.perf_counter() - before) * 1000
        best = best if best and best[0] <= taken else (taken, done)
        if taken <= enough:
            break
    assert best is not None
    return best
