"""Attempts as rows: planned, started once, finished once. The row is the truth; a message only a nudge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from billing import outbox
from extraction.models import WebhookAttempt, WebhookDelivery
from extraction.models.webhooks import lease_is_over

QUEUED_FOR = timedelta(minutes=1)  # then a message that has not come is taken for lost
LEASE = timedelta(seconds=30)  # longer than an attempt can take
LANE_WIDTH = 2  # attempts at a time to one host for one account


def plan(delivery: WebhookDelivery, *, due_at: datetime, now: datetime, by_hand: bool = False) -> None:
    """One more attempt; what is due already is queued with it, the rest is the sweeper's to send."""
    attempt, is_new = WebhookAttempt.objects.get_or_create(
        delivery=delivery, by_hand=by_hand, started_at=None, defaults={"due_at": due_at}
    )
    if is_new and due_at <= now:
        send(attempt, now=now)


def plan_first(deliveries: Sequence[WebhookDelivery], *, now: datetime) -> None:
    """The first attempt of each new one, due at once; of each lane a few are sent, whose worker goes on
    with the others itself."""
    planned = [WebhookAttempt(delivery=delivery, due_at=now) for delivery in deliveries]
    in_lane: Counter[tuple[int, str]] = Counter()
    for attempt in WebhookAttempt.objects.bulk_create(planned):
        lane = (attempt.delivery.user_id, attempt.delivery.host)
        in_lane[lane] += 1
        if in_lane[lane] <= LANE_WIDTH:
            send(attempt, now=now)


def send(attempt: WebhookAttempt, *, now: datetime) -> None:
    with transaction.atomic():
        unattended = WebhookAttempt.objects.waiting().unattended(now=now).filter(pk=attempt.pk)
        if unattended.update(lease_until=now + QUEUED_FOR):
            outbox.enqueue("deliver", attempt.pk)


def waiting(pk: int) -> WebhookAttempt | None:
    related = ("delivery__event", "delivery__endpoint", "delivery__user")
    return WebhookAttempt.objects.waiting().filter(pk=pk).select_related(*related).first()


def hold(delivery: WebhookDelivery) -> bool:
    """Its attempts stay as they are until the transaction ends. False if it was deleted."""
    return WebhookDelivery.objects.select_for_update().filter(pk=delivery.pk).first() is not None


def start(attempt: WebhookAttempt, *, now: datetime) -> bool:
    """Takes it, with its number, before anything is sent. False if somebody else has, or it is too early."""
    with transaction.atomic():
        hold(attempt.delivery)
        number = WebhookAttempt.objects.started().filter(delivery=attempt.delivery_id).count() + 1
        free = WebhookAttempt.objects.due(now=now).filter(pk=attempt.pk)
        taken = free.order_by().update(started_at=now, number=number, lease_until=now + LEASE)
    if taken:  # it is not read again: what it is about may be deleted from here on
        attempt.started_at, attempt.number, attempt.lease_until = now, number, now + LEASE
    return bool(taken)


def finish(attempt: WebhookAttempt, *, now: datetime, milliseconds: int, **outcome: object) -> bool:
    """False if it was given up meanwhile, or its delivery deleted."""
    running = WebhookAttempt.objects.running().filter(pk=attempt.pk)
    return bool(running.update(finished_at=now, milliseconds=milliseconds, **outcome))


def next_in_lane(delivery: WebhookDelivery, *, now: datetime) -> WebhookAttempt | None:
    """What else is due for the same host and account."""
    due = WebhookAttempt.objects.due(now=now)
    return due.filter(delivery__user=delivery.user_id, delivery__host=delivery.host).first()


def forgotten(*, now: datetime) -> Iterator[WebhookAttempt]:
    """Due, and no message under way: a few for each lane, whose worker goes on with the others itself."""
    due = WebhookAttempt.objects.due(now=now).unattended(now=now)
    lanes = due.order_by().values_list("delivery__user", "delivery__host").distinct()
    for user, host in list(lanes):
        yield from due.filter(delivery__user=user, delivery__host=host)[:LANE_WIDTH]


def interrupted(*, now: datetime) -> list[WebhookAttempt]:
    """Started, and their worker has not been heard of for longer than an attempt can take."""
    lost = WebhookAttempt.objects.running().filter(lease_is_over(now))
    return list(lost.select_related("delivery__event", "delivery__endpoint", "delivery__user")[:1000])
