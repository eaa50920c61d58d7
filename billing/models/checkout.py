"""An account's way to its first payment."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from billing.models.subscription import PLAN_CODES, Subscription


class CheckoutAttempt(models.Model):
    """A page of Stripe's checkout that was asked for, and may still be paid at. An account has one at most.

    `key` makes the page once, however often it is asked for with what is kept here; `session_id` is empty
    until Stripe has answered.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="checkout_attempts"
    )
    key = models.UUIDField()
    plan_code = models.CharField(max_length=20, choices=PLAN_CODES)
    interval = models.CharField(max_length=5, choices=Subscription.Interval)
    price_id = models.CharField(max_length=255)
    done_url = models.CharField(max_length=500)
    back_url = models.CharField(max_length=500)
    session_id = models.CharField(max_length=255, blank=True, db_index=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_checkout_per_account", fields=["user"], condition=Q(closed_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.plan_code} by the {self.interval}"
