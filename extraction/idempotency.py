"""Requests that are sent again: each is done once, however often and from how many threads it comes.

A record is written, unique by account and key, before anything is reserved. Its claim is a token with a
lease, and the transaction that makes something checks that the claim still holds: should its process die, or
be thought dead, what it was about to make exists once or not at all.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F

from accounts.models import User
from extraction.models import Extraction, IdempotentRequest
from extraction.models.idempotency import IdempotentRequestQuerySet

LEASE = timedelta(seconds=30)  # from a claim until something is made: a file is stored, a transaction waits


# Requests that make nothing, such as the testing of a document, take no quota: so many of an account's are
# remembered, and a longer answer is not kept but found anew, which gives the same.
MOST_THAT_MADE_NOTHING = 1_000
LONGEST_ABOUT_NOTHING = 16 * 1024


class DifferentRequest(Exception):
    """The key was used for a request that asked for something else."""


class StillRunning(Exception):
    """The request that came first with this key is not answered yet."""


class Deleted(Exception):
    """What the first request made was deleted since, and its answer with it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back, now and to whoever asks again."""

    status: int
    headers: dict[str, str]
    body: bytes


class AnsweredBefore(Exception):
    """There is nothing to do: this was the answer."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to work on a request. `made`: what an earlier attempt had made before its process died."""

    pk: int
    token: str
    made: str = ""


def is_known(*, user: User, key: str, now: datetime) -> bool:
    return _of(user, key).kept(now=now).exists()


def claim(*, user: User, key: str, fingerprint: str, now: datetime) -> Claim:
    """Raises `AnsweredBefore`, `StillRunning`, `DifferentRequest` or `Deleted`."""
    _of(user, key).expired(now=now).delete()
    first = {
        "fingerprint": fingerprint,
        "created_at": now,
        "claim": secrets.token_hex(16),
        "lease_until": now + LEASE,
    }
    record, is_new = IdempotentRequest.objects.get_or_create(user=user, key=key, defaults=first)
    if is_new:
        _crowd_out(user, now)
        return Claim(pk=record.pk, token=record.claim)
    if record.fingerprint != fingerprint:
        raise DifferentRequest
    return _again(record, now)


def note(claim: Claim | None, *, made: str) -> None:
    """Belongs into the transaction that makes it. Raises `StillRunning` if somebody else has the claim.

    From here on the answer may take as long as a result is waited for, and the lease with it.
    """
    if claim is None:
        return
    waited = timedelta(seconds=settings.SYNC_WAIT_SECONDS)
    if not _held(claim).update(made=made, lease_until=F("lease_until") + waited):
        raise StillRunning


def keep(claim: Claim, answer: Answer, *, now: datetime) -> None:
    held = _held(claim)
    if len(answer.body) > LONGEST_ABOUT_NOTHING and held.filter(made="").update(lease_until=now):
        return
    held.update(status=answer.status, headers=answer.headers, body=answer.body)


def release(claim: Claim) -> None:
    """Nothing worth keeping came of it: the key is free again."""
    _held(claim).delete()


def interrupt(claim: Claim, *, now: datetime) -> None:
    """It ended without an answer: the next attempt finds what was made, and starts anew if nothing was."""
    _held(claim).filter(made="").delete()
    _held(claim).update(lease_until=now)


def forget(made: Iterable[str]) -> None:
    """Answers go with what they tell of. Their keys stay, so that a late retry does not make it anew."""
    told = IdempotentRequest.objects.filter(made__in=list(made))
    told.update(is_gone=True, status=None, headers={}, body=b"")


def purge(*, now: datetime) -> int:
    return IdempotentRequest.objects.expired(now=now).delete()[0]


def _crowd_out(user: User, now: datetime) -> None:
    over = IdempotentRequest.objects.filter(user=user, made="", is_gone=False)
    over = over.exclude(status=None, lease_until__gt=now).order_by("-created_at", "-pk")
    surplus = list(over.values_list("pk", flat=True)[MOST_THAT_MADE_NOTHING:])
    IdempotentRequest.objects.filter(pk__in=surplus).delete()


def _again(record: IdempotentRequest, now: datetime) -> Claim:
    if record.is_gone:
        raise Deleted
    if record.status is not None:
        raise AnsweredBefore(Answer(record.status, record.headers, bytes(record.body)))
    if _is_running(record, now):
        raise StillRunning
    return _take_over(record, now)


def _is_running(record: IdempotentRequest, now: datetime) -> bool:
    """Somebody works on it, or waits for it: not for what is finished, so nobody else need wait for that."""
    if record.lease_until <= now:
        return False
    return not record.made or Extraction.objects.unfinished().filter(public_id=record.made).exists()


def _take_over(record: IdempotentRequest, now: datetime) -> Claim:
    """What was made already is only waited for, which may take as long as that does."""
    token = secrets.token_hex(16)
    until = now + LEASE + timedelta(seconds=settings.SYNC_WAIT_SECONDS if record.made else 0)
    free = IdempotentRequest.objects.unanswered().filter(
        pk=record.pk, claim=record.claim, lease_until=record.lease_until, made=record.made
    )
    if not free.update(claim=token, lease_until=until):
        raise StillRunning
    return Claim(pk=record.pk, token=token, made=record.made)


def _held(claim: Claim) -> IdempotentRequestQuerySet:
    return IdempotentRequest.objects.unanswered().filter(pk=claim.pk, claim=claim.token)


def _of(user: User, key: str) -> IdempotentRequestQuerySet:
    return IdempotentRequest.objects.filter(user=user, key=key)
