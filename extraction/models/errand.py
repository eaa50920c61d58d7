"""What an account has asked a worker to do."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Errand(models.Model):
    """Something to be done with all that a search finds of what was received until `seen`. The row goes with
    the work, so that a broker may forget its message. `sent_at`: when a worker was told last.
    """

    class Kind(models.TextChoices):
        APPROVE = "approve"
        DELETE = "delete"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="errands")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    search = models.TextField(blank=True)
    seen = models.DateTimeField()
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind} {self.search}"
