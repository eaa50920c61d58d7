"""API keys: issue, authenticate, limit, rotate, revoke. The only place that ever sees a secret.

A key is `iocr_live_` + 32 random base62 characters (190 bits) + 6 characters of CRC-32, so that a
typing error is refused without a look at the database, and leaked keys can be found by scanners.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import string
import zlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Q

from accounts import audit, statements
from accounts.happenings import Happening
from accounts.models import ApiKey, User

PREFIX = "iocr_live_"
ALPHABET = string.digits + string.ascii_letters
RANDOM_LENGTH = 32
CHECKSUM_LENGTH = 6
SHOWN_LENGTH = len(PREFIX) + 4
LAST_USED_RESOLUTION = timedelta(minutes=1)
ROTATION_OVERLAP = timedelta(hours=24)


class InvalidKey(Exception):
    """No live key has this secret."""


class MadeAlready(Exception):
    """The form was sent before: by a second press of its button, or a reload."""

    def __init__(self, key: ApiKey) -> None:
        self.key = key
        super().__init__(key.prefix)


@dataclass(frozen=True, slots=True)
class Issued:
    """A new key together with its secret, which cannot be had a second time."""

    key: ApiKey
    secret: str


def issue(
    *, user: User, name: str, now: datetime, expires_at: datetime | None = None, form: str = ""
) -> Issued:
    """Raises `MadeAlready` if this form has a key of this name."""
    with transaction.atomic():
        issued = _make(user=user, name=name, now=now, expires_at=expires_at, form=form)
        audit.record(Happening.KEY_MADE, user=user, name=name, prefix=issued.key.prefix)
    return issued


def authenticate(*, secret: str, now: datetime) -> ApiKey:
    """The live key with this secret. Raises `InvalidKey`.

    The look-up goes by the digest, so it takes the same time for every wrong secret; the comparison
    of what was found is constant-time as well.
    """
    digest = digest_of(secret)
    if digest is None:
        raise InvalidKey
    key = _opening(digest, now)
    if key is None or not hmac.compare_digest(bytes(key.digest), digest):
        raise InvalidKey
    _note_use(key, now)
    return key


def digest_of(secret: str) -> bytes | None:
    """By which a key can be recognised that no longer opens anything; None for what never was one."""
    return _digest(secret) if _well_formed(secret) else None


def rotate(*, key: ApiKey, now: datetime, form: str = "") -> Issued:
    """A new key in place of this one, which goes on working for a day: time to change programs over.

    A key that was to expire is followed by one that lives as long as it did; its limit stays, and what was
    counted towards it. Raises `MadeAlready` if this form has done it.
    """
    expires_at = now + (key.expires_at - key.created_at) if key.expires_at else None
    with transaction.atomic():
        issued = _make(
            user=key.user, name=key.name, now=now, expires_at=expires_at, origin=key.first, form=form
        )
        end = now + ROTATION_OVERLAP
        ApiKey.objects.filter(pk=key.pk).filter(Q(expires_at=None) | Q(expires_at__gt=end)).update(
            expires_at=end
        )
        named = {"name": key.name, "prefix": issued.key.prefix, "before": key.prefix}
        audit.record(Happening.KEY_ROTATED, user=key.user, **named)
    return issued


def limit(*, key: ApiKey, invoices: int | None) -> None:
    """How many invoices a month it may bring from now on; None for as many as the plan has."""
    with transaction.atomic():
        other = ApiKey.objects.filter(pk=key.first.pk).exclude(monthly_limit=invoices)
        if other.update(monthly_limit=invoices):
            changes = "no limit of its own" if invoices is None else monthly(invoices)
            about = {"name": key.name, "prefix": key.prefix, "changes": changes}
            audit.record(Happening.KEY_EDITED, user=key.user, **about)


def monthly(invoices: int) -> str:
    return f"{invoices:,} invoice{'' if invoices == 1 else 's'} a month"


def revoke(*, key: ApiKey, now: datetime) -> None:
    with transaction.atomic():
        if ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now):
            audit.record(Happening.KEY_REVOKED, user=key.user, name=key.name, prefix=key.prefix)


def _make(
    *,
    user: User,
    name: str,
    now: datetime,
    expires_at: datetime | None,
    form: str,
    origin: ApiKey | None = None,
) -> Issued:
    secret = _new_secret()
    made = {"prefix": secret[:SHOWN_LENGTH], "digest": _digest(secret), "created_at": now}
    try:
        with transaction.atomic():
            key = ApiKey.objects.create(
                user=user, name=name, expires_at=expires_at, origin=origin, form=form, **made
            )
    except IntegrityError as error:
        before = user.api_keys.filter(name=name, form=form).first() if form else None
        if before is None:
            raise
        raise MadeAlready(before) from error
    return Issued(key=key, secret=secret)


def _opening(digest: bytes, now: datetime) -> ApiKey | None:
    """The key with its account and its first. Every request asks; which are live is said once more for it."""
    found = statements.answer(OPENING, digest, now)
    if found is None:
        return None
    key: ApiKey
    key, key.user, key.origin = statements.rows(found, *(model for model, _ in OPENED))
    return key


def _note_use(key: ApiKey, now: datetime) -> None:
    if key.last_used_at is None or key.last_used_at <= now - LAST_USED_RESOLUTION:
        stale = Q(last_used_at=None) | Q(last_used_at__lte=now - LAST_USED_RESOLUTION)
        with suppress(DatabaseError):  # not worth refusing a good key for
            ApiKey.objects.filter(stale, pk=key.pk).update(last_used_at=now)


def _new_secret() -> str:
    body = PREFIX + "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_LENGTH))
    return body + _checksum(body)


def _well_formed(secret: str) -> bool:
    body, checksum = secret[:-CHECKSUM_LENGTH], secret[-CHECKSUM_LENGTH:]
    expected_length = len(PREFIX) + RANDOM_LENGTH + CHECKSUM_LENGTH
    return secret.isascii() and len(secret) == expected_length and _checksum(body) == checksum


def _checksum(body: str) -> str:
    rest, digits = zlib.crc32(body.encode()), ""
    for _ in range(CHECKSUM_LENGTH):
        rest, digit = divmod(rest, len(ALPHABET))
        digits = ALPHABET[digit] + digits
    return digits


def _digest(secret: str) -> bytes:
    """A fast digest is enough: nobody can try 190 random bits, as one could try passwords."""
    return hashlib.sha256(secret.encode()).digest()


OPENED = ((ApiKey, "opening"), (User, "account"), (ApiKey, "origin"))
OPENING = f"""
    SELECT {", ".join(statements.columns(model, name) for model, name in OPENED)}
    FROM accounts_apikey opening
    JOIN accounts_user account ON account.id = opening.user_id
    LEFT JOIN accounts_apikey origin ON origin.id = opening.origin_id
    WHERE opening.digest = %s AND opening.revoked_at IS NULL
        AND (opening.expires_at IS NULL OR opening.expires_at > %s) AND account.is_active
"""  # noqa: S608 - names of ours
