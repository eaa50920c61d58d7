"""How long the queues are is told by the database's broker and by Redis."""

from datetime import timedelta

import pytest
from django.utils import timezone

from billing import tasks
from config.system import queues

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.stack]


def test_what_was_sent_waits_and_the_first_is_the_oldest():
    before = timezone.now()
    for pk in (1, 2):
        tasks.send_letter.send(pk)
    tasks.send_letter.send_with_options(args=(3,), delay=60_000)
    now = timezone.now()
    found = {queue.name: queue for queue in queues.standing(now=now)}
    billing = found["billing"]
    assert (billing.waiting, billing.at_work, billing.later, billing.dead) == (2, 0, 1, 0)
    assert before - timedelta(milliseconds=1) <= billing.oldest <= now
    assert found["interactive"] == queues.Queue(name="interactive")
