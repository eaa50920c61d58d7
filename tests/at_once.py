"""Several who do something at the same moment, each in a thread and with a database connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connections

T = TypeVar("T")


def at_once(*actions: Callable[[], T]) -> list[T]:
    """What each of them comes to, in their order; raises what the first of them raises."""
    ready = Barrier(len(actions))

    def done(action: Callable[[], T]) -> T:
        ready.wait(timeout=10)
        try:
            return action()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(actions)) as threads:
        return list(threads.map(done, actions))
