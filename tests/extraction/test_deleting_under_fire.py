"""Batches that are deleted while workers finish what repeats them and events are sent: nobody fails."""

import pytest
from django.utils import timezone

from billing.usage import metering
from extraction import batches, jobs
from extraction.models import Batch, Extraction, WebhookAttempt
from extraction.webhooks import delivery, endpoints
from tests.at_once import at_once
from tests.extraction.reading import read, sent
from tests.people import person
from tests.web.papers import LARKFIELD
from tests.webhooks.receiver import free_port

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.stack, pytest.mark.slow]

FILE = b"%PDF-1.7\nthe same to the last byte"


@pytest.fixture
def alice():
    return person("alice", plan="business").user


def batch_of(user, *extractions):
    batch = Batch.objects.create(user=user, created_at=timezone.now())
    Extraction.objects.filter(pk__in=[one.pk for one in extractions]).update(batch=batch)
    return batch


def reserved(user):
    return metering.usage(user=user, now=timezone.now()).reserved


def test_a_batch_goes_while_what_repeats_its_documents_is_read(alice):
    for _ in range(12):
        first, waiting, *later = [sent(alice, FILE) for _ in range(8)]
        read(first, LARKFIELD)
        batch = batch_of(alice, first, waiting)
        at_once(
            lambda batch=batch: batches.delete(batch, now=timezone.now()),
            *(lambda one=one: read(one, LARKFIELD) for one in later),
        )
        assert reserved(alice) == 0
        for one in later:
            jobs.delete(Extraction.objects.get(pk=one.pk))


def test_documents_go_while_their_events_are_sent(alice, settings):
    settings.WEBHOOKS_MAY_CALL_PRIVATE = True
    url = f"http://127.0.0.1:{free_port()}/"
    endpoints.register(user=alice, url=url, events=endpoints.SUBSCRIBABLE, description="", now=timezone.now())
    for _ in range(12):
        several = [sent(alice, FILE) for _ in range(4)]
        for one in several:
            read(one, LARKFIELD)
        attempts = WebhookAttempt.objects.waiting().values_list("pk", flat=True)
        at_once(
            *(lambda pk=pk: delivery.run(pk=pk) for pk in attempts),
            *(lambda one=one: jobs.delete(Extraction.objects.get(pk=one.pk)) for one in several),
        )
        assert not WebhookAttempt.objects.exists()
