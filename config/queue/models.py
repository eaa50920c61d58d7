"""The table of messages. A row is a message that nobody has finished yet, or one that nobody could."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q


class QueuedMessageQuerySet(models.QuerySet["QueuedMessage"]):
    def waiting(self, *, queue: str, now: datetime) -> QueuedMessageQuerySet:
        """Messages that may be taken now, in the order in which they should be."""
        free = Q(leased_until=None) | Q(leased_until__lt=now)
        return self.filter(free, queue=queue, dead_at=None, due_at__lte=now).order_by(
            "priority", "due_at", "pk"
        )

    def alive(self) -> QueuedMessageQuerySet:
        return self.filter(dead_at=None)

    def dead(self) -> QueuedMessageQuerySet:
        return self.exclude(dead_at=None)

    def lease(self, *, until: datetime) -> int:
        return self.update(leased_until=until)

    def give_back(self) -> int:
        return self.update(leased_until=None, holder="")

    def set_aside(self, *, reason: str, now: datetime) -> int:
        """Keep the message for a person to look at; no worker gets it again."""
        return self.update(dead_at=now, reason=reason[:REASON_LENGTH], leased_until=None, holder="")

    def queue_again(self, *, now: datetime) -> int:
        """As if they came in now: somebody has mended what they failed at."""
        return self.update(dead_at=None, reason="", deliveries=0, due_at=now)

    def purge(self, *, now: datetime, older_than: timedelta) -> int:
        """Forget the dead messages that nobody has asked about for this long."""
        return self.filter(dead_at__lt=now - older_than).delete()[0]


REASON_LENGTH = 500


class QueuedMessage(models.Model):
    """One message for one queue. Whoever holds its lease works on it; a lease that runs out frees it."""

    queue = models.CharField(max_length=100)
    message_id = models.CharField(max_length=64)
    body = models.BinaryField()
    priority = models.IntegerField(default=0)  # lower goes first
    due_at = models.DateTimeField()
    holder = models.CharField(max_length=200, default="", blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    deliveries = models.PositiveIntegerField(default=0)
    dead_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=REASON_LENGTH, default="", blank=True)

    objects = QueuedMessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["queue", "priority", "due_at"], name="queue_next", condition=Q(dead_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.queue}: {self.message_id}"
