"""Waiting for a result takes a thread: there are always some left for others."""

import time
from contextlib import ExitStack

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from extraction import jobs, uploads
from extraction.models import Extraction
from tests import invoices
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def extraction():
    alice, now = person("alice", plan="pro").user, timezone.now()
    file = ContentFile(invoices.draw(invoices.acme()), name="invoice.pdf")
    return jobs.submit(user=alice, upload=uploads.store(file, today=now.date()), now=now)


def waited(extraction, seconds):
    before = time.monotonic()
    answer = jobs.wait(extraction, seconds=seconds)
    return answer.status, time.monotonic() - before


def test_who_waits_gets_what_there_is_when_the_time_is_up(extraction):
    status, seconds = waited(extraction, 0.5)
    assert status == Extraction.Status.QUEUED
    assert 0.5 <= seconds < 10.0


def test_who_comes_when_all_places_are_taken_does_not_wait(extraction, settings):
    with ExitStack() as places:
        for _ in range(settings.SYNC_WAITERS):
            places.enter_context(jobs._waiters)
        status, seconds = waited(extraction, 30)
        assert status == Extraction.Status.QUEUED
        assert seconds < 10.0
    assert waited(extraction, 0.3)[1] >= 0.3


def test_what_is_deleted_meanwhile_is_not_found(extraction):
    jobs.delete(extraction)
    with pytest.raises(Extraction.DoesNotExist):
        jobs.wait(extraction, seconds=1)
