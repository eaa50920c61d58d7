"""What tests of webhooks start with."""

import pytest
from django.utils import timezone

from extraction.webhooks import endpoints
from tests.people import person
from tests.webhooks.receiver import Receiver, listening


@pytest.fixture
def alice():
    return person("alice", plan="business")


@pytest.fixture
def receiver(settings):
    settings.WEBHOOKS_MAY_CALL_PRIVATE = True
    with listening(Receiver()) as running:
        yield running


@pytest.fixture
def endpoint(alice, receiver):
    return endpoints.register(
        user=alice.user,
        url=receiver.url,
        events=endpoints.SUBSCRIBABLE,
        description="",
        now=timezone.now(),
    )
