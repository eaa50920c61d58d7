"""How a consumer waits that found nothing: until it is time to look again, or there is a reason to."""

from __future__ import annotations

import threading

from config.queue.pace import Pace
from extraction import bells


class Rest:
    """Ends early when a message is queued on this machine, or one is finished and makes room."""

    def __init__(self, queue: str) -> None:
        self._pace = Pace()
        self._disturbed = threading.Event()
        self._listener = bells.Listener(bell(queue), lambda _word: self._disturbed.set())

    def found_work(self) -> None:
        self._pace.found_work()

    def disturb(self) -> None:
        self._pace.found_work()
        self._disturbed.set()

    def wait(self, *, at_most: float, is_full: bool) -> None:
        """Who is full waits for room, and need not look for more."""
        self._disturbed.wait(at_most if is_full else min(at_most, self._pace.pause()))
        self._disturbed.clear()

    def close(self) -> None:
        self._listener.close()


def bell(queue: str) -> str:
    return f"queue-{queue}"
