"""From a row to the message in it, or the reason why nobody can work on it."""

from __future__ import annotations

from dramatiq import Message, MessageProxy
from dramatiq.errors import DecodeError

from config.queue.models import QueuedMessage

# A message that was taken so often and never finished has probably ended each of its workers.
MAX_DELIVERIES = 10


class Undeliverable(Exception):
    """No worker can do anything with this message. Its text says why."""


class HeldMessage(MessageProxy):
    """A message together with the lease on its row."""

    def __init__(self, message: Message[object], *, row: int, holder: str) -> None:
        super().__init__(message)
        self.row = row
        self.holder = holder

    def failure(self) -> str:
        """The last line of what went wrong."""
        trace = str(self.options.get("traceback", "")).strip()
        return trace.rpartition("\n")[2] or repr(self._exception)


def unpack(row: QueuedMessage, *, holder: str) -> HeldMessage:
    if row.deliveries >= MAX_DELIVERIES:
        raise Undeliverable(f"taken {row.deliveries} times and never finished")
    try:
        message = Message.decode(bytes(row.body))
    except DecodeError as error:
        raise Undeliverable(f"cannot be decoded: {error.error!r}") from error
    if not _is_sound(message, row):
        raise Undeliverable("the parts of the message have the wrong types, or it names another queue")
    return HeldMessage(message, row=row.pk, holder=holder)


def _is_sound(message: Message[object], row: QueuedMessage) -> bool:
    """dramatiq trusts what it decodes: a wrong queue or type here would end its thread, not the message."""
    return (
        message.queue_name == row.queue
        and isinstance(message.actor_name, str)
        and isinstance(message.kwargs, dict)
        and isinstance(message.options, dict)
    )
