"""What of its usage an account wants to be told by mail."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class AlertChoice(models.Model):
    """What the owner chose. Who never chose is told of the month's invoices, and of nothing else."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="alert_choice"
    )
    nearly_used = models.BooleanField(default=True)
    all_used = models.BooleanField(default=True)
    key_limit = models.BooleanField(default=False)
    many_failed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.user}: {self.nearly_used}, {self.all_used}, {self.key_limit}, {self.many_failed}"
