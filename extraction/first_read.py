"""Documents of accounts that keep nothing: they go soon after their result was read for the first time.

Not at once: an answer may be lost on its way, and whoever asks again shall have it; other receivers of a
webhook have that time as well; and whoever opens a page shall be able to work with it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.models import User
from extraction.models import Extraction, ExtractionQuerySet

AFTER_ANSWER = timedelta(minutes=1)
AFTER_PAGE = timedelta(minutes=30)
UNREAD = timedelta(days=1)  # the longest that a result waits for its reader


def note(extraction: Extraction, *, user: User, now: datetime, stays: timedelta = AFTER_ANSWER) -> None:
    """Its result, or why there is none, is told to somebody of this account."""
    note_all(Extraction.objects.filter(pk=extraction.pk), user=user, now=now, stays=stays)


def note_all(
    documents: ExtractionQuerySet, *, user: User, now: datetime, stays: timedelta = AFTER_ANSWER
) -> None:
    """The same for several. Only the first time counts."""
    if user.keeps_days == 0:
        documents.filter(forget_at=None).exclude(finished_at=None).update(forget_at=now + stays)
