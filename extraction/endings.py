"""Who waits for a document is told when it is finished, by whichever process of this machine finishes it."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from extraction import bells

BELL = "finished"


@contextmanager
def of(pk: int) -> Iterator[threading.Event]:
    """Set whenever the document is said to be finished; its row says whether it is."""
    with _waiting().one(pk) as news:
        yield news


def tell(pk: int) -> None:
    bells.ring(BELL, str(pk))


class _Waiting:
    """The threads of this process that wait, by their document."""

    def __init__(self) -> None:
        self._changes = threading.Lock()
        self._news: defaultdict[int, list[threading.Event]] = defaultdict(list)
        self._listener = bells.Listener(BELL, self._heard)

    @contextmanager
    def one(self, pk: int) -> Iterator[threading.Event]:
        news = threading.Event()
        with self._changes:
            self._news[pk].append(news)
        try:
            yield news
        finally:
            self._forget(pk, news)

    def _forget(self, pk: int, news: threading.Event) -> None:
        with self._changes:
            self._news[pk].remove(news)
            if not self._news[pk]:
                del self._news[pk]

    def _heard(self, word: str) -> None:
        with self._changes:
            for news in self._news.get(int(word), ()):
                news.set()


@cache
def _waiting() -> _Waiting:
    """Made by the first who waits, in the process that answers: threads do not follow into a fork."""
    return _Waiting()
