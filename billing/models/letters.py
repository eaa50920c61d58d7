"""Mails about payment and usage, each sent once."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from billing.models.chores import Chore


class Letter(Chore):
    """A mail that is owed. `about` tells one from others of its kind: it is owed once only."""

    class Kind(models.TextChoices):
        ALARM = "alarm", "to the operator"
        PAYMENT_FAILED = "payment_failed", "a payment failed"
        LAST_DAYS = "last_days", "the days of grace end soon"
        NOW_FREE = "now_free", "the plan is now Free"
        NEARLY_USED = "nearly_used", "the month's invoices are nearly used"
        ALL_USED = "all_used", "the month's invoices are used"
        KEY_LIMIT = "key_limit", "a key has reached its limit"
        MANY_FAILED = "many_failed", "many failed in a day"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=20, choices=Kind)
    about = models.CharField(max_length=600)
    text = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="each_letter_once", fields=["kind", "about"])]
        ordering = ["-created_at"]
        indexes = [
            models.Index(name="letters_to_send", fields=["next_try_at"], condition=models.Q(done_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.user}"
