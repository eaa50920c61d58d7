"""What an account has used, and what is on its way.

`Account.in_flight`, `UsagePeriod.reserved` and `UsagePeriod.used` are counters over the reservations:
kept because a conditional UPDATE on one row is what makes a limit exact under any number of requests.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


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
    """One account's calendar month in UTC, "2026-06": what is committed, and what is on its way."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="usage_periods")
    period = models.CharField(max_length=7)
    used = models.PositiveIntegerField(default=0)
    reserved = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_usage_row_per_month", fields=["user", "period"]),
            models.CheckConstraint(name="usage_not_negative", condition=Q(used__gte=0, reserved__gte=0)),
        ]
        ordering = ["-period"]

    def __str__(self) -> str:
        return f"{self.user}: {self.used} in {self.period}"


class Reservation(models.Model):
    """One invoice's share of the month. `reference` names what it is for, and can be reserved once only.

    `takes_place`: it counts towards the requests that an account may have running at the same time.
    """

    class State(models.TextChoices):
        HELD = "held"
        COMMITTED = "committed"
        RELEASED = "released"

    period = models.ForeignKey(UsagePeriod, on_delete=models.CASCADE, related_name="reservations")
    reference = models.CharField(max_length=40, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.HELD)
    takes_place = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="settled_reservations_have_a_time",
                condition=Q(state="held", settled_at=None) | (~Q(state="held") & Q(settled_at__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.state}"
