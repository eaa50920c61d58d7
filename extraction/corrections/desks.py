"""A document on which somebody works: nobody else does meanwhile, and what is done is kept whole or not.

Whatever is said of one document is said one after the other, so that two people who correct at the same
time both find their corrections in it. Nothing of it is counted or billed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import User
from extraction import bank_accounts, duplicates, facts, payloads
from extraction.corrections import applying, standing
from extraction.corrections.sheets import Sheet
from extraction.engine import render
from extraction.facts import Facts
from extraction.models import Correction, Extraction

MOST_STEPS = 5_000  # all of them are taken again for each that is added
ENOUGH = f"This document has been corrected {MOST_STEPS:,} times. It takes no more corrections."


class NotUnderstood(Exception):
    """What was typed is no value of its field; `faults` has a sentence for each path."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        self.faults = faults
        super().__init__(" ".join(f"{path}: {sentence}" for path, sentence in faults.items()))


class NotRead(Exception):
    """There is no result, or not yet, that could be corrected."""


@dataclass(slots=True)
class Desk:
    """A document on which somebody works, its steps so far, and those that are made now."""

    extraction: Extraction
    result: dict[str, Any]
    sheet: Sheet
    steps: list[Correction]
    made: list[Correction]
    now: datetime
    by: User | None

    @property
    def pages(self) -> int:
        """Those that were read; a row knows of its pages only if reading took a while."""
        return int(self.result.get("pages_processed") or 1)

    def step(self, path: str, value: str, was: Any, **more: Any) -> None:
        if len(self.steps) + len(self.made) >= MOST_STEPS:
            raise NotUnderstood({path: ENOUGH})
        step = Correction(
            extraction=self.extraction,
            path=path,
            value=value,
            was=as_json(was),
            at=self.now,
            by=self.by,
            **more,
        )
        applying.take(self.sheet, step)
        self.made.append(step)


def as_json(value: Any) -> str:
    """A value as steps keep it."""
    return render.to_json(value)


@contextmanager
def at(extraction: Extraction, *, by: User | None, now: datetime) -> Iterator[Desk]:
    """The document as it stands now, in a transaction at whose end the steps that were made are kept.

    Raises `NotRead`.
    """
    with transaction.atomic():
        duplicates.one_at_a_time(extraction.user_id)
        desk = _set(Extraction.objects.get(pk=extraction.pk), by=by, now=now)
        yield desk
        if desk.made:
            _keep(desk)


def _set(row: Extraction, *, by: User | None, now: datetime) -> Desk:
    if row.status != Extraction.Status.COMPLETED:
        raise NotRead
    result = json.loads(row.result or "{}", parse_float=Decimal)
    steps = list(row.corrections.all())
    return Desk(row, result, applying.sheet(result, steps), steps, [], now, by)


def _keep(desk: Desk) -> None:
    """The steps, the document as it is with them, and what of it is kept apart."""
    Correction.objects.bulk_create(desk.made)
    row, document = desk.extraction, applying.written(desk.result, desk.sheet)
    before, found = facts.of_row(row), facts.of_document(document)
    row.corrected = None if desk.sheet.is_untouched else render.to_json(document)
    for name, value in asdict(found).items():
        setattr(row, name, value)
    row.save(update_fields=["corrected", *asdict(found)])
    if found != before:
        _compare_again(row, before, found)
    row.to_check = standing.number(payloads.completed(row, document, evidence=True))
    row.save(update_fields=["to_check"])


def _compare_again(row: Extraction, before: Facts, found: Facts) -> None:
    """What is said of a document, and of others, in the light of each other."""
    duplicates.note_again(row, found)
    for other in bank_accounts.note_again(row, before, found):
        standing.count(other)
    row.refresh_from_db(fields=["warnings", "duplicate_of", "duplicate_reason"])
