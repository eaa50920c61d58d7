"""Where events are sent, which there were, and each attempt to hand one over.

An attempt is a row before it is a request: it waits until it is due, is started once and never again, and
ends with an answer or an error. What dies on the way leaves a started row,
and the next attempt gets the next number.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from extraction.models import public_ids
from extraction.models.batch import Batch
from extraction.models.extraction import Extraction

LONGEST_URL = 2_000
LONGER_THAN_ANY_LEASE = timedelta(minutes=10)


class Signer(models.Model):
    """What signatures are made with: not the secret itself, but the seed that it is derived from.

    After a rotation the secret before goes on signing, beside the new one, until `previous_until`.
    """

    seed = models.CharField(max_length=32, default=public_ids.new_seed)
    previous_seed = models.CharField(max_length=32, blank=True)
    previous_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def seeds(self, *, now: datetime) -> list[str]:
        """Whose secrets sign at this moment, the newest first."""
        overlaps = self.previous_until is not None and now < self.previous_until
        return [self.seed, self.previous_seed] if overlaps else [self.seed]


class WebhookAccount(Signer):
    """Signs what goes to the `webhook_url` of single requests: one secret for all of an account's."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="webhook_account"
    )

    def __str__(self) -> str:
        return f"{self.user}"


class WebhookEndpoint(Signer):
    """An address that somebody registered for events.

    `failing_since` is there while nothing succeeds, `failed_at` from the last failure on.
    """

    public_id = models.CharField(max_length=20, unique=True, default=public_ids.for_endpoint)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="webhook_endpoints"
    )
    url = models.CharField(max_length=LONGEST_URL)
    events = models.JSONField()
    description = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_because = models.CharField(max_length=200, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="a_disabled_endpoint_has_its_reason",
                condition=Q(disabled_at=None, disabled_because="")
                | (Q(disabled_at__isnull=False) & ~Q(disabled_because="")),
            )
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_enabled(self) -> bool:
        return self.disabled_at is None


class WebhookEvent(models.Model):
    """Something that happened, with the very bytes that are sent about it, however often."""

    class Type(models.TextChoices):
        COMPLETED = "extraction.completed", "A document was read"
        FAILED = "extraction.failed", "A document could not be read"
        BATCH = "batch.completed", "The last document of a batch is done"
        TEST = "webhook.test", "A test, sent by hand"

    public_id = models.CharField(max_length=20, unique=True, default=public_ids.for_event)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="webhook_events"
    )
    type = models.CharField(max_length=40, choices=Type)
    extraction = models.ForeignKey(Extraction, null=True, blank=True, on_delete=models.CASCADE)
    batch = models.ForeignKey(Batch, null=True, blank=True, on_delete=models.CASCADE)
    created_at = models.DateTimeField(db_index=True)
    body = models.TextField()

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.public_id} {self.type}"


class WebhookDelivery(models.Model):
    """One event on its way to one address: a registered endpoint's, or the `webhook_url` of a request."""

    class Status(models.TextChoices):
        PENDING = "pending", "Pending"
        DELIVERED = "delivered", "Delivered"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    public_id = models.CharField(max_length=20, unique=True, default=public_ids.for_delivery)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="webhook_deliveries"
    )
    event = models.ForeignKey(WebhookEvent, on_delete=models.CASCADE, related_name="deliveries")
    endpoint = models.ForeignKey(
        WebhookEndpoint, null=True, blank=True, on_delete=models.CASCADE, related_name="deliveries"
    )
    url = models.CharField(max_length=LONGEST_URL)
    host = models.CharField(max_length=255)
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name_plural = "webhook deliveries"
        indexes = [models.Index(name="delivery_history", fields=["user", "-created_at", "-id"])]
        constraints = [
            models.UniqueConstraint(
                name="one_delivery_per_event_and_endpoint",
                fields=["event", "endpoint"],
                condition=Q(endpoint__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.status}"


def lease_is_over(now: datetime) -> Q:
    """Or it ends later than any can, because the clock was set back since it was taken."""
    return Q(lease_until__lt=now) | Q(lease_until__gt=now + LONGER_THAN_ANY_LEASE)


class WebhookAttemptQuerySet(models.QuerySet["WebhookAttempt"]):
    def waiting(self) -> WebhookAttemptQuerySet:
        return self.filter(started_at=None)

    def due(self, *, now: datetime) -> WebhookAttemptQuerySet:
        """Those whose time has come, the longest due first."""
        return self.waiting().filter(due_at__lte=now).order_by("due_at", "pk")

    def started(self) -> WebhookAttemptQuerySet:
        return self.exclude(started_at=None).order_by("number")

    def running(self) -> WebhookAttemptQuerySet:
        return self.exclude(started_at=None).filter(finished_at=None)

    def unattended(self, *, now: datetime) -> WebhookAttemptQuerySet:
        """Those that no message and no worker takes care of any more."""
        return self.filter(Q(lease_until=None) | lease_is_over(now))


class WebhookAttempt(models.Model):
    """One request, planned, running or over. It gets its number when it is started.

    `lease_until`: while it waits, a message for it is under way until then; while it runs, its worker has
    until then. `answer` is the first kilobyte of what the receiver said, `error` what was wrong with it.
    """

    delivery = models.ForeignKey(WebhookDelivery, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    by_hand = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    milliseconds = models.PositiveIntegerField(null=True, blank=True)
    status_code = models.PositiveSmallIntegerField(null=True, blank=True)
    answer = models.TextField(blank=True)
    error = models.CharField(max_length=300, blank=True)

    objects = WebhookAttemptQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(name="attempt_due", fields=["due_at"], condition=Q(started_at=None)),
            models.Index(
                name="attempt_running",
                fields=["lease_until"],
                condition=Q(started_at__isnull=False, finished_at=None),
            ),
            models.Index(name="attempt_finished", fields=["finished_at", "error"]),
        ]
        constraints = [
            models.UniqueConstraint(name="no_attempt_is_made_twice", fields=["delivery", "number"]),
            models.UniqueConstraint(
                name="one_attempt_waits_at_a_time",
                fields=["delivery", "by_hand"],
                condition=Q(started_at=None),
            ),
            models.CheckConstraint(
                name="a_started_attempt_has_its_number",
                condition=Q(started_at=None, number=None) | Q(started_at__isnull=False, number__isnull=False),
            ),
            models.CheckConstraint(
                name="what_is_finished_was_started",
                condition=Q(finished_at=None, milliseconds=None)
                | Q(finished_at__isnull=False, started_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id} number {self.number}"

    @property
    def succeeded(self) -> bool:
        return self.finished_at is not None and not self.error
