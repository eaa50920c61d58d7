"""A message that nobody can work on is set aside with the reason; the next one is delivered."""

from datetime import timedelta

import dramatiq
import pytest
from django.db import transaction
from django.utils import timezone

from config.queue.envelope import MAX_DELIVERIES
from config.queue.models import QueuedMessage
from tests.queue.conftest import QUEUE

pytestmark = [pytest.mark.django_db, pytest.mark.stack]


def reasons():
    return list(QueuedMessage.objects.dead().values_list("reason", flat=True))


@pytest.fixture
def spoil(letter):
    """Changes what a message says after it was sent, and before anybody sees it."""

    @transaction.atomic
    def send(**changes):
        message = letter.send(0)
        row = QueuedMessage.objects.filter(message_id=message.message_id)
        row.update(**{"body": message.copy(**changes).encode()} if changes else {"body": b"\xff no json"})

    return send


def test_a_message_that_cannot_be_decoded_is_set_aside(letter, consumer, spoil):
    spoil()
    letter.send(1)
    assert next(consumer) is None
    assert next(consumer).args == (1,)
    assert len(reasons()) == 1
    assert reasons()[0].startswith("cannot be decoded")


@pytest.mark.parametrize("changes", [{"queue_name": "elsewhere"}, {"kwargs": [1]}, {"actor_name": 7}])
def test_a_message_that_would_end_its_worker_is_set_aside(letter, consumer, spoil, changes):
    spoil(**changes)
    letter.send(1)
    assert next(consumer) is None
    assert next(consumer).args == (1,)
    assert len(reasons()) == 1


def test_a_message_taken_too_often_and_never_finished_is_set_aside(letter, consumer):
    letter.send(0)
    QueuedMessage.objects.update(deliveries=MAX_DELIVERIES)
    letter.send(1)
    assert next(consumer) is None
    assert next(consumer).args == (1,)
    assert reasons() == [f"taken {MAX_DELIVERIES} times and never finished"]


def test_every_delivery_is_counted(letter, consumer):
    letter.send(1)
    for _ in range(3):
        consumer.requeue([next(consumer)])
    assert QueuedMessage.objects.get().deliveries == 3


@pytest.mark.django_db(transaction=True)
def test_a_message_for_an_unknown_actor_is_set_aside_and_the_worker_goes_on(broker, spoil, two_workers):
    done = []
    dramatiq.actor(done.append, actor_name="known", queue_name=QUEUE, broker=broker).send(1)
    spoil(actor_name="nobody")
    broker.actors["known"].send(2)
    broker.join(QUEUE, timeout=10_000)
    assert sorted(done) == [1, 2]
    assert len(reasons()) == 1
    assert "nobody" in reasons()[0]


@pytest.mark.django_db(transaction=True)
def test_a_message_that_keeps_failing_is_kept_with_the_last_error(broker, two_workers):
    def fail():
        raise LookupError("no such invoice")

    dramatiq.actor(fail, queue_name=QUEUE, broker=broker).send()
    broker.join(QUEUE, timeout=10_000)
    assert reasons() == ["LookupError: no such invoice"]


@pytest.mark.django_db(transaction=True)
def test_a_failing_message_is_tried_again_later(broker, two_workers):
    tries = []

    def fail_once():
        tries.append(timezone.now())
        if len(tries) == 1:
            raise LookupError

    dramatiq.actor(fail_once, queue_name=QUEUE, broker=broker, max_retries=1, min_backoff=200).send()
    broker.join(QUEUE, timeout=10_000)
    assert len(tries) == 2
    assert tries[1] - tries[0] >= timedelta(milliseconds=200)
    assert not QueuedMessage.objects.exists()


def test_old_dead_messages_are_forgotten_and_recent_ones_kept(letter):
    now = timezone.now()
    for days in (1, 8):
        letter.send(days)
        QueuedMessage.objects.alive().set_aside(reason=f"{days} days ago", now=now - timedelta(days=days))
    assert QueuedMessage.objects.purge(now=now, older_than=timedelta(days=7)) == 1
    assert reasons() == ["1 days ago"]
