"""The bulk queue: accounts take turns, an account's oldest document goes first, and nothing is forgotten."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from config.queue.models import QueuedMessage
from extraction import jobs, uploads, work
from extraction.models import Extraction
from tests import invoices
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)

ACME = invoices.draw(invoices.acme())
FIVE_MINUTES = timedelta(minutes=5)


@pytest.fixture
def bob():
    return person("bob", plan="pro").user


def submitted(user, number, *, is_bulk=True):
    now = timezone.now()
    return [
        jobs.submit(
            user=user,
            upload=uploads.store(ContentFile(ACME, name=f"{position}.pdf"), today=now.date()),
            now=now,
            takes_place=False,
            is_bulk=is_bulk,
        )
        for position in range(number)
    ]


def taken(number):
    return [work._claim_next() for _ in range(number)]


def sweep(after):
    return work.resend_stale(now=timezone.now() + after, queued_for=FIVE_MINUTES)


def test_three_files_do_not_wait_for_somebody_else_s_twelve(alice, bob):
    submitted(alice, 12)
    first = taken(4)
    submitted(bob, 3)
    order = [extraction.user for extraction in first + taken(6)]
    assert order[:4] == [alice] * 4
    assert order[4:].count(bob) == 3


def test_who_comes_again_and_again_does_not_hold_up_others(alice, bob):
    submitted(alice, 6)
    order = []
    for _ in range(4):
        submitted(bob, 2)
        order += [extraction.user for extraction in taken(2)]
    assert order.count(alice) == 4


def test_an_account_s_documents_are_taken_in_the_order_in_which_they_came(alice):
    submitted(alice, 5)
    assert [extraction.filename for extraction in taken(5)] == [f"{number}.pdf" for number in range(5)]


def test_a_message_that_finds_nothing_to_read_does_nothing(alice):
    submitted(alice, 1)
    for _ in range(3):
        work.run_next()
    assert [extraction.status for extraction in alice.extractions.all()] == ["completed"]
    assert alice.extractions.get().attempts == 1


def test_single_documents_are_not_for_the_bulk_queue(alice):
    submitted(alice, 1, is_bulk=False)
    assert taken(1) == [None]


def test_what_was_tried_too_often_does_not_stand_in_the_way(alice, settings):
    first, second = submitted(alice, 2)
    late = timezone.now() - timedelta(seconds=1)
    Extraction.objects.filter(pk=first.pk).update(
        status=Extraction.Status.PROCESSING, lease_until=late, attempts=settings.JOB_MAX_ATTEMPTS
    )
    assert [extraction and extraction.pk for extraction in taken(2)] == [second.pk, None]


def test_messages_go_to_the_queue_of_the_document(alice):
    submitted(alice, 2)
    submitted(alice, 1, is_bulk=False)
    queues = QueuedMessage.objects.order_by("pk").values_list("queue", flat=True)
    assert list(queues) == ["bulk", "bulk", "interactive"]


def test_what_was_forgotten_is_sent_again_to_the_same_queue(alice):
    submitted(alice, 2)
    QueuedMessage.objects.all().delete()
    assert sweep(2 * FIVE_MINUTES) == 2
    assert set(QueuedMessage.objects.values_list("queue", flat=True)) == {"bulk"}


def test_the_end_of_a_long_queue_is_not_taken_for_forgotten_while_the_queue_moves(alice):
    submitted(alice, 3)
    Extraction.objects.update(created_at=timezone.now() - 3 * FIVE_MINUTES)
    [moving] = taken(1)
    assert moving is not None
    assert sweep(timedelta(0)) == 0
    assert sweep(2 * FIVE_MINUTES) == 3


def test_a_dead_worker_s_document_is_sent_again_even_while_the_queue_moves(alice):
    submitted(alice, 2)
    [held] = taken(1)
    Extraction.objects.filter(pk=held.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert sweep(timedelta(0)) == 1
