"""A secret on its way from the request that made it to the page that shows it: sealed with `SECRET_KEY` in
the session, for a few minutes at most, and gone once it is taken."""

from __future__ import annotations

from cryptography.fernet import InvalidToken
from django.contrib.sessions.backends.base import SessionBase

from accounts import sealing

PURPOSE = b"shown once"
PLACE = "shown_once"
KEPT_FOR_SECONDS = 300


def keep(session: SessionBase, secret: str, *, about: str) -> None:
    session[PLACE] = [about, sealing.seal(PURPOSE).encrypt(secret.encode()).decode()]


def take(session: SessionBase, *, about: str) -> str:
    """Empty if it was taken before, or too long ago. Of something else it stays."""
    known, sealed = session.get(PLACE, ["", ""])
    if known != about:
        return ""
    del session[PLACE]
    try:
        return sealing.seal(PURPOSE).decrypt(sealed, ttl=KEPT_FOR_SECONDS).decode()
    except InvalidToken:
        return ""
