"""A dramatiq broker that keeps its messages in the Django database: no server to install, nothing to lose.

A message is written in the caller's transaction, so it exists exactly when the row that it speaks of does.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from dramatiq import Broker, Consumer, Message, Middleware
from dramatiq.common import q_name
from dramatiq.errors import QueueJoinTimeout, QueueNotFound

from accounts import statements
from config.queue.consumer import DatabaseConsumer
from config.queue.models import QueuedMessage
from config.queue.rest import bell
from extraction import bells

LEASE = timedelta(seconds=10)


class DatabaseBroker(Broker):
    joins_transaction = True

    def __init__(self, *, middleware: list[Middleware] | None = None, lease: timedelta = LEASE) -> None:
        super().__init__(middleware=middleware)
        self.queues: dict[str, None] = {}
        self._lease = lease

    def declare_queue(self, queue_name: str) -> None:
        if queue_name not in self.queues:
            self.emit_before("declare_queue", queue_name)
            self.queues[queue_name] = None
            self.emit_after("declare_queue", queue_name)

    def enqueue(self, message: Message[Any], *, delay: int | None = None) -> Message[Any]:
        queue = self._declared(q_name(message.queue_name))
        self.emit_before("enqueue", message, delay)
        row = QueuedMessage(
            queue=queue,
            message_id=message.message_id,
            body=message.encode(),
            priority=self._priority(message.actor_name),
            due_at=timezone.now() + timedelta(milliseconds=delay or 0),
        )
        statements.insert(row)
        transaction.on_commit(lambda: bells.ring(bell(queue)), robust=True)  # a partial has no name to log
        self.emit_after("enqueue", message, delay)
        return message

    def consume(self, queue_name: str, prefetch: int = 1, timeout: int = 5_000) -> Consumer:
        return DatabaseConsumer(
            queue=self._declared(queue_name),
            prefetch=prefetch,
            timeout=timedelta(milliseconds=timeout),
            lease=self._lease,
        )

    def flush(self, queue_name: str) -> None:
        QueuedMessage.objects.alive().filter(queue=self._declared(queue_name)).delete()

    def flush_all(self) -> None:
        for queue_name in self.queues:
            self.flush(queue_name)

    def join(self, queue_name: str, *, timeout: int | None = None) -> None:
        deadline = None if timeout is None else time.monotonic() + timeout / 1000
        unfinished = QueuedMessage.objects.alive().filter(queue=self._declared(queue_name))
        while unfinished.exists():
            if deadline is not None and time.monotonic() > deadline:
                raise QueueJoinTimeout(queue_name)
            time.sleep(0.02)

    def _declared(self, queue_name: str) -> str:
        if queue_name not in self.queues:
            raise QueueNotFound(queue_name)
        return queue_name

    def _priority(self, actor_name: str) -> int:
        actor = self.actors.get(actor_name)
        return actor.priority if actor else 0
