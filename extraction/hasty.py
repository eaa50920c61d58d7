"""Transactions whose commit does not wait for the disk, for what may be forgotten when the power fails.

Who takes a document, or a message, is such a thing: forgotten, it waits to be taken again. Nothing else can
come of it. Commits reach the disk in their order, so whatever is committed afterwards and waits for the disk,
such as a result and what it counts, brings all before it along; and if that was forgotten, too, whoever took
the document finds its token gone and changes nothing. What is accepted, finished, counted or told is never
written like this. A killed process takes nothing back on SQLite, where the commit is the system's by then;
of PostgreSQL, killed itself, the last moments count as a power cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db import transaction as transactions


@contextmanager
def transaction() -> Iterator[None]:
    """Within another it is a part of that, and as durable."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with _without_waiting(), transactions.atomic():
            yield
    else:
        with transactions.atomic():
            _say("SET LOCAL synchronous_commit TO off")
            yield


@contextmanager
def _without_waiting() -> Iterator[None]:
    """SQLite knows it of a connection, and takes it outside of transactions only."""
    _say("PRAGMA synchronous = NORMAL")
    try:
        yield
    finally:
        _say("PRAGMA synchronous = FULL")


def _say(words: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(words)
