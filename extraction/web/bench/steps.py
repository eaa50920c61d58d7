"""What was changed in a document, told to whoever looks at it now."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from extraction.corrections import places
from extraction.models import Correction
from extraction.review import fields, words
from extraction.review.fields import Kind

Viewer = User | AnonymousUser


@dataclass(frozen=True, slots=True)
class Told:
    """One step, in words."""

    who: str
    at: datetime
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Past:
    """`read` is what was read before anybody said something else; empty where it still is that."""

    read: str
    told: tuple[Told, ...]

    @property
    def last(self) -> Told | None:
        return self.told[0] if self.told else None


def by_path(history: Iterable[Correction]) -> dict[str, list[Correction]]:
    """From the newest on. Lines that were arranged anew have other paths since: what was said of them before
    stands in the history of the document only."""
    found: defaultdict[str, list[Correction]] = defaultdict(list)
    arranged: set[str] = set()
    for step in history:
        table = step.path.partition(".")[0]
        if table not in arranged:
            found[step.path].append(step)
        if step.path in places.TABLES:
            arranged.add(table)
    return dict(found)


def past(
    steps: Sequence[Correction],
    evidence: dict[str, Any] | None,
    kind: Kind,
    *,
    viewer: Viewer,
    currency: str | None,
) -> Past | None:
    """None where nobody has said anything."""
    is_told = words.is_said(evidence)
    if not steps and not is_told:
        return None
    told = tuple(_told(step, kind, viewer, currency) for step in steps)
    is_corrected = is_told and bool((evidence or {}).get("corrected"))
    read = told[-1].was if told else _text(evidence)
    return Past(read=read if is_corrected else "", told=told)


def is_arranged(history: Sequence[Correction]) -> bool:
    """Whether an arrangement of the lines is left that can be taken back."""
    left = 0
    for step in reversed(history):
        if step.path == "line_items":
            left += 1 if step.value else -1
    return left > 0


def _told(step: Correction, kind: Kind, viewer: Viewer, currency: str | None) -> Told:
    return Told(
        who=_who(step, viewer),
        at=step.at,
        was=_words(step.was, kind, currency),
        now=_words(step.value, kind, currency) if step.value else "taken back",
    )


def _who(step: Correction, viewer: Viewer) -> str:
    if step.by_id == viewer.pk:
        return "you"
    if step.by is not None:
        return step.by.email
    return "your rule"


def _words(value: str, kind: Kind, currency: str | None) -> str:
    found = json.loads(value, parse_float=Decimal)
    return "not on the page" if found is None else fields.in_words(found, kind, currency)


def _text(evidence: Mapping[str, Any] | None) -> str:
    return str((evidence or {}).get("text") or "")
