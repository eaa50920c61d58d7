"""What waits to be written, and the thread that writes it: in memory, so that no request waits for it.

A process that is killed loses what it took in since the last round, at most a second's worth; one that is
asked to end writes it first.
"""

from __future__ import annotations

import atexit
import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from django.db import DatabaseError, InterfaceError, OperationalError, connection

logger = logging.getLogger(__name__)

T = TypeVar("T")

ROUND_SECONDS = 1.0
FULL = 100  # then the round is over at once
AT_ONCE = 500  # in one transaction
MOST = 10_000  # while the database does not answer; then requests are answered and not noted
AGAIN_SECONDS = 5.0
LAST_ROUND_SECONDS = 5.0


class Buffer(Generic[T]):
    """Takes in from any thread. What it was given before `start` waits for it."""

    def __init__(self, write: Callable[[Sequence[T]], None], *, most: int = MOST) -> None:
        self._write = write
        self._most = most
        self._waiting: deque[T] = deque()
        self._lost = 0
        self._changed = threading.Condition()
        self._is_ending = False
        self._thread: threading.Thread | None = None

    def add(self, one: T) -> None:
        with self._changed:
            if len(self._waiting) >= self._most:
                self._lost += 1
                return
            self._waiting.append(one)
            if len(self._waiting) in (1, FULL):  # a round begins, or is over
                self._changed.notify()

    def start(self) -> None:
        """To be called in the process that answers requests: threads do not follow into a fork."""
        self._thread = threading.Thread(target=self._run, name="request log", daemon=True)
        self._thread.start()
        atexit.register(self.end)

    def end(self) -> None:
        """A last round, not awaited for ever."""
        with self._changed:
            self._is_ending = True
            self._changed.notify()
        if self._thread:
            self._thread.join(LAST_ROUND_SECONDS)

    def flush(self) -> bool:
        """Write what is there. False: the database did not take it, and it waits for the next round."""
        try:
            while some := self._taken():
                if not self._written(some):
                    return False
        finally:
            self._say_what_was_lost()
        return True

    def _run(self) -> None:
        while not self._is_ending:
            self._await_round()
            took_it = self.flush()
            connection.close()  # between rounds it is others'
            if not took_it:
                self._rest()

    def _await_round(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._is_ending)
            self._changed.wait_for(lambda: len(self._waiting) >= FULL or self._is_ending, ROUND_SECONDS)

    def _rest(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._is_ending, AGAIN_SECONDS)

    def _taken(self) -> list[T]:
        with self._changed:
            return [self._waiting.popleft() for _ in range(min(AT_ONCE, len(self._waiting)))]

    def _written(self, some: list[T]) -> bool:
        try:
            self._write(some)
        except (OperationalError, InterfaceError) as error:
            logger.warning("%d requests wait to be noted: %s", len(some), error)
            with self._changed:
                self._waiting.extendleft(reversed(some))
            return False
        except (DatabaseError, ValueError):  # these would fail the next time too, and hold up all others
            logger.exception("%d requests could not be noted.", len(some))
        return True

    def _say_what_was_lost(self) -> None:
        with self._changed:
            lost, self._lost = self._lost, 0
        if lost:
            logger.warning("%d requests were answered and not noted: too many waited.", lost)
