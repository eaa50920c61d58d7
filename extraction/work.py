"""The worker's side of an extraction: claim, read, finish; and what to do for claims that nobody finished.

A worker that holds a row's current claim is the only one that can finish it, and finishing settles the
quota in the same transaction: whatever dies in between, a document is read once, billed once, or not at all.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from billing.usage import metering
from extraction import (
    bank_accounts,
    completion,
    dispatch,
    duplicates,
    endings,
    facts,
    hasty,
    one_by_one,
    outages,
    page_words,
    turns,
    uploads,
)
from extraction.corrections import standing
from extraction.engine.errors import TooManyPages
from extraction.engine.options import Options
from extraction.engine.sandbox import reader
from extraction.engine.sandbox.keeper import DocumentRefused, Limits, Progress, ReaderLost, ReadingFailed
from extraction.engine.sandbox.reader import Answer
from extraction.facts import Facts
from extraction.measures import DOCUMENTS, ENGINE_SECONDS, PAGES
from extraction.memory import following
from extraction.memory.following import Said
from extraction.models import Extraction

logger = logging.getLogger(__name__)

A_JUMP = timedelta(minutes=10)  # a time that much too late was written before the clock was set back
OUTAGES_ARE_GIVEN = timedelta(seconds=15)  # before a document is tried again
PROCESSING_ERROR = "processing_error"
PROCESSING_MESSAGE = "The document could not be processed. It was not counted; please try again."


class ClaimLost(Exception):
    """The extraction was deleted, or given to another worker, while this one was reading it."""


def run(*, pk: int) -> None:
    """Read one document, if it is there to be read: a second message for the same one does nothing."""
    extraction = _claim(pk)
    if extraction is not None:
        with _outages_put_off(extraction):
            _read_and_finish(extraction)


def run_next() -> None:
    """Read the document of the bulk queue whose turn it is, if there is one."""
    extraction = _claim_next()
    if extraction is not None:
        with _outages_put_off(extraction):
            _read_and_finish(extraction)


def _read_and_finish(extraction: Extraction) -> None:
    started = time.monotonic()
    try:
        answer = _read(extraction)
    except ClaimLost:
        logger.info("%s was taken away while it was being read.", extraction.public_id)
    except ReaderLost as error:
        logger.warning("%s: %s It is tried again.", extraction.public_id, error)
        _give_back(extraction)
    except (ReadingFailed, FileNotFoundError) as error:
        logger.error("%s: %s", extraction.public_id, error)
        _fail(extraction, code=PROCESSING_ERROR, message=PROCESSING_MESSAGE)
    except DocumentRefused as error:
        _fail(extraction, **_reason(error))
    else:
        _complete(extraction, answer, milliseconds=round((time.monotonic() - started) * 1000))


@contextmanager
def _outages_put_off(extraction: Extraction) -> Iterator[None]:
    """An outage is no fault of the document: it spends no attempt, and the sweeper sends it again later."""
    try:
        yield
    except Exception as error:
        if not outages.is_one(error):
            raise
        logger.error("%s is put off: %s", extraction.public_id, error)
        again_at = timezone.now() + OUTAGES_ARE_GIVEN
        _ours(extraction).update(
            status=Extraction.Status.QUEUED, claim="", lease_until=again_at, attempts=F("attempts") - 1
        )


def resend_stale(*, now: datetime, queued_for: timedelta) -> int:
    """Send again what no worker seems to know of; give up on what was tried often enough.

    The end of a long bulk queue waits long and is not forgotten, as long as the queue moves.
    """
    _shorten_leases(now)
    queued = Extraction.objects.filter(status=Extraction.Status.QUEUED)
    of_another_time = Q(lease_until__gt=now + queued_for + A_JUMP) | Q(
        lease_until=None, created_at__gt=now + A_JUMP
    )
    forgotten = Q(lease_until=None, created_at__lt=now - queued_for)
    gone = Extraction.objects.filter(status=Extraction.Status.PROCESSING, lease_until__lt=now)
    stale = gone | queued.filter(forgotten | Q(lease_until__lt=now) | of_another_time)
    if turns.are_taken(since=now - queued_for):
        stale = stale.exclude(queue=Extraction.Queue.BULK, status=Extraction.Status.QUEUED)
    found = list(stale[:1000])
    one_by_one.each(found, partial(_resend, now=now, again_after=queued_for))
    return len(found)


def _shorten_leases(now: datetime) -> None:
    """Those that end later than any can: the clock was set back. Who is at work renews its own at once."""
    until = now + timedelta(seconds=settings.JOB_LEASE_SECONDS)
    held = Extraction.objects.filter(status=Extraction.Status.PROCESSING)
    held.filter(lease_until__gt=until + A_JUMP).update(lease_until=until)


def resend_unsent(*, now: datetime, again_after: timedelta) -> int:
    """Send again, without waiting for long, what the broker is known to have lost."""
    found = dispatch.unsent(now=now)
    one_by_one.each(found, partial(_resend, now=now, again_after=again_after))
    return len(found)


def _resend(extraction: Extraction, *, now: datetime, again_after: timedelta) -> None:
    if extraction.attempts >= settings.JOB_MAX_ATTEMPTS:
        _fail(extraction, code=PROCESSING_ERROR, message=PROCESSING_MESSAGE)
        return
    same = Extraction.objects.filter(
        pk=extraction.pk, status=extraction.status, claim=extraction.claim, lease_until=extraction.lease_until
    )
    with transaction.atomic():
        queued = Extraction.Status.QUEUED
        if same.update(status=queued, claim="", lease_until=now + again_after):
            dispatch.nudge(extraction)


def _claim(pk: int) -> Extraction | None:
    """Mark it as ours until the lease ends; None if it is finished, gone, or in other hands."""
    now = timezone.now()
    until = now + timedelta(seconds=settings.JOB_LEASE_SECONDS)
    with hasty.transaction():
        return Extraction.objects.claimed(pk, claim=secrets.token_hex(16), until=until, now=now)


def _claim_next() -> Extraction | None:
    """Workers that come at once may choose the same document: one gets it, the others choose again."""
    while (pk := turns.next_up(now=timezone.now())) is not None:
        with hasty.transaction():
            extraction = _claim(pk)
            if extraction is not None:
                turns.served(extraction, now=timezone.now())
                return extraction
    return None


def _read(extraction: Extraction) -> Answer:
    warm = reader.current(
        Limits(
            deadline_seconds=settings.ENGINE_DEADLINE_SECONDS,
            resident_mb=settings.ENGINE_MEMORY_MB,
            address_space_mb=settings.ENGINE_ADDRESS_SPACE_MB,
            documents_per_child=settings.ENGINE_DOCUMENTS_PER_CHILD,
            niceness=settings.ENGINE_NICENESS,
            idle_seconds=settings.ENGINE_IDLE_SECONDS,
        )
    )
    options = Options(language=extraction.language or None, max_pages=extraction.max_pages)
    return warm.read(uploads.read(extraction), options=options, tick=partial(_renew, extraction))


def _renew(extraction: Extraction, progress: Progress) -> None:
    """Show that we are alive, and how far we are."""
    until = timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)
    if not _ours(extraction).update(lease_until=until, pages=progress.pages, pages_read=progress.pages_read):
        raise ClaimLost


def _complete(extraction: Extraction, answer: Answer, *, milliseconds: int) -> None:
    found, words = facts.of(answer.result), page_words.pack(answer.words)
    said = following.said(user_id=extraction.user_id, result=answer.result, words=words, found=found)
    _finish(
        extraction,
        partial(_count_and_compare, found, words, said, answer.sources),
        status=Extraction.Status.COMPLETED,
        result=answer.result,
        processing_time_ms=milliseconds,
        **asdict(found),
    )


def _count_and_compare(
    found: Facts,
    words: bytes,
    said: list[Said],
    sources: Sequence[str],
    extraction: Extraction,
    *,
    now: datetime,
) -> None:
    metering.commit(reference=extraction.public_id, now=now)
    page_words.keep(extraction, words)
    if said:
        found = following.follow(extraction, said, found, now=now)
        extraction.refresh_from_db()
    duplicates.note(extraction, found)
    bank_accounts.note(extraction, found)
    standing.count(extraction)
    transaction.on_commit(partial(_measure_pages, extraction, sources))


def _fail(extraction: Extraction, *, code: str, message: str) -> None:
    failed = Extraction.Status.FAILED
    _finish(extraction, _release, status=failed, error_code=code, error_message=message)


def _release(extraction: Extraction, *, now: datetime) -> None:
    metering.release(reference=extraction.public_id, now=now)


def _finish(extraction: Extraction, settle: Callable[..., object], **changes: object) -> None:
    """The row, its quota and what follows together, if the row is still ours."""
    now = timezone.now()
    changes |= {"finished_at": now, "lease_until": None}
    with transaction.atomic():
        duplicates.one_at_a_time(extraction.user_id)
        if _ours(extraction).update(**changes):
            finished = _as_it_is(extraction, changes)
            settle(finished, now=now)
            completion.follow(finished, now=now)
            transaction.on_commit(partial(_measure, extraction, changes))
            transaction.on_commit(lambda: endings.tell(extraction.pk), robust=True)


def _as_it_is(extraction: Extraction, changes: Mapping[str, object]) -> Extraction:
    """Beside the row as we know it, by which it is found should none of this be committed."""
    finished = copy(extraction)
    for name, value in changes.items():
        setattr(finished, name, value)
    return finished


def _measure(extraction: Extraction, changes: Mapping[str, Any]) -> None:
    outcome = changes.get("error_code") or changes["status"].value
    DOCUMENTS.labels(queue=extraction.queue, outcome=outcome).inc()
    if "processing_time_ms" in changes:
        ENGINE_SECONDS.labels(queue=extraction.queue).observe(changes["processing_time_ms"] / 1000)


def _measure_pages(extraction: Extraction, sources: Sequence[str]) -> None:
    for source in sources:
        PAGES.labels(queue=extraction.queue, source=source).inc()


def _give_back(extraction: Extraction) -> None:
    """Let another attempt have it; the one that was the last fails."""
    if extraction.attempts >= settings.JOB_MAX_ATTEMPTS:
        _fail(extraction, code=PROCESSING_ERROR, message=PROCESSING_MESSAGE)
        return
    with transaction.atomic():
        if _ours(extraction).update(status=Extraction.Status.QUEUED, claim="", lease_until=None):
            dispatch.nudge(extraction)


def _ours(extraction: Extraction) -> models.QuerySet[Extraction]:
    """The row, as long as it is in the state in which we know it."""
    return Extraction.objects.filter(pk=extraction.pk, claim=extraction.claim, status=extraction.status)


def _reason(error: DocumentRefused) -> dict[str, str]:
    """What the engine calls too many pages is a question of the plan here."""
    if error.code == TooManyPages.code:
        return {"code": "plan_required", "message": f"{error} A larger plan reads documents with more pages."}
    return {"code": error.code, "message": str(error)}
