"""One request as it waits to be written: no query, no body, no key, and nothing a database cannot hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from accounts.keys import PREFIX

LONGEST_PATH, LONGEST_METHOD, LONGEST_NAME = 200, 10, 128
SECRET = re.compile(rf"{PREFIX}[0-9A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """`key` is that of a live key; of one that opened nothing its `digest`, which may be nobody's."""

    created_at: datetime
    method: str
    path: str
    status: int
    milliseconds: int
    request_id: str
    error_code: str = ""
    made: str = ""
    key: int | None = None
    digest: bytes | None = None

    @property
    def is_error(self) -> bool:
        return self.status >= 400


def harmless(text: str, *, longest: int) -> str:
    """What anybody may have written, without a key that stands in it and without what cannot be printed."""
    told = SECRET.sub(f"{PREFIX}…", text)[:longest]
    return told if told.isprintable() else "".join(each if each.isprintable() else "?" for each in told)


def note_made(request: HttpRequest, public_id: str) -> None:
    """What came of a request, for its line in the log."""
    request.made = public_id  # type: ignore[attr-defined]  # ours, for `made`


def made(request: HttpRequest) -> str:
    return str(getattr(request, "made", ""))
