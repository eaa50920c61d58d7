"""What is to be done once, outside of any transaction, and tried again until it is done."""

from __future__ import annotations

from django.db import models


class Chore(models.Model):
    """`next_try_at` is also until when it is left to whoever has taken it; `nudged_at` is when a worker was
    last told of it."""

    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()
    nudged_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        abstract = True
