"""What workers do about payment. Messages carry ids; every actor is safe to run twice.

What fails is tried again by the sweeper, which knows for how long it has failed.
"""

from __future__ import annotations

import dramatiq
from django.utils import timezone

from billing import sending
from billing.following import customers, reconciling
from billing.following import events as stripe_events


@dramatiq.actor(queue_name="billing", max_retries=0, time_limit=110_000)
def send_letter(pk: int) -> None:
    sending.send(pk=pk, now=timezone.now())


@dramatiq.actor(queue_name="billing", max_retries=0, time_limit=110_000)
def apply_stripe_event(pk: int) -> None:
    stripe_events.apply(pk=pk, now=timezone.now())


@dramatiq.actor(queue_name="billing", max_retries=0, time_limit=110_000)
def sync_customer(pk: int) -> None:
    reconciling.look_at(pk=pk, now=timezone.now())


@dramatiq.actor(queue_name="billing", max_retries=0, time_limit=110_000)
def tell_stripe_an_address(pk: int) -> None:
    customers.tell_address(pk=pk)


@dramatiq.actor(queue_name="billing", max_retries=0, time_limit=110_000)
def catch_up_with_stripe() -> None:
    reconciling.catch_up(now=timezone.now())
