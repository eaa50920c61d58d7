"""What a caller may ask of the engine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """`language`: ISO 639-1 code, or None to detect it. `max_pages`: more pages raise `TooManyPages`."""

    language: str | None = None
    max_pages: int | None = None
