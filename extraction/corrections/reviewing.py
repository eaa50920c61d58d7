"""What a person decides on a document: that it is right, or that it is none; and which one is next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Q

from accounts.models import User
from extraction import duplicates
from extraction.corrections import correcting
from extraction.corrections.correcting import NotUnderstood
from extraction.models import Extraction, ExtractionQuerySet

AT_ONCE = 500


class Neighbours(NamedTuple):
    """The documents beside one, newest first, among those to review. `place` counts from 1; None where the
    document itself is not, or no longer, one of them."""

    previous: Extraction | None
    next: Extraction | None
    place: int | None
    of: int


@transaction.atomic
def approve(extraction: Extraction, *, by: User, now: datetime) -> bool:
    """Whether that is news. Lines that were added and left empty go."""
    duplicates.one_at_a_time(extraction.user_id)
    return bool(_approve(_itself(extraction), by=by, now=now))


def reject(extraction: Extraction, *, by: User, now: datetime) -> bool:
    """Whether that is news."""
    return bool(_decide(_itself(extraction), Extraction.Review.REJECTED, by=by, now=now))


def reopen(extraction: Extraction) -> bool:
    """As if nobody had decided. Whether that is news."""
    decided = _itself(extraction).exclude(review="")
    return bool(decided.update(review="", reviewed_at=None, reviewed_by=None))


def approve_many(user: User, public_ids: Sequence[str], *, now: datetime) -> int:
    """Approve those of a person's documents that are read and not approved yet; how many that were."""
    return sum(_approve_chosen(user, chunk, now=now) for chunk in _chunks(public_ids))


def reopen_approved(user: User, *, at: datetime) -> int:
    """Take back what a person approved at one moment, all together; how many that were. What was decided
    again since stays."""
    approved = user.extractions.filter(review=Extraction.Review.APPROVED, reviewed_by=user, reviewed_at=at)
    return approved.update(review="", reviewed_at=None, reviewed_by=None)


def first(user: User) -> Extraction | None:
    """With which whoever begins to check begins: the newest, from which `next` leads to the older ones."""
    return user.extractions.to_review().first()


def neighbours(extraction: Extraction) -> Neighbours:
    """In three queries, however many there are."""
    waiting = Extraction.objects.to_review().filter(user=extraction.user_id)
    at, pk = extraction.created_at, extraction.pk
    newer = Q(created_at__gt=at) | Q(created_at=at, pk__gt=pk)
    older = Q(created_at__lt=at) | Q(created_at=at, pk__lt=pk)
    counted = waiting.aggregate(
        of=Count("pk"), before=Count("pk", filter=newer), itself=Count("pk", filter=Q(pk=pk))
    )
    return Neighbours(
        previous=waiting.filter(newer).order_by("created_at", "pk").first(),
        next=waiting.filter(older).order_by("-created_at", "-pk").first(),
        place=counted["before"] + 1 if counted["itself"] else None,
        of=counted["of"],
    )


@transaction.atomic
def _approve_chosen(user: User, public_ids: Sequence[str], *, now: datetime) -> int:
    """In turn with whoever corrects or deletes: they hold rows of several documents, too."""
    duplicates.one_at_a_time(user.pk)
    return _approve(user.extractions.filter(public_id__in=public_ids), by=user, now=now)


def _approve(documents: ExtractionQuerySet, *, by: User, now: datetime) -> int:
    """Only where somebody said something of the lines can one be empty."""
    undecided = documents.completed().exclude(review=Extraction.Review.APPROVED)
    touched = undecided.filter(corrections__path__startswith="line_items").order_by("pk").distinct()
    for document in list(touched.only("pk", "user")):
        with suppress(NotUnderstood):  # it takes no more steps, and is approved as it is
            correcting.drop_empty_lines(document, by=by, now=now)
    return _decide(documents, Extraction.Review.APPROVED, by=by, now=now)


def _itself(extraction: Extraction) -> ExtractionQuerySet:
    return Extraction.objects.filter(pk=extraction.pk)


def _decide(documents: ExtractionQuerySet, review: str, *, by: User, now: datetime) -> int:
    undecided = documents.completed().exclude(review=review)
    return undecided.update(review=review, reviewed_at=now, reviewed_by=by)


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
