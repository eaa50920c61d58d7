"""Files that a person sends from a page: what was announced of each, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from extraction.models import public_ids
from extraction.models.batch import Batch
from extraction.models.extraction import Extraction


class Drop(models.Model):
    """Files that were dropped, pasted or chosen together. They are known before they are sent, so that it can
    be said later which of them came, whatever became of the page.

    `closed_at`: no more of them come. `heard_at`: when one came last. `is_put_away`: its owner has seen it.
    """

    public_id = models.CharField(max_length=20, unique=True, default=public_ids.for_drop)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drops")
    batch = models.ForeignKey(Batch, null=True, blank=True, on_delete=models.CASCADE, related_name="drops")
    is_bulk = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    heard_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    is_put_away = models.BooleanField(default=False)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(name="drops_of_user", fields=["user", "-created_at", "-id"]),
            models.Index(name="drops_open", fields=["heard_at"], condition=Q(closed_at=None)),
            models.Index(name="drops_age", fields=["created_at"]),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class DroppedFile(models.Model):
    """One of them. It was refused, in words, or it has become an extraction, or it is still to come."""

    drop = models.ForeignKey(Drop, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField()
    filename = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    refusal = models.CharField(max_length=255, blank=True)
    extraction = models.OneToOneField(
        Extraction, null=True, blank=True, on_delete=models.CASCADE, related_name="dropped_as"
    )

    class Meta:
        ordering = ["drop", "position"]
        constraints = [
            models.UniqueConstraint(name="one_dropped_file_per_position", fields=["drop", "position"]),
            models.CheckConstraint(
                name="what_was_refused_is_not_read", condition=Q(refusal="") | Q(extraction=None)
            ),
        ]

    def __str__(self) -> str:
        return self.filename
