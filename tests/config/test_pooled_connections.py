"""Connections to PostgreSQL that wait in the pool: one that the server has ended is not handed out."""

import psycopg
import pytest
from django.db import connection

from tests.waiting import until

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.stack,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="is PostgreSQL's own"),
]


def server_process():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def end(process):
    """As an administrator does, or a restart."""
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [process])
        until(
            lambda: not other.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [process]).fetchone()
        )


def test_one_that_waited_is_used_again():
    before = server_process()
    connection.close()
    assert server_process() == before


def test_one_that_was_ended_meanwhile_is_replaced_and_nobody_notices():
    before = server_process()
    connection.close()
    end(before)
    assert server_process() != before
