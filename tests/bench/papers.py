"""The documents that are read: drawn from seeds, so that every run has the same."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from tests import invoices

Draw = Callable[[int], bytes]
LANGUAGES = ("en", "de", "fr", "es")


def digital(number: int) -> bytes:
    """A PDF of one page with a text layer."""
    return invoices.draw(invoices.example(number, language=LANGUAGES[number % len(LANGUAGES)]))


@cache
def scan(number: int) -> bytes:
    return invoices.as_scan(digital(number), seed=number)


@cache
def photo(number: int) -> bytes:
    return invoices.as_photo(digital(number), seed=number)


def mixed(number: int) -> tuple[str, bytes]:
    """Of six files three are digital, two scans and one is a photo. No two have the same bytes."""
    match number % 6:
        case 1 | 3:
            return f"scan-{number}.jpg", scan(number % 60) + str(number).encode()
        case 5:
            return f"photo-{number}.jpg", photo(number % 60) + str(number).encode()
        case _:
            return f"invoice-{number}.pdf", digital(number)
