"""What proves a second factor, kept so that the database alone does not hold it."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter

from accounts import sealing

PURPOSE = b"second factors"


class SealingAdapter(DefaultMFAAdapter):
    """Seals the seeds of codes with `SECRET_KEY`, and opens those of `SECRET_KEY_FALLBACKS` as well."""

    def encrypt(self, text: str) -> str:
        return sealing.seal(PURPOSE).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.seal(PURPOSE).decrypt(encrypted_text.encode()).decode()
