"""Rows that are looked after in turn: one that fails is named in the log, and holds up none of the others."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import DatabaseError

logger = logging.getLogger(__name__)

Row = TypeVar("Row")


def each(rows: Iterable[Row], do: Callable[[Row], object]) -> None:
    for row in rows:
        try:
            do(row)
        except (DatabaseError, OSError):
            logger.exception("%s could not be looked after; the next round tries again.", row)
