"""Documents that were sent together."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q

from extraction.models import public_ids


class BatchQuerySet(models.QuerySet["Batch"]):
    def counted(self) -> BatchQuerySet:
        """With `total`, `completed` and `failed` beside each, and what is `finished` and `unfinished`."""
        counts = self.annotate(
            total=Count("extractions"),
            completed=Count("extractions", filter=Q(extractions__status="completed")),
            failed=Count("extractions", filter=Q(extractions__status="failed")),
        )
        return counts.annotate(
            finished=F("completed") + F("failed"), unfinished=F("total") - F("completed") - F("failed")
        )


class Batch(models.Model):
    """Up to some hundreds of documents. How far it is, is counted from its extractions.

    Those of a program come in one request, those of a person one by one: meanwhile it `is_open`.
    `finished_at` is written once, with the last of its extractions: who writes it announces it.
    """

    public_id = models.CharField(max_length=20, unique=True, default=public_ids.for_batch)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="batches")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    webhook_url = models.CharField(max_length=2_000, blank=True)
    is_open = models.BooleanField(default=False)

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name_plural = "batches"
        indexes = [models.Index(name="batch_history", fields=["user", "-created_at", "-id"])]
        constraints = [
            models.CheckConstraint(
                name="a_finished_batch_takes_no_more", condition=Q(is_open=False) | Q(finished_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.public_id
