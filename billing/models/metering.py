"""What an account has used, and what is on its way.

The counters of `Account`, `UsagePeriod` and `KeyPeriod` count the reservations: kept because a conditional
UPDATE on one row is what makes a limit exact under any number of requests. What is told of days and keys is
counted from the reservations themselves.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import ApiKey
from billing.models.subscription import PLAN_CODES


class Account(models.Model):
    """How many documents of an account are being read at this moment."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="account")
    in_flight = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="account_in_flight_not_negative", condition=Q(in_flight__gte=0))
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.in_flight} in flight"


class UsagePeriod(models.Model):
    """One account's calendar month in UTC, "2026-06": what is committed, and what is on its way.

    `plan_code` is the plan under which the month's last invoice came in.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="usage_periods")
    period = models.CharField(max_length=7)
    used = models.PositiveIntegerField(default=0)
    reserved = models.PositiveIntegerField(default=0)
    plan_code = models.CharField(max_length=20, choices=PLAN_CODES, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_usage_row_per_month", fields=["user", "period"]),
            models.CheckConstraint(name="usage_not_negative", condition=Q(used__gte=0, reserved__gte=0)),
        ]
        ordering = ["-period"]

    def __str__(self) -> str:
        return f"{self.user}: {self.used} in {self.period}"


class KeyPeriod(models.Model):
    """What a key brought in a month, together with those that it was rotated to: `key` is their first."""

    period = models.ForeignKey(UsagePeriod, on_delete=models.CASCADE, related_name="keys")
    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="periods")
    used = models.PositiveIntegerField(default=0)
    reserved = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_row_per_key_and_month", fields=["period", "key"]),
            models.CheckConstraint(
                name="a_keys_usage_not_negative", condition=Q(used__gte=0, reserved__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.used} in {self.period.period}"


class Reservation(models.Model):
    """One invoice's share of the month. `reference` names what it is for, and can be reserved once only.

    `takes_place`: it counts towards the requests that an account may have running at the same time.
    `key`: what brought it; None for the portal. `day`: that of `created_at` in UTC.
    Only what was read counts: released is what could not be read, withdrawn what was deleted before it was.
    """

    class State(models.TextChoices):
        HELD = "held"
        COMMITTED = "committed"
        RELEASED = "released"
        WITHDRAWN = "withdrawn"

    period = models.ForeignKey(
        UsagePeriod, on_delete=models.CASCADE, related_name="reservations", db_index=False
    )
    key = models.ForeignKey(
        ApiKey, null=True, blank=True, on_delete=models.RESTRICT, related_name="reservations"
    )
    reference = models.CharField(max_length=40, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.HELD)
    takes_place = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    day = models.DateField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        # All that is told of a month, so that tens of thousands are counted without a look at their rows.
        indexes = [models.Index(name="reservations_of_a_month", fields=["period", "day", "key", "state"])]
        constraints = [
            models.CheckConstraint(
                name="settled_reservations_have_a_time",
                condition=Q(state="held", settled_at=None) | (~Q(state="held") & Q(settled_at__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.state}"
