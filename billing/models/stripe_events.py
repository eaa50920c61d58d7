"""The ledger of what Stripe told us: each event once, by its id."""

from __future__ import annotations

from django.db import models

from billing.models.chores import Chore


class StripeEvent(Chore):
    """Something happened at Stripe, so that it has to be asked what is so now. `ignored` says why not."""

    event_id = models.CharField(max_length=255, unique=True)
    type = models.CharField(max_length=100)
    customer_id = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField()
    received_at = models.DateTimeField()
    payload = models.TextField()
    ignored = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-received_at"]
        indexes = [
            models.Index(name="events_of_a_customer", fields=["customer_id", "done_at"]),
            models.Index(name="events_to_apply", fields=["next_try_at"], condition=models.Q(done_at=None)),
            models.Index(name="events_by_age", fields=["received_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.event_id}"
