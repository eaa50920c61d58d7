"""What proves a second factor, kept so that the database alone does not hold it."""

from __future__ import annotations

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

PURPOSE = b"second factors"


class SealingAdapter(DefaultMFAAdapter):
    """Seals the seeds of codes with `SECRET_KEY`, and opens those of `SECRET_KEY_FALLBACKS` as well."""

    def encrypt(self, text: str) -> str:
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _seal().decrypt(encrypted_text.encode()).decode()


def _seal() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(secret)) for secret in secrets])


def _derived(secret: str) -> bytes:
    digest = hashlib.blake2b(secret.encode(), person=PURPOSE, digest_size=32).digest()
    return base64.urlsafe_b64encode(digest)
