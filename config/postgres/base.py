"""A connection that waits in the pool is looked at before it is used, and not asked.

A server that went away, or hung up, is heard in the socket of everyone it talked to; one that is there has
nothing to say to who asks nothing. To ask it would cost a way there and back each time, and a request takes a
connection from the pool several times: it gives it back whenever it waits for something else.
"""

from __future__ import annotations

import select
from typing import Any

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: Any) -> Any:
        while _was_told_something(connection := super().get_new_connection(conn_params)):
            connection.close()
            self.pool.putconn(connection)  # where it is replaced
        return connection


def _was_told_something(connection: Any) -> bool:
    watch = select.poll()
    watch.register(connection.fileno(), select.POLLIN)
    return bool(watch.poll(0))
