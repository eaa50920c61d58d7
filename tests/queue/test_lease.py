"""Who takes a message holds a lease on it: renewed while they live, run out when they do not."""

import time

import dramatiq
import pytest

from config.queue.models import QueuedMessage
from tests.queue.conftest import LEASE, QUEUE

pytestmark = [pytest.mark.django_db, pytest.mark.stack]

LONGER_THAN_THE_LEASE = LEASE.total_seconds() * 1.5


def test_a_message_whose_holder_is_gone_is_delivered_again(letter, consumer, other_consumer):
    letter.send(1)
    assert next(consumer).args == (1,)
    time.sleep(LONGER_THAN_THE_LEASE)
    assert next(other_consumer).args == (1,)


def test_a_holder_who_keeps_asking_keeps_the_message(letter, consumer, other_consumer):
    letter.send(1)
    held = next(consumer)
    until = time.monotonic() + LONGER_THAN_THE_LEASE * 2
    while time.monotonic() < until:
        assert next(consumer) is None
        assert next(other_consumer) is None
    consumer.ack(held)
    assert not QueuedMessage.objects.exists()


def test_a_late_finish_does_not_end_the_message_of_its_new_holder(letter, consumer, other_consumer):
    letter.send(1)
    late = next(consumer)
    time.sleep(LONGER_THAN_THE_LEASE)
    held = next(other_consumer)
    consumer.ack(late)
    consumer.nack(late)
    assert QueuedMessage.objects.alive().count() == 1
    other_consumer.ack(held)
    assert not QueuedMessage.objects.exists()


def test_a_message_deleted_while_it_is_held_troubles_nobody(broker, letter, consumer):
    letter.send(1)
    held = next(consumer)
    broker.flush(QUEUE)
    time.sleep(LONGER_THAN_THE_LEASE)
    assert next(consumer) is None
    consumer.ack(held)
    letter.send(2)
    assert next(consumer).args == (2,)


def test_a_redelivered_message_goes_before_those_sent_after_it(letter, consumer, other_consumer):
    letter.send(1)
    letter.send(2)
    assert next(consumer).args == (1,)
    time.sleep(LONGER_THAN_THE_LEASE)
    assert next(other_consumer).args == (1,)


def test_a_consumer_that_closes_gives_back_what_it_had_not_handed_out(broker, letter, consumer):
    greedy = broker.consume(QUEUE, prefetch=2, timeout=10)
    letter.send(1)
    letter.send(2)
    assert next(greedy).args == (1,)
    greedy.close()
    assert next(consumer).args == (2,)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_work_longer_than_the_lease_is_done_once(broker, two_workers):
    done = []

    def long_work(number):
        time.sleep(LONGER_THAN_THE_LEASE * 2)
        done.append(number)

    dramatiq.actor(long_work, queue_name=QUEUE, broker=broker).send(1)
    broker.join(QUEUE, timeout=20_000)
    assert done == [1]
