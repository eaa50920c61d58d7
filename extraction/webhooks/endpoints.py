"""The addresses that an account has registered, and the secrets that sign what goes to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import models, transaction

from accounts import audit
from accounts.happenings import Happening
from accounts.models import User
from billing import outbox
from extraction import destinations
from extraction.models import WebhookAccount, WebhookAttempt, WebhookDelivery, WebhookEndpoint, WebhookEvent
from extraction.models.public_ids import new_seed

MOST_PER_ACCOUNT = 20
ROTATION_OVERLAP = timedelta(hours=24)
BY_OWNER = "Disabled by its owner."

# What can be subscribed to; a test goes wherever it is sent.
SUBSCRIBABLE = tuple(kind.value for kind in WebhookEvent.Type if kind != WebhookEvent.Type.TEST)


class TooManyEndpoints(Exception):
    """An account has as many endpoints as it may."""

    def __init__(self) -> None:
        super().__init__(f"There are {MOST_PER_ACCOUNT} endpoints already. Delete one first.")


def register(
    *, user: User, url: str, events: Sequence[str], description: str, now: datetime
) -> WebhookEndpoint:
    """Raises `destinations.UnsuitableUrl` or `TooManyEndpoints`."""
    destinations.host_of(url)
    with transaction.atomic():
        # Locked, so that two at once are counted one after the other.
        User.objects.select_for_update().get(pk=user.pk)
        if user.webhook_endpoints.count() >= MOST_PER_ACCOUNT:
            raise TooManyEndpoints
        endpoint = WebhookEndpoint.objects.create(
            user=user, url=url, events=list(events), description=description, created_at=now
        )
        _record(Happening.WEBHOOK_ADDED, endpoint)
    return endpoint


def change(endpoint: WebhookEndpoint, *, url: str, events: Sequence[str], description: str) -> None:
    """What is still on its way goes to the new address. Raises `destinations.UnsuitableUrl`."""
    host = destinations.host_of(url)
    wanted = {"url": url, "events": list(events), "description": description}
    changes = _changes(endpoint, wanted)
    for name, value in wanted.items():
        setattr(endpoint, name, value)
    with transaction.atomic():
        endpoint.save(update_fields=list(wanted))
        _pending(endpoint).update(url=url, host=host)
        if changes:
            _record(Happening.WEBHOOK_CHANGED, endpoint, changes=changes)


def rotate(signer: WebhookEndpoint | WebhookAccount, *, now: datetime) -> None:
    """A new secret; the one before signs as well for a day, so that receivers can change over in peace."""
    signer.previous_seed, signer.previous_until = signer.seed, now + ROTATION_OVERLAP
    signer.seed = new_seed()
    with transaction.atomic():
        signer.save(update_fields=["seed", "previous_seed", "previous_until"])
        if isinstance(signer, WebhookEndpoint):
            _record(Happening.WEBHOOK_SECRET_ROTATED, signer)
        else:
            audit.record(Happening.WEBHOOK_URL_SECRET_ROTATED, user=signer.user)


def seeds_at(signer: WebhookEndpoint | WebhookAccount, at: datetime) -> list[str]:
    """Whose secrets signed at that moment; none where that is not known any more."""
    rotated_at = signer.previous_until and signer.previous_until - ROTATION_OVERLAP
    return [] if rotated_at and at < rotated_at else signer.seeds(now=at)


def disable(endpoint: WebhookEndpoint, *, because: str, now: datetime) -> bool:
    """Nothing more is sent to it, except by hand. False if it was disabled before."""
    with transaction.atomic():
        enabled = WebhookEndpoint.objects.filter(pk=endpoint.pk, disabled_at=None)
        if not enabled.update(disabled_at=now, disabled_because=because):
            return False
        pks = list(_pending(endpoint).select_for_update().order_by("pk").values_list("pk", flat=True))
        WebhookAttempt.objects.waiting().filter(delivery__in=pks, by_hand=False).delete()
        _pending(endpoint).update(status=WebhookDelivery.Status.CANCELLED)
        _record(Happening.WEBHOOK_DISABLED, endpoint, because=because)
    return True


def disable_and_tell(endpoint: WebhookEndpoint, *, because: str, now: datetime) -> None:
    """For reasons that its owner cannot know of yet."""
    with transaction.atomic():
        if disable(endpoint, because=because, now=now):
            outbox.enqueue("tell_of_disabled_endpoint", endpoint.pk)


def enable(endpoint: WebhookEndpoint) -> None:
    """Events from now on are sent; those it missed can be replayed."""
    own = WebhookEndpoint.objects.filter(pk=endpoint.pk)
    with transaction.atomic():
        own.update(failing_since=None)
        if own.exclude(disabled_at=None).update(disabled_at=None, disabled_because=""):
            _record(Happening.WEBHOOK_ENABLED, endpoint)


def delete(endpoint: WebhookEndpoint) -> None:
    """Its log goes with it. All of it is locked first, so that nothing is added while it goes."""
    with transaction.atomic():
        locked(endpoint)
        list(endpoint.deliveries.select_for_update().values_list("pk", flat=True))
        _record(Happening.WEBHOOK_DELETED, endpoint)
        endpoint.delete()


def locked(endpoint: WebhookEndpoint) -> WebhookEndpoint:
    """The row, until the transaction ends. Raises `WebhookEndpoint.DoesNotExist` if it was deleted."""
    return WebhookEndpoint.objects.select_for_update().get(pk=endpoint.pk)


def has_any(user_id: int) -> bool:
    return WebhookEndpoint.objects.filter(user=user_id).exists()


def listening(*, user: User, event_type: str) -> list[WebhookEndpoint]:
    """Those that an event goes to; they stay until the transaction that announces it ends."""
    return [endpoint for endpoint in hold(user) if endpoint.is_enabled and event_type in endpoint.events]


def hold(user: User) -> list[WebhookEndpoint]:
    """All of an account's, as they are until the transaction ends."""
    return list(user.webhook_endpoints.select_for_update().order_by("pk"))


def account(user: User) -> WebhookAccount:
    """Signs what goes to the `webhook_url` of single requests."""
    return WebhookAccount.objects.get_or_create(user=user)[0]


def _record(happening: Happening, endpoint: WebhookEndpoint, **about: str) -> None:
    """By its host, for the rest of an address may be a secret of the receiver's."""
    host = urlsplit(endpoint.url).hostname or ""
    audit.record(happening, user=endpoint.user, id=endpoint.public_id, host=host, **about)


def _changes(endpoint: WebhookEndpoint, wanted: Mapping[str, object]) -> str:
    """The names of what is to be another than before."""
    before = {name: getattr(endpoint, name) for name in wanted}
    return ", ".join(name for name, value in wanted.items() if value != before[name])


def _pending(endpoint: WebhookEndpoint) -> models.QuerySet[WebhookDelivery]:
    return endpoint.deliveries.filter(status=WebhookDelivery.Status.PENDING)
