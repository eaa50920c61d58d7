"""A broker of its own for each test, with a lease short enough to wait for."""

from __future__ import annotations

from datetime import timedelta

import dramatiq
import pytest
from dramatiq import Worker
from dramatiq.middleware import Retries

from config.queue.broker import DatabaseBroker
from config.queue.middleware import FreshConnections

QUEUE = "letters"
LEASE = timedelta(seconds=0.6)


def nothing(number):
    pass


@pytest.fixture
def broker():
    return DatabaseBroker(middleware=[Retries(max_retries=0), FreshConnections()], lease=LEASE)


@pytest.fixture
def letter(broker):
    """An actor to send messages to; what it does is of no interest."""
    return dramatiq.actor(nothing, actor_name="letter", queue_name=QUEUE, broker=broker)


@pytest.fixture
def consumer(broker, letter):
    return broker.consume(QUEUE, prefetch=1, timeout=10)


@pytest.fixture
def other_consumer(broker, letter):
    return broker.consume(QUEUE, prefetch=1, timeout=10)


@pytest.fixture
def two_workers(broker, letter):
    """Two of dramatiq's workers on this broker, as processes have them: one thread, one message at a time."""
    workers = [Worker(broker, worker_threads=1, worker_timeout=50) for _ in range(2)]
    for worker in workers:
        worker.queue_prefetch = 1
        worker.start()
    yield workers
    for worker in workers:
        worker.stop()
