"""Messages to workers: never lost for a row that was committed, never sent for one rolled back."""

from __future__ import annotations

from contextvars import copy_context
from typing import Any

import dramatiq
from django.db import transaction


def is_certain() -> bool:
    """Whether messages are committed together with rows, so that none is ever missing."""
    return bool(getattr(dramatiq.get_broker(), "joins_transaction", False))


def enqueue(actor_name: str, *ids: int | str) -> None:
    """Queue `actor_name(*ids)` with the caller's transaction, and in its name.

    The database broker writes the message in that same transaction. Any other broker is told after the
    commit; should the process die between the two, the sweeper sends what is missing.
    """
    actor, context = dramatiq.get_broker().get_actor(actor_name), copy_context()

    def send() -> None:  # with a name, by which Django tells in the log of one that failed
        context.run(actor.send, *ids)

    if is_certain():
        send()
    else:
        transaction.on_commit(send, robust=True)


def held(actor_name: str) -> list[tuple[Any, ...]] | None:
    """What every message to this actor names that the broker has, waiting or worked on.

    None: this broker does not tell, or not now.
    """
    broker = dramatiq.get_broker()
    ask = getattr(broker, "held", None)
    found = ask(broker.get_actor(actor_name).queue_name) if ask else None
    if found is None:
        return None
    return [tuple(message.args) for message in found if message.actor_name == actor_name]
