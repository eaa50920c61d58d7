"""Chores are taken by one UPDATE that also plans the next try: whoever dies with one leaves it planned."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Case, DateTimeField, F, QuerySet, Value, When

from billing import outbox
from billing.models.chores import Chore

# How long it is left alone after each try; the first is longer than any try can take.
PAUSES = (
    timedelta(minutes=2),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=8),
)
QUEUED_FOR = timedelta(minutes=1)  # then a message that has not come is taken for lost
AT_A_TIME = 200

AnyChore = TypeVar("AnyChore", bound=Chore)


def fresh(*, now: datetime) -> dict[str, datetime]:
    """The columns of a chore that somebody is told of in the same transaction."""
    return {"next_try_at": now, "nudged_at": now}


def take(chores: QuerySet[AnyChore], *, now: datetime) -> list[int]:
    """The keys of those that are due and nobody else has; they are the caller's until the next try."""
    with transaction.atomic():
        due = chores.filter(done_at=None, next_try_at__lte=now).select_for_update()
        keys = list(due.order_by("pk").values_list("pk", flat=True))
        chores.model._default_manager.filter(pk__in=keys).update(
            tries=F("tries") + 1, next_try_at=_next_try(now)
        )
    return keys


def finish(chores: QuerySet[AnyChore], *, now: datetime) -> bool:
    """False if all of them were done before."""
    return bool(chores.filter(done_at=None).update(done_at=now, error=""))


def nudge(chores: QuerySet[AnyChore], actor_name: str, *, now: datetime) -> None:
    """Tell workers of what is due and was forgotten, or has waited for its next try."""
    forgotten = chores.filter(done_at=None, next_try_at__lte=now, nudged_at__lte=now - QUEUED_FOR)
    for key in list(forgotten.order_by("next_try_at").values_list("pk", flat=True)[:AT_A_TIME]):
        with transaction.atomic():
            if forgotten.filter(pk=key).update(nudged_at=now):
                outbox.enqueue(actor_name, key)


def _next_try(now: datetime) -> Case:
    growing = [When(tries=tries, then=Value(now + pause)) for tries, pause in enumerate(PAUSES)]
    return Case(*growing, default=Value(now + PAUSES[-1]), output_field=DateTimeField())
