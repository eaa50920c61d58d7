"""Which programs of the service are alive, as they say themselves."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models

KEPT_FOR = timedelta(days=1)


class HeartbeatQuerySet(models.QuerySet["Heartbeat"]):
    def seen_since(self, moment: datetime) -> HeartbeatQuerySet:
        return self.filter(seen_at__gte=moment)

    def forget_old(self, *, now: datetime) -> int:
        return self.filter(seen_at__lt=now - KEPT_FOR).delete()[0]


class Heartbeat(models.Model):
    """One process, told by a token from others of its number; `program` is the supervisor's name for it."""

    token = models.CharField(max_length=32, primary_key=True)
    program = models.CharField(max_length=40)
    host = models.CharField(max_length=255)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    objects = HeartbeatQuerySet.as_manager()

    class Meta:
        ordering = ["host", "program", "started_at"]

    def __str__(self) -> str:
        return f"{self.program} on {self.host}, process {self.pid}"
