"""Statements that are written out, for what every document asks: Django takes ten times as long to put the
words together as the database to answer. Both databases understand them alike."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection


def answer(statement: str, *values: Any) -> tuple[Any, ...] | None:
    """The first row that comes back; None where none does, so where a conditional change changed nothing."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [_adapted(value) for value in values])
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found


def _adapted(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
