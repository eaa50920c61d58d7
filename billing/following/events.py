"""What Stripe tells us. An event says only "look again": whom it is about is asked for, whatever it says.

So it does not matter in which order events come, how late, or how often.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from billing import chores, outbox
from billing.following import syncing
from billing.gateway import client, events
from billing.gateway.errors import StripeFailed
from billing.gateway.events import HeldEvent
from billing.models import Customer, StripeEvent

# Whatever concerns what somebody has, pays or owes.
TELLING = (
    "checkout.session.",
    "customer.deleted",
    "customer.subscription.",
    "invoice.",
    "subscription_schedule.",
)
KEPT_FOR = timedelta(days=90)
PURGED_AT_A_TIME = 5_000

OF_NO_CONCERN = "Nothing follows from events of this type."
OTHER_MODE = "It is of Stripe's other mode, test or live, than this service's key."
NOBODY = "It is about no customer."
UNKNOWN = "No account here has this customer."

logger = logging.getLogger(__name__)


def is_configured() -> bool:
    return client.is_configured() and bool(_secrets())


def receive(body: bytes, *, signature: str, now: datetime) -> bool:
    """Written down before Stripe is answered. False if it had been. Raises `NotFromStripe`."""
    return remember(events.verified(body, signature=signature, secrets=_secrets(), now=now), now=now)


@transaction.atomic
def remember(told: HeldEvent, *, now: datetime) -> bool:
    """One row for its id, and a worker told of it in the same transaction. False if there was one."""
    ignored = of_no_use(told)
    values = {
        "type": told.type[:100],
        "customer_id": told.customer_id,
        "created_at": told.created,
        "received_at": now,
        "payload": told.payload,
        "ignored": ignored,
        "done_at": now if ignored else None,
        **chores.fresh(now=now),
    }
    event, is_new = StripeEvent.objects.get_or_create(event_id=told.id, defaults=values)
    if is_new and not ignored:
        outbox.enqueue("apply_stripe_event", event.pk)
    return is_new


def of_no_use(told: HeldEvent) -> str:
    """Why nothing follows from it; empty if something does."""
    if told.is_live != client.is_live():
        return OTHER_MODE
    if not told.type.startswith(TELLING):
        return OF_NO_CONCERN
    return "" if told.customer_id else NOBODY


def apply(*, pk: int, now: datetime) -> None:
    """Looks again at whom it is about, for all that waits about them. One worker at a time does it."""
    event = StripeEvent.objects.filter(pk=pk, done_at=None).first()
    if event is None:
        return
    customer = Customer.objects.filter(stripe_id=event.customer_id).first()
    if customer is None:
        StripeEvent.objects.filter(pk=pk, done_at=None).update(done_at=now, ignored=UNKNOWN)
        return
    waiting = StripeEvent.objects.filter(customer_id=event.customer_id, done_at=None)
    if chores.take(waiting, now=now):
        _sync(customer, list(waiting.values_list("pk", flat=True)), now)


def nudge(*, now: datetime) -> None:
    chores.nudge(StripeEvent.objects.all(), "apply_stripe_event", now=now)


def purge(*, now: datetime) -> None:
    old = StripeEvent.objects.filter(received_at__lt=now - KEPT_FOR, done_at__isnull=False)
    keys = list(old.order_by("received_at").values_list("pk", flat=True)[:PURGED_AT_A_TIME])
    StripeEvent.objects.filter(pk__in=keys).delete()


def _sync(customer: Customer, told: list[int], now: datetime) -> None:
    """Settles all that was told before Stripe is asked, whoever has taken it and whenever it would be due."""
    events_told = StripeEvent.objects.filter(pk__in=told)
    try:
        syncing.sync(customer, now=now)
    except StripeFailed as error:
        logger.warning("%s could not be synced, and will be: %s", customer, error)
        events_told.filter(done_at=None).update(error=str(error))
    else:
        chores.finish(events_told, now=now)


def _secrets() -> list[str]:
    """Two while the endpoint's secret is being changed, by comma."""
    return [each for each in map(str.strip, settings.STRIPE_WEBHOOK_SECRET.split(",")) if each]
