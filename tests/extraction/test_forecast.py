"""How long a batch will take is told from what was read lately, what waits before it, and who reads."""

from datetime import timedelta

import pytest
from django.utils import timezone

from extraction import forecast
from extraction.models import Batch, Extraction
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_readers(settings):
    settings.BULK_WORKERS = 2


@pytest.fixture
def charlie():
    return person("charlie", plan="pro").user


def batch_of(user, number, *, kind="pdf", ago=timedelta(0)):
    batch = Batch.objects.create(user=user, created_at=timezone.now() - ago)
    for position in range(number):
        document(user, kind=kind, batch=batch, created_at=batch.created_at, position=position)
    return batch


def document(user, *, kind="pdf", **fields):
    made = {"created_at": timezone.now(), "queue": Extraction.Queue.BULK, "size": 1, **fields}
    return Extraction.objects.create(user=user, file=f"uploads/x.{kind}", **made)


def read_lately(user, *, seconds, kind="pdf", number=10, queue=Extraction.Queue.BULK):
    for _ in range(number):
        document(
            user,
            kind=kind,
            queue=queue,
            status=Extraction.Status.COMPLETED,
            finished_at=timezone.now(),
            processing_time_ms=round(seconds * 1000),
            result="{}",
        )


def seconds(batch):
    return forecast.seconds_until_complete(batch)


def test_two_readers_take_half_as_long_as_one(alice, settings):
    read_lately(alice, seconds=3.9)
    batch = batch_of(alice, 10)
    assert seconds(batch) == 20
    settings.BULK_WORKERS = 1
    assert seconds(batch) == 40


def test_pictures_and_pdfs_take_what_each_took_lately(alice):
    read_lately(alice, seconds=0.1)
    read_lately(alice, seconds=7.9, kind="jpg")
    assert seconds(batch_of(alice, 10)) == 1
    assert seconds(batch_of(alice, 10, kind="jpg")) >= 40


def test_only_what_was_read_last_counts(alice):
    read_lately(alice, seconds=60, number=20)
    read_lately(alice, seconds=0.9, number=forecast.RECENT)
    assert seconds(batch_of(alice, 10)) == 5


def test_single_documents_tell_how_long_it_takes_only_as_long_as_no_batch_does(alice):
    read_lately(alice, seconds=1.9, queue=Extraction.Queue.INTERACTIVE)
    assert seconds(batch_of(alice, 10)) == 10
    Batch.objects.all().delete()
    read_lately(alice, seconds=3.9)
    read_lately(alice, seconds=1.9, queue=Extraction.Queue.INTERACTIVE)
    assert seconds(batch_of(alice, 10)) == 20


def test_without_any_history_there_is_a_figure_for_each_kind(alice):
    assert 1 <= seconds(batch_of(alice, 2)) < seconds(batch_of(alice, 2, kind="png"))


def test_a_kind_that_was_not_read_for_long_takes_what_it_should(alice):
    expected = seconds(batch_of(alice, 10, kind="png"))
    Batch.objects.all().delete()
    read_lately(alice, seconds=60, kind="png")
    read_lately(alice, seconds=0.9, number=forecast.LOOKED_THROUGH)
    assert seconds(batch_of(alice, 10, kind="png")) == expected


def test_an_earlier_batch_of_the_same_account_goes_first(alice):
    read_lately(alice, seconds=0.9)
    batch_of(alice, 10, ago=timedelta(minutes=1))
    assert seconds(batch_of(alice, 10)) == 10


def test_of_somebody_else_s_hundred_as_many_count_as_come_in_turn(alice, charlie):
    read_lately(alice, seconds=0.9)
    batch_of(charlie, 100, ago=timedelta(minutes=1))
    assert seconds(batch_of(alice, 10)) == 10


def test_a_batch_that_is_finished_takes_no_more_time(alice):
    assert seconds(batch_of(alice, 0)) == 0


def test_single_documents_are_not_before_it(alice):
    read_lately(alice, seconds=0.9)
    for _ in range(50):
        document(alice, queue=Extraction.Queue.INTERACTIVE)
    assert seconds(batch_of(alice, 10)) == 5
