"""How many attempts of this process go to one host, or are one account's, at the same time.

A receiver that takes long for each of a thousand events holds its lane's few threads and not the others'.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import contextmanager


class Lanes:
    """Counts who is in. Every key that is given has to have room; `widths` are the limits, key by key."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside: Counter[Hashable] = Counter()

    @contextmanager
    def enter(self, **widths: tuple[Hashable, int]) -> Iterator[bool]:
        """Whether there was room in each of the named lanes; if so, it is taken until the block ends."""
        keys = {(name, key): width for name, (key, width) in widths.items()}
        entered = self._take(keys)
        try:
            yield entered
        finally:
            if entered:
                self._leave(keys)

    def _take(self, keys: dict[tuple[str, Hashable], int]) -> bool:
        with self._lock:
            if any(self._inside[key] >= width for key, width in keys.items()):
                return False
            self._inside.update(keys.keys())
            return True

    def _leave(self, keys: dict[tuple[str, Hashable], int]) -> None:
        with self._lock:
            self._inside.subtract(keys.keys())
            self._inside += Counter()  # without those that nobody is in any more
