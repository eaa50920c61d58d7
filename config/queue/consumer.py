"""Takes messages of one queue from the table, under a lease that is renewed while they are worked on.

dramatiq iterates over it in a thread of its own; `ack` and `nack` come from the threads that do the work.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import cast

from django.db import Error, close_old_connections
from django.db.models import F
from django.utils import timezone
from dramatiq import Consumer, MessageProxy
from dramatiq.errors import BrokerConnectionError

from config.queue.envelope import HeldMessage, Undeliverable, unpack
from config.queue.models import QueuedMessage, QueuedMessageQuerySet
from config.queue.rest import Rest
from extraction import hasty

# Dead messages are kept this long, as the other brokers do.
DEAD_MESSAGES_ARE_KEPT = timedelta(days=7)

logger = logging.getLogger(__name__)


class DatabaseConsumer(Consumer):
    def __init__(self, *, queue: str, prefetch: int, timeout: timedelta, lease: timedelta) -> None:
        self._queue = queue
        self._prefetch = prefetch
        self._timeout = timeout.total_seconds()
        self._lease = lease
        self._holder = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(6)}"
        self._held: set[int] = set()
        self._claimed: deque[HeldMessage] = deque()
        self._renew_at = 0.0
        self._rest = Rest(queue)

    def __next__(self) -> MessageProxy | None:
        with _failures_as_lost_connection():
            self._renew_leases()
            self._refill()
        if self._claimed:
            return self._claimed.popleft()
        full = len(self._held) >= self._prefetch
        pause = min(self._timeout, self._lease.total_seconds() / 4)  # leases are renewed in between
        self._rest.wait(at_most=pause, is_full=full)
        return None

    def ack(self, message: MessageProxy) -> None:
        held = cast("HeldMessage", message)
        with _failures_as_lost_connection(), hasty.transaction():
            gone, _ = _lease_of(held).delete()
        if not gone:
            logger.warning("Message %s was finished after its lease had ended.", held.message_id)
        self._let_go(held.row)

    def nack(self, message: MessageProxy) -> None:
        held, now = cast("HeldMessage", message), timezone.now()
        with _failures_as_lost_connection():
            _lease_of(held).update(body=held.encode())
            _lease_of(held).set_aside(reason=held.failure(), now=now)
            QueuedMessage.objects.purge(now=now, older_than=DEAD_MESSAGES_ARE_KEPT)
        self._let_go(held.row)

    def requeue(self, messages: Iterable[MessageProxy]) -> None:
        for message in messages:
            held = cast("HeldMessage", message)
            with _failures_as_lost_connection():
                _lease_of(held).give_back()
            self._let_go(held.row)

    def close(self) -> None:
        """Give back what was taken and not yet handed out. What is being worked on keeps its lease."""
        self._rest.close()
        self.requeue(self._claimed)
        self._claimed.clear()

    def _renew_leases(self) -> None:
        if not self._held or time.monotonic() < self._renew_at:
            return
        mine = QueuedMessage.objects.filter(pk__in=list(self._held), holder=self._holder)
        mine.lease(until=timezone.now() + self._lease)
        self._renew_later()

    def _renew_later(self) -> None:
        self._renew_at = time.monotonic() + self._lease.total_seconds() / 3

    def _refill(self) -> None:
        room = self._prefetch - len(self._held)
        if self._claimed or room <= 0:
            return
        for row in self._claim(room):
            self._take(row)

    def _claim(self, room: int) -> list[QueuedMessage]:
        if not self._waiting().exists():  # only a read: who finds nothing does not take SQLite's write lock
            return []
        with hasty.transaction():  # may itself have to wait, so the clock is read inside
            rows = list(self._waiting().select_for_update(skip_locked=True)[:room])
            QueuedMessage.objects.filter(pk__in=[row.pk for row in rows]).update(
                holder=self._holder,
                leased_until=timezone.now() + self._lease,
                deliveries=F("deliveries") + 1,
            )
        return rows

    def _waiting(self) -> QueuedMessageQuerySet:
        return QueuedMessage.objects.waiting(queue=self._queue, now=timezone.now())

    def _take(self, row: QueuedMessage) -> None:
        self._rest.found_work()
        try:
            message = unpack(row, holder=self._holder)
        except Undeliverable as reason:
            logger.error("Message %s of queue %s is set aside: %s.", row.message_id, row.queue, reason)
            QueuedMessage.objects.filter(pk=row.pk).set_aside(reason=str(reason), now=timezone.now())
            return
        if not self._held:
            self._renew_later()
        self._held.add(row.pk)
        self._claimed.append(message)

    def _let_go(self, row: int) -> None:
        self._held.discard(row)
        self._rest.disturb()


def _lease_of(message: HeldMessage) -> QueuedMessageQuerySet:
    """The row, as long as it is still ours: it may have been deleted, or have gone to another worker."""
    return QueuedMessage.objects.filter(pk=message.row, holder=message.holder)


@contextmanager
def _failures_as_lost_connection() -> Iterator[None]:
    """dramatiq waits and tries again after a lost connection; any other exception it takes for a bug."""
    try:
        yield
    except Error as error:
        close_old_connections()
        raise BrokerConnectionError(str(error)) from error
