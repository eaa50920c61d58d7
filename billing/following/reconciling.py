"""Looks for what no event told: subscriptions not looked at for a day, and events that never arrived."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db.models import Max, Q, QuerySet

from billing import outbox
from billing.following import customers, syncing
from billing.following import events as stripe_events
from billing.gateway import client, events
from billing.gateway.errors import StripeFailed
from billing.models import Customer, StripeEvent, Subscription

LIVE_EVERY = timedelta(days=1)
OTHERS_EVERY = timedelta(days=7)
AT_A_TIME = 500  # each hour
OVERLAP = timedelta(hours=1)  # events may show up some time after they happened
STRIPE_KEEPS = timedelta(days=30)
MOST_EVENTS = 2_000

logger = logging.getLogger(__name__)


def look_after(*, now: datetime) -> None:
    """Have workers look at who was not looked at, and at Stripe's list of events."""
    if not client.is_configured():
        return
    for pk in list(stale(now=now).order_by("synced_at").values_list("pk", flat=True)[:AT_A_TIME]):
        outbox.enqueue("sync_customer", pk)
    for pk in list(customers.moved().values_list("pk", flat=True)[:AT_A_TIME]):
        outbox.enqueue("tell_stripe_an_address", pk)
    outbox.enqueue("catch_up_with_stripe")


def stale(*, now: datetime) -> QuerySet[Customer]:
    """Whoever holds something daily; whoever does not, for somebody may have sold it to them, weekly."""
    holding = Q(user__subscription__source=Subscription.Source.STRIPE, synced_at__lt=now - LIVE_EVERY)
    unseen = Q(synced_at=None) | Q(synced_at__lt=now - OTHERS_EVERY)
    return Customer.objects.filter(holding | unseen, stripe_id__isnull=False)


def look_at(*, pk: int, now: datetime) -> None:
    """One of them, unless somebody did meanwhile. What fails is stale in an hour as well."""
    for customer in stale(now=now).filter(pk=pk):
        try:
            syncing.sync(customer, now=now)
        except StripeFailed as error:
            logger.warning("%s could not be synced, and will be: %s", customer, error)


def catch_up(*, now: datetime) -> int:
    """Remember events that were not delivered, and all since the last one we have. How many were new."""
    try:
        lost = events.kept(since=now - STRIPE_KEEPS, most=MOST_EVENTS, undelivered=True)
        recent = events.kept(since=_last_seen(now) - OVERLAP, most=MOST_EVENTS)
    except StripeFailed as error:
        logger.warning("Stripe's events could not be listed, and will be: %s", error)
        return 0
    told = {each.id: each for each in [*lost, *recent] if not stripe_events.of_no_use(each)}
    seen = StripeEvent.objects.filter(event_id__in=told).values_list("event_id", flat=True)
    missed = told.keys() - set(seen)
    return sum(stripe_events.remember(told[each], now=now) for each in sorted(missed))


def _last_seen(now: datetime) -> datetime:
    last: datetime | None = StripeEvent.objects.aggregate(last=Max("created_at"))["last"]
    return last or now - STRIPE_KEEPS
