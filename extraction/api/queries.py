"""The parameters of an address, checked: each has its reader, and the words for what it takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.http import QueryDict

from extraction.api.errors import InvalidRequest

LONGEST_TEXT = 255

Reader = Callable[[str], Any]
Parameters = Mapping[str, tuple[Reader, str]]


def read(query: QueryDict, known: Parameters) -> dict[str, Any]:
    """What was given. Raises `InvalidRequest`, for unknown names and empty values too: a filter with a typing
    error, or one that a script forgot to fill in, would filter nothing, and nobody would notice."""
    unknown = sorted(set(query) - set(known))
    if unknown:
        raise InvalidRequest(f"Unknown parameter {unknown[0]!r}. It can be {_either(known)}.")
    given = {name: [str(text).strip() for text in query.getlist(name)] for name in query}
    return {name: _one(name, texts, known[name]) for name, texts in given.items()}


def _one(name: str, texts: list[str], parameter: tuple[Reader, str]) -> Any:
    reader, takes = parameter
    if len(texts) > 1:
        raise InvalidRequest(f"`{name}` was given {len(texts)} times. Give it once.")
    try:
        return reader(texts[0])
    except (ValueError, OverflowError) as error:
        raise InvalidRequest(f"`{name}` {takes}.") from error


def choice(of: Collection[str]) -> tuple[Reader, str]:
    return (lambda text: _checked(text, text in of)), f"can be {_either(of)}"


def number(least: int, most: int) -> tuple[Reader, str]:
    def reader(text: str) -> int:
        found = int(text) if re.fullmatch(r"[0-9]{1,9}", text) else -1
        _checked(text, least <= found <= most)
        return found

    return reader, f"takes a whole number from {least} to {most}"


def pattern(form: str, takes: str) -> tuple[Reader, str]:
    return (lambda text: _checked(text, re.fullmatch(form, text) is not None)), takes


def _text(text: str) -> str:
    return _checked(text, text.isprintable() and 0 < len(text) <= LONGEST_TEXT)


def _moment(text: str) -> datetime:
    """A date means its first moment, and what names no time zone is UTC. A bare + arrives as a blank."""
    moment = datetime.fromisoformat(text.replace(" ", "+"))
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


TEXT: tuple[Reader, str] = (_text, f"takes 1 to {LONGEST_TEXT} printable characters")
MOMENT: tuple[Reader, str] = (_moment, "takes a date or a time, such as 2026-05-31 or 2026-05-31T14:30:00Z")
DAY: tuple[Reader, str] = (date.fromisoformat, "takes a date, such as 2026-05-31")


def _either(names: Collection[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last}"


def _checked(text: str, holds: bool) -> str:
    if not holds:
        raise ValueError(text)
    return text
