"""Closing an account: all that it holds goes, step by step; what dies on the way is finished by the next try.

It opens to nobody from the moment in which that is asked for. Every step can be done twice, also by two at
the same time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import models, transaction
from django.db.models import Q

from accounts import closing as person
from accounts.models import User
from accounts.requests import writing as requests
from billing import closing as money
from billing import outbox
from extraction import batches, jobs
from extraction.models import (
    Drop,
    Errand,
    IdempotentRequest,
    Turn,
    VendorRule,
    WebhookAccount,
    WebhookEndpoint,
)
from extraction.webhooks import endpoints, events

Row = TypeVar("Row", bound=models.Model)

AT_ONCE = 100
UNDER_WAY = timedelta(minutes=10)  # a message knows of it
# Requests that were under way when it closed, and pages of Stripe's that stay open for a day.
LOOKED_AFTER = timedelta(days=2)


def begin(user: User, *, now: datetime) -> None:
    """Close it, and have a worker delete what it holds."""
    with transaction.atomic():
        if person.begin(user, now=now):
            outbox.enqueue("close_account", user.pk)


def finish(*, pk: int, now: datetime) -> None:
    """Raises `StripeFailed` or `OSError` where a step must be tried again; those before it are done."""
    user = User.objects.exclude(closing_at=None).filter(pk=pk).first()
    if user is not None:
        for _ in steps(user, now=now):
            pass


def steps(user: User, *, now: datetime) -> Iterator[None]:
    """One after the other, so that whoever stops between two of them has done the first."""
    for batch in _each(user.batches.all()):
        batches.delete(batch, now=now)
        yield
    for extraction in _each(user.extractions.defer("result", "corrected")):
        jobs.delete(extraction)
        yield
    for endpoint in _each(user.webhook_endpoints.all()):
        with suppress(WebhookEndpoint.DoesNotExist):  # another was quicker
            endpoints.delete(endpoint)
        yield
    yield from requests.forget(user)
    for step in (_forget_the_rest, money.forget_what_was_counted, person.take_away_doors):
        step(user)
        yield
    money.close(user, now=now)
    yield
    person.empty(user, now=now)
    yield
    person.say_farewell(user)


def look_after(*, now: datetime) -> None:
    """Send again what was begun and not finished, and look once more at what was closed lately."""
    unfinished = Q(closed_at=None, closing_at__lt=now - UNDER_WAY)
    lately = Q(closed_at__gt=now - LOOKED_AFTER)
    for user in User.objects.filter(unfinished | lately):
        outbox.enqueue("close_account", user.pk)
    for user in User.objects.filter(closed_at__lt=now - LOOKED_AFTER).exclude(farewell_to=""):
        person.forget_address(user)


def _each(rows: models.QuerySet[Row]) -> Iterator[Row]:
    """Some at a time, until there is none: others may have come meanwhile."""
    while found := list(rows.order_by("pk")[:AT_ONCE]):
        yield from found


@transaction.atomic
def _forget_the_rest(user: User) -> None:
    events.forget(user)
    WebhookAccount.objects.filter(user=user).delete()
    IdempotentRequest.objects.filter(user=user).delete()
    Turn.objects.filter(user=user).delete()
    Drop.objects.filter(user=user).delete()
    Errand.objects.filter(user=user).delete()
    VendorRule.objects.filter(user=user).delete()
