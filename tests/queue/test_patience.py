"""A retry that cannot be written down: its message is kept until it can, and an outage is no try of it."""

import dramatiq
import pytest
from django.db import OperationalError
from dramatiq import MessageProxy
from dramatiq.brokers.stub import StubBroker

from config.queue import middleware
from config.queue.middleware import PatientRetries


class OutOfReach(StubBroker):
    """Refuses the first few."""

    def __init__(self, refuses):
        super().__init__(middleware=[])
        self.refuses = refuses
        self.taken = []

    def enqueue(self, message, *, delay=None):
        if self.refuses:
            self.refuses -= 1
            raise OperationalError("database or disk is full")
        self.taken.append(message)
        return message


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    monkeypatch.setattr(middleware, "PAUSE_SECONDS", 0.0)


def failed(broker, error, *, retries=0):
    """What is sent again of a message whose work failed with this."""
    before = dramatiq.get_broker()
    try:
        actor = dramatiq.actor(lambda: None, actor_name="work", broker=broker)
    finally:
        dramatiq.set_broker(before)
    message = MessageProxy(actor.message())
    message.options["retries"] = retries
    broker.add_middleware(PatientRetries(max_retries=5))
    broker.emit_after("process_message", message, exception=error)
    return message


def test_it_waits_until_it_can_be_sent_again_and_counts_one_try():
    broker = OutOfReach(refuses=3)
    assert not failed(broker, ValueError()).failed
    assert [message.options["retries"] for message in broker.taken] == [1]


def test_what_was_tried_too_often_is_set_aside():
    broker = OutOfReach(refuses=0)
    assert failed(broker, ValueError(), retries=5).failed
    assert broker.taken == []


def test_an_outage_never_counts():
    broker = OutOfReach(refuses=1)
    assert not failed(broker, OperationalError(), retries=5).failed
    assert [message.options["retries"] for message in broker.taken] == [1]
