"""The sender's side of an extraction: submit, wait, delete. The worker's side is in `work`.

The row, its quota and its queue message come about in one transaction: all of it or nothing.
"""

from __future__ import annotations

import threading
import time
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accounts import statements
from accounts.models import ApiKey, User
from billing import subscriptions
from billing.plans import Plan
from billing.usage import metering
from extraction import completion, dispatch, duplicates, endings, idempotency, together, turns, uploads
from extraction.idempotency import Claim
from extraction.models import Batch, Extraction
from extraction.uploads import Upload
from extraction.webhooks import events

FIRST_POLL_SECONDS = 0.04  # by itself; it is rung for what is finished on this machine
LONGEST_POLL_SECONDS = 0.25

_waiters = threading.BoundedSemaphore(settings.SYNC_WAITERS)


def submit(
    *,
    user: User,
    upload: Upload,
    now: datetime,
    key: ApiKey | None = None,
    plan: Plan | None = None,
    language: str = "",
    webhook_url: str = "",
    takes_place: bool = True,
    is_counted: bool = True,
    is_bulk: bool = False,
    batch: Batch | None = None,
    position: int = 0,
    claim: Claim | None = None,
) -> Extraction:
    """Accept a stored file: quota, row and message in one transaction.

    `key`: the program that brings it, if one does. `plan`: the account's, if it is known already.
    `takes_place`: it counts as one of the plan's concurrent requests. `is_counted`: it is one of the month's
    invoices, as all are but our own sample. `is_bulk`: it came with many others,
    and lets those that somebody waits for go first. `batch`: an open one that it is part of, at `position`.
    `claim`: that of the request for it.
    Raises `metering.LimitReached` or `idempotency.StillRunning`; then the stored file is discarded.
    """
    plan = plan or subscriptions.plan_for(user, now=now)
    extraction = Extraction(
        user=user,
        api_key=key,
        created_at=now,
        queue=Extraction.Queue.BULK if is_bulk else Extraction.Queue.INTERACTIVE,
        filename=upload.filename,
        file=upload.name,
        size=upload.size,
        sha256=upload.sha256,
        language=language,
        webhook_url=webhook_url,
        max_pages=plan.max_pages,
    )

    def write() -> None:
        if is_counted:
            reference = extraction.public_id
            extraction.usage = metering.reserve(
                user=user, reference=reference, now=now, takes_place=takes_place, key=key, plan=plan
            )
        if batch:
            _join(extraction, batch, position)
        statements.insert(extraction)
        idempotency.note(claim, made=extraction.public_id)
        if is_bulk:
            turns.join(user)
        dispatch.nudge(extraction)

    with uploads.discarding([upload.name]):
        together.atomically(write)
    return extraction


def _join(extraction: Extraction, batch: Batch, position: int) -> None:
    """A batch that was closed meanwhile, or deleted, takes no more: then the document stands alone.

    Its row is locked after the quota, as by who finishes a document.
    """
    held = Batch.objects.select_for_update().filter(pk=batch.pk, is_open=True).first()
    if held is not None:
        extraction.batch, extraction.position = held, position


def wait(extraction: Extraction, *, seconds: float) -> Extraction:
    """The extraction as it stands when it is finished, or when the time is up.

    Only so many threads of a process wait at a time, so that there are always some left to answer others;
    who comes when all of those places are taken does not wait.
    Raises `Extraction.DoesNotExist` if it is deleted meanwhile.
    """
    if _waiters.acquire(blocking=False):
        try:
            _wait_until_finished(extraction, seconds)
        finally:
            _waiters.release()
    return extraction


def _wait_until_finished(extraction: Extraction, seconds: float) -> None:
    end, pause = time.monotonic() + seconds, FIRST_POLL_SECONDS
    with endings.of(extraction.pk) as news:
        while not extraction.is_finished and time.monotonic() < end:
            lend_connection()
            news.wait(pause)
            news.clear()
            pause = min(pause * 1.2, LONGEST_POLL_SECONDS)
            extraction.refresh_from_db()


def lend_connection() -> None:
    """Back into the pool while we sleep: there are fewer connections than threads that may wait."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        connection.close()


def delete(extraction: Extraction) -> None:
    """File and result are gone at once; one that was not read yet is not counted."""
    now = timezone.now()
    with transaction.atomic():
        own = Extraction.objects.filter(pk=extraction.pk)
        duplicates.one_at_a_time(extraction.user_id)
        duplicates.hand_on(own)
        metering.withdraw(reference=extraction.public_id, now=now)
        events.forget(extraction.user, extraction=extraction)
        own.delete()
        idempotency.forget([extraction.public_id])
        events.retell(batch=extraction.batch_id)
        completion.follow(extraction, now=now)
        transaction.on_commit(lambda: uploads.discard([str(extraction.file.name)]))
