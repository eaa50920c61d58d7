"""Documents that are done, as a worker leaves them, and a clock that tests set."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from extraction import completion
from extraction.models import Batch, Extraction, WebhookAttempt, WebhookDelivery
from extraction.webhooks import delivery

RESULT = {
    "confidence": 0.97,
    "vendor": {"name": "Müller & Söhne 株式会社"},
    "invoice_number": "INV-1",
    "total": 1217.80,
}


class Clock:
    """Says what time it is, a little ahead of what is announced, and moves only when told to."""

    def __init__(self) -> None:
        self.now = timezone.now() + timedelta(seconds=10)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **parts: float) -> None:
        self.now += timedelta(**parts)


def completed(user: User, **fields: object) -> Extraction:
    result = json.dumps(RESULT).replace("1217.8", "1217.80")
    return _finished(user, status=Extraction.Status.COMPLETED, result=result, processing_time_ms=12, **fields)


def failed(user: User, **fields: object) -> Extraction:
    reason = {"error_code": "invalid_file", "error_message": "The file is damaged."}
    return _finished(user, status=Extraction.Status.FAILED, **reason, **fields)


def batch_of(user: User, *, count: int, **fields: object) -> Batch:
    """All but the first are read, and then the first cannot be."""
    now = timezone.now()
    batch = Batch.objects.create(user=user, created_at=now, **fields)
    first = Extraction.objects.create(
        user=user, created_at=now, batch=batch, position=0, filename="0.pdf", size=1, sha256="0"
    )
    for position in range(1, count):
        completed(user, batch=batch, position=position)
    Extraction.objects.filter(pk=first.pk).update(
        status=Extraction.Status.FAILED, error_code="invalid_file", error_message="No.", finished_at=now
    )
    with transaction.atomic():
        completion.follow(first, now=now)
    return batch


def due() -> WebhookAttempt:
    return WebhookAttempt.objects.waiting().select_related("delivery__event").earliest("due_at")


def work(clock: Clock) -> None:
    """What the worker does with everything that is due."""
    for pk in WebhookAttempt.objects.due(now=clock()).values_list("pk", flat=True):
        delivery.run(pk=pk, clock=clock)


def only_delivery() -> WebhookDelivery:
    return WebhookDelivery.objects.get()


def _finished(user: User, **fields: object) -> Extraction:
    now = timezone.now()
    extraction = Extraction.objects.create(
        user=user,
        created_at=now,
        finished_at=now,
        filename="invoice.pdf",
        file="uploads/none.pdf",
        size=1,
        sha256="0",
        **fields,
    )
    with transaction.atomic():
        completion.follow(extraction, now=now)
    return extraction
