"""Seals what the database shall not tell by itself, with `SECRET_KEY`; opens what its forerunners sealed."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def seal(purpose: bytes) -> MultiFernet:
    """Of each purpose its own, so that what is sealed for one is of no use for another."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(secret, purpose)) for secret in secrets])


def _derived(secret: str, purpose: bytes) -> bytes:
    digest = hashlib.blake2b(secret.encode(), person=purpose, digest_size=32).digest()
    return base64.urlsafe_b64encode(digest)
