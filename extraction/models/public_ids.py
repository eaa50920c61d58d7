"""Names that others know our rows by: a prefix that says what it is, and a part that nobody guesses."""

from __future__ import annotations

import secrets
import string

ALPHABET = string.ascii_lowercase + string.digits
LENGTH = 16

EXTRACTION = "ext_"
BATCH = "bat_"
ENDPOINT = "whe_"
EVENT = "evt_"
DELIVERY = "dlv_"
RULE = "rul_"
DROP = "drp_"


def for_extraction() -> str:
    return _new(EXTRACTION)


def for_batch() -> str:
    return _new(BATCH)


def for_endpoint() -> str:
    return _new(ENDPOINT)


def for_event() -> str:
    return _new(EVENT)


def for_delivery() -> str:
    return _new(DELIVERY)


def for_rule() -> str:
    return _new(RULE)


def for_drop() -> str:
    return _new(DROP)


def new_seed() -> str:
    """No name, but as unguessable: what a secret is derived from."""
    return secrets.token_hex(16)


def pattern(prefix: str) -> str:
    """A regular expression for ids with this prefix, and nothing else."""
    return f"{prefix}[{ALPHABET}]{{{LENGTH}}}"


def _new(prefix: str) -> str:
    """The prefix and 16 random characters (82 bits), drawn at once: each draw is a call of the system."""
    rest, name = secrets.randbelow(len(ALPHABET) ** LENGTH), ""
    for _ in range(LENGTH):
        rest, place = divmod(rest, len(ALPHABET))
        name += ALPHABET[place]
    return prefix + name
