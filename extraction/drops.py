"""Files that a person sends from a page, one request each: announced, taken, and then there are no more.

What was announced is a row, and a file becomes an extraction in the transaction that says so in its row. So
one that is sent again, because nobody knows whether it came, is read and counted once. Where the plan has
batches, several files become one; it stays open until the last of them came, or it is clear that none will.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial

from django.core.files.base import File
from django.db import transaction

from accounts.models import User
from billing.usage import metering
from billing.usage.metering import Usage
from extraction import completion, duplicates, jobs, one_by_one, refusals, uploads
from extraction.models import Batch, Drop, DroppedFile, Extraction
from extraction.refusals import Announced
from extraction.uploads import Upload

FEW = 5  # files that a person drops and then looks at; with more, they come back later
MOST = 1_000  # files that are announced at once
MOST_OPEN = 50  # lists of an account to which files may still come
SILENT_FOR = timedelta(minutes=10)  # whoever sends is gone
CLOSED_AT_ONCE = 100
KEPT_FOR = timedelta(days=1)


class Refused(Exception):
    """The file is not taken, now or later; the words are for the person who sent it."""


class _TakenMeanwhile(Exception):
    """The same file, sent twice: the other request was quicker to take or to refuse it, or it is deleted."""


class TooManyOpen(Exception):
    """So many lists wait for files that no person has them open; those that are silent end by themselves."""

    def __init__(self) -> None:
        minutes = SILENT_FOR.seconds // 60
        super().__init__(
            f"{MOST_OPEN} uploads of this account are not finished. Try again once one of them is,"
            f" {minutes} minutes from now at the latest."
        )


class CutShort(Exception):
    """Not the whole file came: the connection broke. It can be sent again."""


def begin(*, user: User, files: Sequence[Announced], now: datetime) -> Drop:
    """Whatever can be refused before it is sent is refused here. Raises `TooManyOpen`."""
    if user.drops.filter(closed_at=None).count() >= MOST_OPEN:
        raise TooManyOpen
    usage = metering.usage(user=user, now=now)
    reasons = list(_refusals(files[:MOST], usage))
    good = reasons.count("")
    drop = Drop(user=user, created_at=now, heard_at=now, is_bulk=good > FEW)
    with transaction.atomic():
        if usage.plan.batch_files and good > 1:
            drop.batch = Batch.objects.create(user=user, created_at=now, is_open=True)
        drop.save(force_insert=True)
        DroppedFile.objects.bulk_create(
            DroppedFile(
                drop=drop,
                position=position,
                filename=uploads.harmless(file.filename),
                size=file.size,
                refusal=reason,
            )
            for position, (file, reason) in enumerate(zip(files, reasons, strict=False))
        )
    return drop


def take(file: DroppedFile, content: File[bytes], *, now: datetime) -> Extraction:
    """The extraction of this file, made now or when it came before.

    Raises `Refused`, `CutShort`, or `DroppedFile.DoesNotExist` if it was deleted meanwhile.
    """
    if file.refusal:
        raise Refused(file.refusal)
    if file.extraction is not None:
        return file.extraction
    Drop.objects.filter(pk=file.drop_id).update(heard_at=now)
    if content.size != file.size:
        raise CutShort
    try:
        return _take(file, uploads.store(content, today=now.date()), now)
    except _TakenMeanwhile:
        return _taken(file)
    except refusals.REASONS as error:
        reason = refusals.of(error, filename=file.filename)
        if not DroppedFile.objects.filter(pk=file.pk, extraction=None).update(refusal=reason):
            return _taken(file)
        raise Refused(reason) from error


def close(drop: Drop, *, now: datetime) -> None:
    """No more of its files come; of those that came the batch may be complete."""
    with transaction.atomic():
        duplicates.one_at_a_time(drop.user_id)
        if Drop.objects.filter(pk=drop.pk, closed_at=None).update(closed_at=now) and drop.batch_id:
            _close_batch(drop, drop.batch_id, now)


def close_silent(*, now: datetime) -> None:
    """Those from which nothing has come for longest: the page is gone, and could not say so."""
    silent = Drop.objects.filter(closed_at=None, heard_at__lt=now - SILENT_FOR)
    one_by_one.each(silent.order_by("heard_at", "pk")[:CLOSED_AT_ONCE], partial(close, now=now))


def put_away(drop: Drop) -> None:
    Drop.objects.filter(pk=drop.pk).exclude(closed_at=None).update(is_put_away=True)


def purge(*, now: datetime) -> None:
    """What was sent from a page is of interest for a day; its documents stay."""
    Drop.objects.filter(created_at__lt=now - KEPT_FOR).exclude(closed_at=None).delete()


def _refusals(files: Sequence[Announced], usage: Usage) -> Iterator[str]:
    """A reason for each, empty for what can be sent."""
    taken = 0
    for file in files:
        reason = refusals.before_sending(file) or _no_room(taken, usage)
        taken += not reason
        yield reason


def _no_room(taken: int, usage: Usage) -> str:
    if taken >= usage.remaining:
        return refusals.beyond_month(usage)
    if usage.plan.batch_files and taken >= usage.plan.batch_files:
        return refusals.beyond_batch(usage)
    return ""


def _take(file: DroppedFile, upload: Upload, now: datetime) -> Extraction:
    """Its row is written last, and only if it has no extraction yet: of two requests one undoes all it did.

    So locks are taken in the order of those who delete a batch: quota, batch, the rows of its files.
    """
    drop = file.drop
    try:
        with transaction.atomic():
            extraction = jobs.submit(
                user=drop.user,
                upload=upload,
                now=now,
                takes_place=False,
                is_bulk=drop.is_bulk,
                batch=drop.batch,
                position=file.position,
            )
            open_row = DroppedFile.objects.filter(pk=file.pk, extraction=None, refusal="")
            if not open_row.update(extraction=extraction):
                raise _TakenMeanwhile
    except _TakenMeanwhile:
        uploads.discard([upload.name])
        raise
    return extraction


def _taken(file: DroppedFile) -> Extraction:
    """What the quicker request has made. Raises `Refused` as that did, or `DroppedFile.DoesNotExist`."""
    now = DroppedFile.objects.get(pk=file.pk)
    if now.refusal:
        raise Refused(now.refusal)
    return Extraction.objects.get(dropped_as=now)


def _close_batch(drop: Drop, batch_id: int, now: datetime) -> None:
    """One of which no file came is none."""
    Batch.objects.filter(pk=batch_id).update(is_open=False)
    if Extraction.objects.filter(batch=batch_id).exists():
        completion.close(batch_id, now=now)
    else:
        Drop.objects.filter(pk=drop.pk).update(batch=None)
        Batch.objects.filter(pk=batch_id).delete()
