"""How long each queue is, and how long its first message has waited, whichever broker keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import dramatiq
from django.db.models import Count, Min, Q
from dramatiq import Broker, Message

from config.queue.broker import DatabaseBroker
from config.queue.models import QueuedMessage

NAMES = ("interactive", "bulk", "delivery", "billing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """`waiting` may be taken now, `later` is planned, `dead` was set aside. `oldest` is None where
    none waits, or where the broker does not tell."""

    name: str
    waiting: int = 0
    at_work: int = 0
    later: int = 0
    dead: int = 0
    oldest: datetime | None = None


def standing(*, now: datetime) -> Sequence[Queue] | None:
    """None: this broker has no answer to that."""
    broker = dramatiq.get_broker()
    if isinstance(broker, DatabaseBroker):
        return _in_the_database(now)
    return _in_redis(broker) if _is_redis(broker) else None


def _in_the_database(now: datetime) -> list[Queue]:
    alive, free = Q(dead_at=None), Q(leased_until=None) | Q(leased_until__lt=now)
    due = Q(due_at__lte=now)
    rows = QueuedMessage.objects.values("queue").annotate(
        waiting=Count("pk", filter=alive & free & due),
        at_work=Count("pk", filter=alive & ~free),
        later=Count("pk", filter=alive & free & ~due),
        dead=Count("pk", filter=~alive),
        oldest=Min("due_at", filter=alive & free & due),
    )
    found = {row["queue"]: _as_counted(row) for row in rows.order_by()}
    names = [*NAMES, *sorted(found.keys() - set(NAMES))]
    return [found.get(name, Queue(name=name)) for name in names]


def _as_counted(row: Mapping[str, Any]) -> Queue:
    """What the columns are called in the query is what a queue calls them."""
    return Queue(name=row["queue"], **{name: row[name] for name in row if name != "queue"})


def _is_redis(broker: Broker) -> bool:
    """Or one made of it; it is not imported, for it needs a library that others do without."""
    return any(kind.__name__ == "RedisBroker" for kind in type(broker).__mro__)


def _in_redis(broker: Any) -> list[Queue]:
    """dramatiq's own keys, all asked for in two rounds."""
    keys = [f"{broker.namespace}:{name}" for name in NAMES]
    with broker.client.pipeline(transaction=False) as pipe:
        for key in keys:
            pipe.llen(key).llen(f"{key}.DQ").zcard(f"{key}.XQ").hlen(f"{key}.msgs").lindex(key, 0)
        answers = pipe.execute()
    counted = [answers[place : place + 5] for place in range(0, len(answers), 5)]
    with broker.client.pipeline(transaction=False) as pipe:
        for key, (*_, first) in zip(keys, counted, strict=True):
            pipe.hget(f"{key}.msgs", first or "")
        bodies = pipe.execute()
    return [
        Queue(
            name=name,
            waiting=waiting,
            at_work=max(0, held - waiting),
            later=later,
            dead=dead,
            oldest=_sent_at(body),
        )
        for name, (waiting, later, dead, held, _), body in zip(NAMES, counted, bodies, strict=True)
    ]


def _sent_at(body: bytes | None) -> datetime | None:
    if body is None:
        return None
    return datetime.fromtimestamp(Message.decode(body).message_timestamp / 1000, tz=UTC)
