"""Documents that were sent together."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from extraction.models import public_ids


class Batch(models.Model):
    """Up to some hundreds of documents of one request. How far it is, is counted from its extractions.

    `finished_at` is written once, with the last of its extractions: who writes it announces it.
    """

    public_id = models.CharField(max_length=20, unique=True, default=public_ids.for_batch)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="batches")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    webhook_url = models.CharField(max_length=2_000, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name_plural = "batches"
        indexes = [models.Index(name="batch_history", fields=["user", "-created_at", "-id"])]

    def __str__(self) -> str:
        return self.public_id
