"""Short transactions of several threads made one, where the database has one writer at a time.

SQLite waits for the disk at every commit, with its only write lock held. So the threads of a process queue
here: the first of them does what up to `MOST` came for, each in a savepoint of its own, and commits once.
Nobody is told of success before that commit. PostgreSQL does the like by itself, and is left to it.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextvars import copy_context
from typing import Any, Generic, TypeVar, cast

from django.db import connection, transaction

MOST = 16  # in a commit: workers want the lock, too

T = TypeVar("T")


class Undone(Exception):
    """The transaction could not be carried on: a disk is full, or a file gone."""


def atomically(work: Callable[[], T]) -> T:
    """What `work` returns, once it is committed; what it raises undoes what it did and nobody else's.

    It may be called in another thread, on another connection, and must do nothing slow.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with transaction.atomic():
            return work()
    errand = _Errand(work)
    if not _QUEUE.joined(errand):
        errand.woken.wait()
    if not errand.is_over:
        _lead()
    return errand.outcome()


class _Errand(Generic[T]):
    """What one thread wants done, for the request that it is working on."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._context = copy_context()
        self._result: T | None = None
        self.error: BaseException | None = None
        self.is_over = False
        self.woken = threading.Event()

    def carry_out(self) -> None:
        try:
            with transaction.atomic():
                self._result = self._context.run(self._work)
        except Exception as error:  # noqa: BLE001 - raised where it was asked for
            self.error = error

    def outcome(self) -> T:
        if self.error is not None:
            raise self.error
        return cast("T", self._result)


class _Queue:
    """Who waits, and whether somebody is at work for them."""

    def __init__(self) -> None:
        self._changes = threading.Lock()
        self._waiting: deque[_Errand[Any]] = deque()
        self._is_led = False

    def joined(self, errand: _Errand[Any]) -> bool:
        """Whether it is for whoever comes to lead, because nobody does."""
        with self._changes:
            self._waiting.append(errand)
            was_led, self._is_led = self._is_led, True
            return not was_led

    def taken(self) -> list[_Errand[Any]]:
        with self._changes:
            return [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]

    def hand_over(self, group: Sequence[_Errand[Any]]) -> None:
        """Tell those of the group that it is over, and the next in the queue that it leads now."""
        with self._changes:
            following = self._waiting[0] if self._waiting else None
            self._is_led = following is not None
        for errand in group:
            errand.is_over = True
            errand.woken.set()
        if following is not None:
            following.woken.set()


_QUEUE = _Queue()


def _lead() -> None:
    """For the whole group, the caller's own errand being the first of it."""
    group = _QUEUE.taken()
    try:
        _commit(group)
    except BaseException as error:
        for errand in group:
            errand.error = errand.error or error
        if not isinstance(error, Exception):
            raise
    finally:
        _QUEUE.hand_over(group)


def _commit(group: Sequence[_Errand[Any]]) -> None:
    with transaction.atomic():
        for errand in group:
            errand.carry_out()
        if transaction.get_rollback():  # not even a savepoint could be gone back to
            raise next((errand.error for errand in group if errand.error), Undone()) from None
