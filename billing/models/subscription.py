"""What was agreed with an account."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from billing.plans import PLANS

PLAN_CODES = [(code, plan.name) for code, plan in PLANS.items()]


class Subscription(models.Model):
    """The plan of an account. An account without one is on Free.

    Either the operator gave it, or it is what Stripe said when it was asked last: then the columns below
    `source` are Stripe's, and only `billing.following.syncing` writes them.
    """

    class Source(models.TextChoices):
        OPERATOR = "operator"
        STRIPE = "stripe"

    class Interval(models.TextChoices):
        MONTH = "month", "monthly"
        YEAR = "year", "yearly"

    class Payment(models.TextChoices):
        FAILED = "failed", "failed"
        CONFIRM = "confirm", "to be confirmed with the bank"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="subscription"
    )
    plan_code = models.CharField(max_length=20, choices=PLAN_CODES)
    # From then on it is Free: the end of the days of grace after a payment that failed.
    plan_until = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)
    source = models.CharField(max_length=10, choices=Source, default=Source.OPERATOR)

    stripe_id = models.CharField(max_length=255, unique=True, null=True, blank=True)
    item_id = models.CharField(max_length=255, blank=True)
    price_id = models.CharField(max_length=255, blank=True)
    status = models.CharField(max_length=20, blank=True)
    interval = models.CharField(max_length=5, choices=Interval, blank=True)
    period_end = models.DateTimeField(null=True, blank=True)
    cancel_at = models.DateTimeField(null=True, blank=True)
    past_due_since = models.DateTimeField(null=True, blank=True)
    # What the latest invoice waits for: empty where nothing is due.
    latest_invoice_id = models.CharField(max_length=255, blank=True)
    payment = models.CharField(max_length=10, choices=Payment, blank=True)
    # A plan that follows at the end of the period, by a schedule at Stripe.
    schedule_id = models.CharField(max_length=255, blank=True)
    next_plan_code = models.CharField(max_length=20, choices=PLAN_CODES, blank=True)
    next_interval = models.CharField(max_length=5, choices=Interval, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="the_operators_plans_have_nothing_of_stripe",
                condition=Q(source="stripe", stripe_id__isnull=False)
                | Q(source="operator", stripe_id=None, status="", plan_until=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.plan_code}"


class Customer(models.Model):
    """An account as Stripe knows it.

    `key` makes its creation at Stripe happen once, however often it is asked for. `syncs` counts what was
    written from Stripe's answers: an answer that was asked for before another was written is thrown away.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="customer")
    key = models.UUIDField()
    stripe_id = models.CharField(max_length=255, unique=True, null=True, blank=True)
    told_email = models.CharField(max_length=254, blank=True)  # where Stripe sends its mails
    syncs = models.PositiveIntegerField(default=0)
    synced_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user}: {self.stripe_id or 'not known to Stripe yet'}"
