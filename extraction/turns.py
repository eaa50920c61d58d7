"""Which document of the bulk queue is read next: accounts take turns, and each account's oldest goes first.

The queue's messages name no document. So five hundred files of one account hold up the three of another by
one document each, and a message that is lost delays the last document of all, not one in particular.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from accounts.models import User
from extraction.models import Extraction, Turn


def join(user: User) -> None:
    """The account has documents in the bulk queue from now on."""
    Turn.objects.get_or_create(user=user)


def next_up(*, now: datetime) -> int | None:
    """The document that should be taken up next. Another worker may be quicker: then ask again."""
    waiting = Extraction.objects.bulk().takeable(now=now)
    accounts = waiting.order_by().values("user").distinct()
    longest_ago = F("served_at").asc(nulls_first=True)
    turn = Turn.objects.filter(user__in=accounts).order_by(longest_ago, "pk").first()
    if turn is None:
        return None
    oldest = waiting.filter(user=turn.user_id).order_by("created_at", "position", "pk")
    return oldest.values_list("pk", flat=True).first()


def served(extraction: Extraction, *, now: datetime) -> None:
    """A document was taken up: its account's turn is over."""
    Turn.objects.filter(user=extraction.user_id).update(served_at=now)


def are_taken(*, since: datetime) -> bool:
    """Whether documents of the bulk queue have been taken up lately: its messages arrive, then."""
    return Turn.objects.filter(served_at__gte=since).exists()
