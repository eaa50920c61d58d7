"""Whoever waits for SQLite's one write lock looks for it every few milliseconds.

SQLite itself looks ever more rarely, up to a tenth of a second apart: while many write, whoever has waited
longest comes last, and some wait for ten seconds.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db.backends.sqlite3 import base

PAUSE_SECONDS = 0.002

T = TypeVar("T")


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: Any) -> Any:
        """Opening it may have to wait too, and does so in SQLite's own way.

        One that is opened while the disk is read-only stays so for ever: it is kept for one request.
        """
        if not os.access(conn_params["database"], os.W_OK):
            self.close_at = time.monotonic()
        connection = super().get_new_connection(conn_params)
        connection.execute("PRAGMA busy_timeout = 0")
        return connection

    def is_usable(self) -> bool:
        """Asked for after a fault, of which nobody knows whether it passes with the connection."""
        return False

    def create_cursor(self, name: str | None = None) -> Any:
        cursor = self.connection.cursor(factory=Patient)
        cursor.patience = self.settings_dict["OPTIONS"]["timeout"]
        return cursor


class Patient(base.SQLiteCursorWrapper):
    patience: float

    def execute(self, query: str, params: Any = None) -> Any:
        return _patiently(lambda: super(Patient, self).execute(query, params), self.patience)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        rows = list(param_list)
        return _patiently(lambda: super(Patient, self).executemany(query, rows), self.patience)


def _patiently(work: Callable[[], T], seconds: float) -> T:
    deadline = None
    while True:
        try:
            return work()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            deadline = deadline or time.monotonic() + seconds
            if time.monotonic() > deadline:
                raise
        time.sleep(PAUSE_SECONDS)
