"""Announces what happened: an event, and a delivery to each address that asked for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    """Belongs into the transaction that finishes it; of one that is gone there is nothing to say.

    Most accounts are told of nothing, and for them the row is not read once more.
    """
    if not (extraction.webhook_url or endpoints.has_any(extraction.user_id)):
        return
    finished = Extraction.objects.select_related("user").filter(pk=extraction.pk).first()
    if finished is None or not finished.is_finished:
        return
    is_good = finished.status == Extraction.Status.COMPLETED
    _announce(
        [WebhookEvent(user=finished.user, extraction=finished, created_at=now)],
        kind=WebhookEvent.Type.COMPLETED if is_good else WebhookEvent.Type.FAILED,
        data=lambda _: payloads.current(finished),
        url=finished.webhook_url,
    )


def announce_failures(failed: Sequence[Extraction], *, now: datetime) -> None:
    """The same for those of a batch that were failed when they were taken, however many, at one go."""
    _announce(
        [WebhookEvent(user=extraction.user, extraction=extraction, created_at=now) for extraction in failed],
        kind=WebhookEvent.Type.FAILED,
        data=lambda event: payloads.progress(event.extraction),
    )


def announce_batch(batch: Batch, *, now: datetime) -> None:
    """Belongs into the transaction that closes it."""
    _announce(
        [WebhookEvent(user=batch.user, batch=batch, created_at=now)],
        kind=WebhookEvent.Type.BATCH,
        data=lambda _: bodies.batch(batch),
        url=batch.webhook_url,
    )


def send_test(endpoint: WebhookEndpoint, *, now: datetime) -> WebhookDelivery:
    """One attempt, at once, also to an endpoint that is disabled.

    Raises `WebhookEndpoint.DoesNotExist` if it was deleted meanwhile.
    """
    data = {"endpoint": endpoint.public_id, "message": TEST_MESSAGE}
    with transaction.atomic():
        endpoints.locked(endpoint)
        event = WebhookEvent(user=endpoint.user, created_at=now)
        _fill(event, kind=WebhookEvent.Type.TEST, data=data)
        event.save(force_insert=True)
        delivery = _addressed(event, endpoint.url, endpoint=endpoint)
        delivery.save(force_insert=True)
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
        _fill(event, kind=WebhookEvent.Type.BATCH, data=data)
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
    events: Sequence[WebhookEvent],
    *,
    kind: WebhookEvent.Type,
    data: Callable[[Any], dict[str, Any]],
    url: str = "",
) -> None:
    """Events of one account and one kind; `data` is asked for only if somebody is told."""
    if not events:
        return
    user, now = events[0].user, events[0].created_at
    listening = endpoints.listening(user=user, event_type=kind)
    if not (url or listening) or not subscriptions.plan_for(user, now=now).webhooks:
        return
    for event in events:
        _fill(event, kind=kind, data=data(event))
    WebhookEvent.objects.bulk_create(events)
    deliveries = [_addressed(event, each.url, endpoint=each) for event in events for each in listening]
    if url:
        deliveries += [_addressed(event, url) for event in events]
    attempts.plan_first(WebhookDelivery.objects.bulk_create(deliveries), now=now)


def _fill(event: WebhookEvent, *, kind: WebhookEvent.Type, data: dict[str, Any]) -> None:
    event.type = kind
    event.body = bodies.envelope(kind=kind, event_id=event.public_id, data=data, now=event.created_at)


def _addressed(event: WebhookEvent, url: str, *, endpoint: WebhookEndpoint | None = None) -> WebhookDelivery:
    return WebhookDelivery(
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
