"""A batch of files that cannot be read is taken as quickly as any other, and each of them is announced."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from extraction import batches
from extraction.arrivals import Arrival
from extraction.models import WebhookAttempt, WebhookEvent
from extraction.uploads import FileTooLarge
from extraction.webhooks import delivery
from tests.webhooks.happenings import Clock, due

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 60


def refused(number):
    file = Arrival(path=Path("none"), filename="x.pdf", size=1, sha256="", kind="", error=FileTooLarge())
    return [file] * number


def test_they_do_not_take_queries_for_each(alice, endpoint):
    with CaptureQueriesContext(connection) as queries:
        batches.submit(user=alice.user, files=refused(MANY), now=timezone.now())
    assert WebhookAttempt.objects.count() == MANY + 1  # and the batch
    assert len(queries) < MANY


def test_each_is_announced_with_its_reason_and_then_the_batch(alice, endpoint, receiver):
    batch = batches.submit(user=alice.user, files=refused(3), now=timezone.now())
    assert batch.finished_at is not None
    delivery.run(pk=due().pk, clock=Clock())  # one message is enough for all that goes to one host
    *files, whole = [received.document for received in receiver.received]
    assert [file["type"] for file in files] == ["extraction.failed"] * 3
    assert {file["data"]["error"]["code"] for file in files} == {"file_too_large"}
    assert {file["data"]["id"] for file in files} == set(
        batch.extractions.values_list("public_id", flat=True)
    )
    assert (whole["type"], whole["data"]["failed"]) == ("batch.completed", 3)
    assert WebhookEvent.objects.count() == 4
