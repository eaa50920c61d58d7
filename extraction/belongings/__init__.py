"""All that is kept of an account, as one archive for its owner."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from accounts import audit
from accounts.happenings import Happening
from accounts.models import User
from extraction import zipping
from extraction.belongings import contents

WINDOW, MOST = timedelta(hours=1), 5


class TooOften(Exception):
    """It was asked for again and again; each time takes a thread for as long as the download does."""

    def __init__(self) -> None:
        super().__init__(f"Your data was downloaded {MOST} times within the hour. Try again in an hour.")


def archive(user: User, *, now: datetime) -> Iterator[bytes]:
    """The bytes of a zip. Raises `TooOften`."""
    lately = user.audit_entries.filter(happening=Happening.ACCOUNT_EXPORTED, created_at__gt=now - WINDOW)
    if lately.count() >= MOST:
        raise TooOften
    audit.record(Happening.ACCOUNT_EXPORTED, user=user)
    return zipping.stream(contents.of(user, now=now), now=now)
