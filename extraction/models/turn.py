"""Whose turn it is, among those who sent much at once."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Turn(models.Model):
    """An account's place in the round: the longer ago a document of its batches was taken up, the sooner
    the next one is."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="turn")
    served_at = models.DateTimeField(null=True, blank=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.user}: {self.served_at}"
