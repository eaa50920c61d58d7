"""Who waits for SQLite's write lock gets it soon after it is free, and is told when it never is."""

import sqlite3
import threading
import time

import pytest
from django.db import OperationalError, connection, transaction

from accounts.models import User

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="is SQLite's own"),
]

SOON = 5  # seconds, where others keep the processors busy; who waited for nothing would wait for twenty


@pytest.fixture
def writer():
    """Another connection, which has the lock."""
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


def test_it_waits_and_goes_on_as_soon_as_the_lock_is_free(writer):
    freed = []

    def free():
        freed.append(time.monotonic())
        writer.execute("COMMIT")

    threading.Timer(0.5, free).start()
    with transaction.atomic():
        waited = time.monotonic() - freed[0]
        User.objects.create_user("late@example.com")
    assert waited < SOON
    assert User.objects.filter(email="late@example.com").exists()


def test_it_gives_up_in_the_end(writer, monkeypatch):
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.2)
    with pytest.raises(OperationalError, match="locked"):
        User.objects.create_user("never@example.com")


def test_reading_waits_for_nobody(writer):
    before = time.monotonic()
    User.objects.count()
    assert time.monotonic() - before < SOON
