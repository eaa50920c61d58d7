"""How long something takes: by the clock, or in processor time of this process, which others disturb less."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from statistics import median


def least(ways: Mapping[str, Callable[[], object]], *, rounds: int) -> dict[str, float]:
    """The fewest milliseconds of processor time that each way took, all of them in turn."""
    for way in ways.values():
        way()
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            before = time.process_time()
            way()
            taken[name].append((time.process_time() - before) * 1000)
    return {name: min(times) for name, times in taken.items()}


def milliseconds(way: Callable[[], object]) -> float:
    before = time.perf_counter()
    way()
    return (time.perf_counter() - before) * 1000


def typical(values: list[float], *, digits: int = 1) -> float:
    return round(median(values), digits)
