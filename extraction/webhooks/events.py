"""Announces what happened: an event, and a delivery to each address that asked for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from billing import subscriptions
from extraction import destinations, payloads
from extraction.models import Batch, Extraction, WebhookDelivery, WebhookEndpoint, WebhookEvent
from extraction.webhooks import attempts, bodies, endpoints

KEPT_FOR = timedelta(days=30)
TEST_MESSAGE = "This is a test. If its signature is right, your receiver works."


def announce_extraction(extraction: Extraction, *, now: datetime) -> None:
    """Belongs into the transaction that finishes it; of one that is gone there is nothing to say."""
    finished = Extraction.objects.select_related("user").filter(pk=extraction.pk).first()
    if finished is None or not finished.is_finished:
        return
    is_good = finished.status == Extraction.Status.COMPLETED
    _announce(
        user=finished.user,
        kind=WebhookEvent.Type.COMPLETED if is_good else WebhookEvent.Type.FAILED,
        data=lambda: payloads.current(finished),
        url=finished.webhook_url,
        now=now,
        extraction=finished,
    )


def announce_batch(batch: Batch, *, now: datetime) -> None:
    """Belongs into the transaction that closes it."""
    _announce(
        user=batch.user,
        kind=WebhookEvent.Type.BATCH,
        data=lambda: bodies.batch(batch),
        url=batch.webhook_url,
        now=now,
        batch=batch,
    )


def send_test(endpoint: WebhookEndpoint, *, now: datetime) -> WebhookDelivery:
    """One attempt, at once, also to an endpoint that is disabled.

    Raises `WebhookEndpoint.DoesNotExist` if it was deleted meanwhile.
    """
    data = {"endpoint": endpoint.public_id, "message": TEST_MESSAGE}
    with transaction.atomic():
        endpoints.locked(endpoint)
        event = _record(user=endpoint.user, kind=WebhookEvent.Type.TEST, data=data, now=now)
        delivery = _address(event, endpoint.url, endpoint=endpoint)
        attempts.plan(delivery, due_at=now, now=now, by_hand=True)
    return delivery


def replay(delivery: WebhookDelivery, *, now: datetime) -> None:
    """One more attempt, at once, beside those of the schedule. What was delivered once stays delivered.

    Raises `WebhookDelivery.DoesNotExist` if it was deleted meanwhile.
    """
    with transaction.atomic():
        WebhookDelivery.objects.select_for_update().get(pk=delivery.pk)
        undelivered = WebhookDelivery.objects.filter(pk=delivery.pk).exclude(
            status=WebhookDelivery.Status.DELIVERED
        )
        undelivered.update(status=WebhookDelivery.Status.PENDING)
        attempts.plan(delivery, due_at=now, now=now, by_hand=True)


def forget(user: User, **subject: Any) -> None:
    """What was told of these goes with them; what is on its way gets no further attempt.

    Belongs into the transaction that deletes them. Endpoints come before their deliveries, as for whoever
    settles an attempt.
    """
    endpoints.hold(user)
    _delete(WebhookEvent.objects.filter(user=user, **subject))


def retell(*, batch: int | None) -> None:
    """What is told of a batch no longer holds the result of a document that was deleted from it."""
    for event in WebhookEvent.objects.filter(batch=batch).exclude(batch=None):
        assert event.batch  # noqa: S101 - or it would not have been found
        data = bodies.batch(event.batch)
        event.body = bodies.envelope(
            kind=event.type, event_id=event.public_id, data=data, now=event.created_at
        )
        event.save(update_fields=["body"])


def purge(*, now: datetime) -> None:
    """Events, deliveries and attempts of more than a month ago."""
    old = WebhookEvent.objects.filter(created_at__lt=now - KEPT_FOR).values_list("pk", flat=True)[:1000]
    while pks := list(old.all()):
        with transaction.atomic():
            _delete(WebhookEvent.objects.filter(pk__in=pks))


def _delete(gone: QuerySet[WebhookEvent]) -> None:
    """Deliveries are locked first, so that no attempt is added to them while they go."""
    deliveries = WebhookDelivery.objects.filter(event__in=gone.order_by().values("pk")).order_by("pk")
    list(deliveries.select_for_update(of=("self",)).values_list("pk", flat=True))
    gone.delete()


def _announce(
    *, user: User, kind: str, data: Callable[[], dict[str, Any]], url: str, now: datetime, **subject: Any
) -> None:
    listening = endpoints.listening(user=user, event_type=kind)
    if not (url or listening) or not subscriptions.plan_for(user).webhooks:
        return
    event = _record(user=user, kind=kind, data=data(), now=now, **subject)
    deliveries = [_address(event, endpoint.url, endpoint=endpoint) for endpoint in listening]
    if url:
        deliveries.append(_address(event, url))
    for delivery in deliveries:
        attempts.plan(delivery, due_at=now, now=now)


def _record(*, user: User, kind: str, data: dict[str, Any], now: datetime, **subject: Any) -> WebhookEvent:
    event = WebhookEvent(user=user, type=kind, created_at=now, **subject)
    event.body = bodies.envelope(kind=kind, event_id=event.public_id, data=data, now=now)
    event.save(force_insert=True)
    return event


def _address(event: WebhookEvent, url: str, *, endpoint: WebhookEndpoint | None = None) -> WebhookDelivery:
    return WebhookDelivery.objects.create(
        user=event.user,
        event=event,
        endpoint=endpoint,
        url=url,
        host=_host(url),
        created_at=event.created_at,
    )


def _host(url: str) -> str:
    """Of an address that was suitable when it was taken; settings may have become stricter since."""
    try:
        return destinations.host_of(url)
    except destinations.UnsuitableUrl:
        return ""
