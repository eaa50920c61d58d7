"""Secrets, and what they sign: `id.timestamp.body`, as the Standard Webhooks specification says.

A secret is not stored. It is derived from a row's random seed and the service's SECRET_KEY, so it can be
shown to its owner at any time, while a stolen database holds nothing to sign with.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime

from django.utils.crypto import salted_hmac

SALT = "extraction.webhooks.signing"
PREFIX = "whsec_"


def secret(seed: str) -> str:
    """As its owner configures it in the receiver."""
    return PREFIX + base64.b64encode(_key(seed)).decode()


def headers(*, message_id: str, body: bytes, seeds: Sequence[str], now: datetime) -> dict[str, str]:
    """What a receiver checks; a signature for each seed whose secret it may know."""
    timestamp = str(int(now.timestamp()))
    content = b".".join([message_id.encode(), timestamp.encode(), body])
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(_signature(_key(seed), content) for seed in seeds),
    }


def _signature(key: bytes, content: bytes) -> str:
    digest = hmac.new(key, content, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def _key(seed: str) -> bytes:
    return salted_hmac(SALT, seed, algorithm="sha256").digest()
