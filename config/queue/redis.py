"""dramatiq's broker for Redis, with consumers that are rung for what is queued on their machine.

By itself its consumer sleeps ever longer, up to a second, also while its worker is busy: a worker that takes
one message at a time would then stand idle after each.
"""

from __future__ import annotations

from typing import Any, cast

import redis
from dramatiq import Message, MessageProxy
from dramatiq.brokers.redis import RedisBroker, _RedisConsumer
from dramatiq.common import dq_name
from dramatiq.errors import ConnectionClosed

from config.queue.rest import Rest, bell
from extraction import bells

MOST_LOOKED_AT = 10_000  # messages of a queue, some two megabytes


class RungBroker(RedisBroker):
    def enqueue(self, message: Message[Any], *, delay: int | None = None) -> Message[Any]:
        queued = super().enqueue(message, delay=delay)
        bells.ring(bell(queued.queue_name))
        return queued

    def consume(self, queue_name: str, prefetch: int = 1, timeout: int = 5000) -> _RedisConsumer:
        return _Consumer(self, queue_name, prefetch, timeout)

    def held(self, queue_name: str) -> list[Message[Any]] | None:
        """Every message that is not done yet: waiting, worked on or for later.

        None: it cannot be asked now, or has too many to look at.
        """
        keys = [f"{self.namespace}:{name}.msgs" for name in (queue_name, dq_name(queue_name))]
        try:
            if sum(self.client.hlen(key) for key in keys) > MOST_LOOKED_AT:
                return None
            bodies = [body for key in keys for body in self.client.hvals(key)]
        except redis.RedisError:
            return None
        return [Message.decode(cast("bytes", body)) for body in bodies]


class _Consumer(_RedisConsumer):
    def __init__(self, broker: RungBroker, queue_name: str, prefetch: int, timeout: int) -> None:
        super().__init__(broker, queue_name, prefetch, timeout)  # type: ignore[no-untyped-call]  # dramatiq has no types
        self._rest = Rest(queue_name)

    def __next__(self) -> MessageProxy | None:
        room = self.prefetch - self.outstanding_message_count
        if not self.message_cache and room > 0:
            self.message_cache = self._fetched(room)
        if self.message_cache:
            self._rest.found_work()
            message: MessageProxy | None = super().__next__()  # type: ignore[no-untyped-call]  # dramatiq has no types
            return message
        self._rest.wait(at_most=self.timeout / 1000, is_full=room <= 0)
        return None

    def ack(self, message: MessageProxy) -> None:
        super().ack(message)  # type: ignore[no-untyped-call]  # dramatiq has no types
        self._rest.disturb()

    def nack(self, message: MessageProxy) -> None:
        super().nack(message)  # type: ignore[no-untyped-call]  # dramatiq has no types
        self._rest.disturb()

    def close(self) -> None:
        self._rest.close()
        super().close()

    def _fetched(self, room: int) -> list[Any]:
        try:
            found: list[Any] = self.broker.do_fetch(self.queue_name, room)
        except redis.ConnectionError as error:
            raise ConnectionClosed(error) from None
        return found
