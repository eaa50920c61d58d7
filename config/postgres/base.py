"""A connection that waits in the pool is looked at before it is used; only one that has waited long is asked.

A server that went away, or hung up, is heard in the socket of everyone it talked to; one that is there has
nothing to say to who asks nothing. To ask it would cost a way there and back each time, and a request takes a
connection from the pool several times: it gives it back whenever it waits for something else.
"""

from __future__ import annotations

import select
import time
from typing import Any

from django.db.backends.postgresql import base
from psycopg import OperationalError

ASKED_AFTER_SECONDS = 5.0  # what lies between may have gone without a word


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: Any) -> Any:
        while self._is_lost(connection := super().get_new_connection(conn_params)):
            connection.close()
            self.pool.putconn(connection)  # where it is replaced
        return connection

    def _close(self) -> None:
        if self.connection is not None:
            self.connection.used_at = time.monotonic()
        super()._close()  # type: ignore[misc]  # the stubs leave it out

    def _is_lost(self, connection: Any) -> bool:
        if self.pool is None:  # for what is done to the server, and not in the database
            return False
        waited = time.monotonic() - getattr(connection, "used_at", float("-inf"))
        if waited > ASKED_AFTER_SECONDS:
            return not self._answers(connection)
        return _was_told_something(connection)

    def _answers(self, connection: Any) -> bool:
        try:
            self.pool.check_connection(connection)
        except OperationalError:
            return False
        return True


def _was_told_something(connection: Any) -> bool:
    watch = select.poll()
    watch.register(connection.fileno(), select.POLLIN)
    return bool(watch.poll(0))
