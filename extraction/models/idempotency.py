"""Requests that came with an Idempotency-Key: what each asked for, and what it was answered."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

KEPT_FOR = timedelta(hours=24)


class IdempotentRequestQuerySet(models.QuerySet["IdempotentRequest"]):
    def expired(self, *, now: datetime) -> IdempotentRequestQuerySet:
        return self.filter(created_at__lte=now - KEPT_FOR)

    def kept(self, *, now: datetime) -> IdempotentRequestQuerySet:
        return self.filter(created_at__gt=now - KEPT_FOR)

    def unanswered(self) -> IdempotentRequestQuerySet:
        return self.filter(status=None, is_gone=False)


class IdempotentRequest(models.Model):
    """One POST of an account, under a key that the account chose.

    Whoever works on it holds `claim` until `lease_until`. `made` is the public id of what it brought about,
    written in the same transaction: should its process die, the next one finds it and makes no second.
    `status`, `headers` and `body` are the answer; when what was made is deleted they go with it (`is_gone`).
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="idempotent_requests"
    )
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    claim = models.CharField(max_length=32)
    lease_until = models.DateTimeField()
    made = models.CharField(max_length=20, blank=True)

    status = models.PositiveSmallIntegerField(null=True, blank=True)
    headers = models.JSONField(default=dict, blank=True)
    body = models.BinaryField(default=bytes, blank=True)
    is_gone = models.BooleanField(default=False)

    objects = IdempotentRequestQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(name="idempotency_age", fields=["created_at"]),
            models.Index(name="idempotency_made", fields=["made"], condition=~Q(made="")),
        ]
        constraints = [
            models.UniqueConstraint(name="one_request_per_idempotency_key", fields=["user", "key"]),
            models.CheckConstraint(
                name="what_is_gone_has_no_answer",
                condition=Q(is_gone=False) | Q(status=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.status or 'unanswered'}"
