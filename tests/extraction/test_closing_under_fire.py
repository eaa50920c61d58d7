"""Accounts that are closed while workers read their documents, and by several workers at the same time."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts import keys
from accounts.models import User
from billing.models import UsagePeriod
from billing.usage import metering
from extraction import closing, work
from extraction.engine import render
from extraction.engine.sandbox.reader import Answer
from extraction.models import Batch, Extraction, WebhookDelivery, WebhookEndpoint
from extraction.webhooks import endpoints
from tests.at_once import at_once
from tests.extraction.reading import sent
from tests.people import PASSWORD, person
from tests.web.papers import LARKFIELD

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.stack, pytest.mark.slow]

FILE = b"%PDF-1.7\nthe same to the last byte"
RESULT = render.to_json(render.document(LARKFIELD, evidence=True))


def read(extraction):
    """As a worker that may find it gone."""
    claimed = work._claim(extraction.pk)
    if claimed is not None:
        work._complete(claimed, Answer(RESULT, words="[]"), milliseconds=1)


def with_everything(name):
    user, now = person(name, plan="business").user, timezone.now()
    endpoints.register(
        user=user, url="https://example.com/", events=endpoints.SUBSCRIBABLE, description="", now=now
    )
    batch = Batch.objects.create(user=user, created_at=now)
    several = [sent(user, FILE) for _ in range(8)]
    Extraction.objects.filter(pk__in=[one.pk for one in several[:4]]).update(batch=batch)
    return user, several


@pytest.mark.parametrize("attempt", range(3))
def test_nobody_fails_and_nothing_is_left(attempt):
    user, several = with_everything("alice")
    Client().post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    read(several[0])
    now = timezone.now()
    closing.begin(user, now=now)
    at_once(
        *(lambda: closing.finish(pk=user.pk, now=now) for _ in range(2)),
        *(lambda one=one: read(one) for one in several),
    )
    closing.finish(pk=user.pk, now=now)
    for model in (Extraction, Batch, WebhookEndpoint, WebhookDelivery):
        assert not model.objects.exists()
    closed = User.objects.get(pk=user.pk)
    assert closed.closed_at == now
    assert closed.farewell_to == ""
    period = UsagePeriod.objects.get(user=user)
    assert (period.reserved, metering.usage(user=user, now=now).in_flight) == (0, 0)
    assert 1 <= period.used <= len(several)
    assert not Session.objects.exists()


def test_many_begin_and_one_does():
    user = person("alice").user
    now = timezone.now()
    at_once(*(lambda: closing.begin(user, now=now) for _ in range(6)))
    assert [each.happening for each in user.audit_entries.all()].count("account.closing") == 1
    with pytest.raises(keys.InvalidKey):
        keys.authenticate(secret=keys.issue(user=user, name="late", now=now).secret, now=now)
