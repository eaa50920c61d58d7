"""Documents that are sent together: accepted whole or not at all, each then on its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import ApiKey, User
from billing import subscriptions
from billing.usage import metering
from extraction import completion, dispatch, duplicates, idempotency, one_by_one, turns, uploads
from extraction.arrivals import Arrival
from extraction.idempotency import Claim
from extraction.models import Batch, Extraction
from extraction.uploads import FileTooLarge
from extraction.webhooks import events

PURGED_AT_ONCE = 200


def submit(
    *,
    user: User,
    files: Sequence[Arrival],
    now: datetime,
    key: ApiKey | None = None,
    language: str = "",
    webhook_url: str = "",
    claim: Claim | None = None,
) -> Batch:
    """Accept the files: quota for all that can be read, rows and messages in one transaction.

    One that cannot be read is failed from the start, in its place, and costs nothing.
    Raises `metering.LimitReached` or `idempotency.StillRunning`; then nothing is kept.
    """
    batch = Batch(user=user, created_at=now, webhook_url=webhook_url)
    max_pages = subscriptions.plan_for(user, now=now).max_pages
    with _stored(files, today=now.date()) as names:
        rows = [
            _row(batch, position, file, name, key=key, language=language, max_pages=max_pages)
            for position, (file, name) in enumerate(zip(files, names, strict=True))
        ]
        with transaction.atomic():
            _accept(batch, rows, key=key, claim=claim)
    return batch


def delete(batch: Batch, *, now: datetime) -> None:
    """Files and results are gone at once; what was not read yet is not counted.

    One that is still open takes no more from here on, lest files come while it goes.
    """
    Batch.objects.filter(pk=batch.pk).update(is_open=False)
    with transaction.atomic():
        duplicates.one_at_a_time(batch.user_id)
        rows = list(batch.extractions.select_for_update().order_by("pk").values_list("public_id", "file"))
        duplicates.hand_on(batch.extractions.all())
        metering.withdraw_many(references=[public_id for public_id, _ in rows], now=now)
        Batch.objects.select_for_update().filter(pk=batch.pk).first()
        events.forget(batch.user, batch=batch)
        events.forget(batch.user, extraction__batch=batch)
        batch.extractions.all().delete()
        idempotency.forget([batch.public_id])
        Batch.objects.filter(pk=batch.pk).delete()
        transaction.on_commit(lambda: uploads.discard(file for _, file in rows))


def purge(batches: QuerySet[Batch], *, finished_before: datetime, now: datetime) -> int:
    """Delete those that were complete by then, some at a time."""
    due = batches.filter(finished_at__lt=finished_before)[:PURGED_AT_ONCE]
    one_by_one.each(due, partial(delete, now=now))
    return len(due)


def _accept(batch: Batch, rows: list[Extraction], *, key: ApiKey | None, claim: Claim | None) -> None:
    waiting = [row for row in rows if not row.is_finished]
    references, now = [row.public_id for row in waiting], batch.created_at
    metering.reserve_many(user=batch.user, references=references, now=now, key=key)
    batch.save(force_insert=True)
    for row in rows:
        row.batch = batch
    Extraction.objects.bulk_create(rows)
    idempotency.note(claim, made=batch.public_id)
    turns.join(batch.user)
    for row in waiting:
        dispatch.nudge(row)
    completion.follow_refused(batch, [row for row in rows if row.is_finished], now=now)
    batch.refresh_from_db(fields=["finished_at"])


def _row(
    batch: Batch,
    position: int,
    file: Arrival,
    name: str,
    *,
    key: ApiKey | None,
    language: str,
    max_pages: int | None,
) -> Extraction:
    row = Extraction(
        user=batch.user,
        api_key=key,
        created_at=batch.created_at,
        queue=Extraction.Queue.BULK,
        position=position,
        filename=uploads.harmless(file.filename),
        file=name,
        size=file.size,
        sha256=file.sha256,
        language=language,
        max_pages=max_pages,
    )
    if file.error:
        row.status, row.finished_at = Extraction.Status.FAILED, batch.created_at
        row.error_code = "file_too_large" if isinstance(file.error, FileTooLarge) else file.error.code
        row.error_message = str(file.error)
    return row


@contextmanager
def _stored(files: Sequence[Arrival], *, today: date) -> Iterator[list[str]]:
    """The files' names in storage, empty for what cannot be read; discarded if what follows fails."""
    names: list[str] = []
    with uploads.discarding(names):
        names.extend(_take(file, today) for file in files)  # one by one: what is there when one fails
        yield names


def _take(file: Arrival, today: date) -> str:
    return "" if file.error else uploads.take(file.path, kind=file.kind, today=today)
