"""A message reaches one worker, in its turn."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import dramatiq
import pytest
from django.db import connection
from dramatiq.errors import QueueNotFound

from config.queue.broker import LEASE
from config.queue.consumer import DatabaseConsumer
from config.queue.models import QueuedMessage
from tests.queue.conftest import QUEUE, nothing

pytestmark = [pytest.mark.django_db, pytest.mark.stack]


def everything(consumer):
    """The numbers of all letters that are there now, each finished before the next is asked for."""
    numbers = []
    while message := next(consumer):
        numbers.append(message.args[0])
        consumer.ack(message)
    return numbers


def test_a_finished_message_is_gone(letter, consumer):
    letter.send(1)
    consumer.ack(next(consumer))
    assert next(consumer) is None
    assert not QueuedMessage.objects.exists()


def test_messages_come_in_the_order_they_were_sent(letter, consumer):
    for number in range(5):
        letter.send(number)
    assert everything(consumer) == [0, 1, 2, 3, 4]


def test_an_actor_with_a_lower_priority_number_goes_first(broker, letter, consumer):
    urgent = dramatiq.actor(nothing, actor_name="urgent", queue_name=QUEUE, priority=-1, broker=broker)
    letter.send(1)
    urgent.send(2)
    assert everything(consumer) == [2, 1]


def test_a_delayed_message_waits_and_lets_others_pass(letter, consumer):
    letter.send_with_options(args=(1,), delay=400)
    letter.send(2)
    assert everything(consumer) == [2]
    time.sleep(0.4)
    assert everything(consumer) == [1]


def test_nobody_takes_more_messages_than_asked_for(letter, consumer):
    letter.send(1)
    letter.send(2)
    assert next(consumer).args == (1,)
    assert next(consumer) is None


def test_a_held_message_is_not_given_to_another(letter, consumer, other_consumer):
    letter.send(1)
    assert next(consumer) is not None
    assert next(other_consumer) is None


def test_a_message_given_back_goes_to_the_next_who_asks(letter, consumer, other_consumer):
    letter.send(1)
    consumer.requeue([next(consumer)])
    assert next(other_consumer).args == (1,)


def test_an_empty_queue_is_only_read(letter, consumer, django_assert_num_queries):
    with django_assert_num_queries(1) as queries:
        assert next(consumer) is None
    assert queries[0]["sql"].startswith("SELECT")


def test_a_queue_that_nobody_declared_is_refused(broker, letter):
    with pytest.raises(QueueNotFound):
        broker.consume("lettres")
    with pytest.raises(QueueNotFound):
        broker.enqueue(letter.message(1).copy(queue_name="lettres"))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_many_consumers_at_once_take_each_message_once(broker, letter):
    for number in range(100):
        letter.send(number)

    def take_all(_):
        try:
            return everything(
                DatabaseConsumer(queue=QUEUE, prefetch=2, timeout=timedelta(milliseconds=10), lease=LEASE)
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as threads:
        taken = [number for numbers in threads.map(take_all, range(5)) for number in numbers]
    assert sorted(taken) == list(range(100))
