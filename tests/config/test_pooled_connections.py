"""Connections to PostgreSQL that wait in the pool: one that the server has ended is not handed out."""

import psycopg
import pytest
from django.db import connection

from accounts.models import User
from tests.waiting import until

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.stack,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="is PostgreSQL's own"),
]

MORE_THAN_THE_POOL_HOLDS = 30


def server_process():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def end(process):
    """As an administrator does, or a restart."""
    settings = connection.get_connection_params() | {"cursor_factory": None}
    with psycopg.connect(**settings, autocommit=True) as other:  # a transaction goes on seeing who was there
        other.execute("SELECT pg_terminate_backend(%s)", [process])
        until(
            lambda: not other.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [process]).fetchone()
        )


def used_in_turn():
    for _ in range(MORE_THAN_THE_POOL_HOLDS):
        yield server_process()
        connection.close()


def test_those_that_waited_are_used_again():
    used = list(used_in_turn())
    assert len(set(used)) < len(used)


def test_one_that_was_ended_meanwhile_is_replaced_and_nobody_notices():
    before = server_process()
    connection.close()
    end(before)
    assert server_process() != before


def test_what_is_asked_again_and_again_is_planned_once():
    for _ in range(6):
        assert not User.objects.filter(email="nobody@example.com").exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        assert any("accounts_user" in statement for (statement,) in cursor.fetchall())
