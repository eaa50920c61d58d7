"""Documents as lines of a table: enough to recognise each by, and where it stands.

Made of columns alone: a list of documents unpacks none of their results.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from extraction.models import Extraction
from extraction.review import words

Status, Review = Extraction.Status, Extraction.Review


@dataclass(frozen=True, slots=True)
class Row:
    """`badge` is the end of the stylesheet's class, `state` its word; empty text where nothing was read."""

    public_id: str
    title: str
    note: str
    number: str
    date: str
    total: str
    badge: str
    state: str
    received: datetime
    is_duplicate: bool = False


def of(extraction: Extraction) -> Row:
    match extraction.status:
        case Status.COMPLETED:
            return _read(extraction)
        case Status.FAILED:
            return _unread(extraction, "bad", "Failed", f"{extraction.error_message} Not counted.")
        case Status.PROCESSING:
            return _unread(
                extraction, "working", "Reading", words.progress(extraction.pages_read, extraction.pages)
            )
    return _unread(extraction, "queued", "Queued", "Waiting for a free reader")


def _unread(extraction: Extraction, badge: str, state: str, note: str) -> Row:
    return Row(
        public_id=extraction.public_id,
        title=extraction.filename,
        note=note,
        number="",
        date="",
        total="",
        badge=badge,
        state=state,
        received=extraction.created_at,
    )


def _read(extraction: Extraction) -> Row:
    badge, state = _standing(extraction)
    return Row(
        public_id=extraction.public_id,
        title=extraction.vendor or extraction.filename,
        note=_note(extraction, is_to_check=badge == "look"),
        number=extraction.invoice_number,
        date=words.day(extraction.issued_on.isoformat()) if extraction.issued_on else "",
        total="" if extraction.total is None else words.money(extraction.total, extraction.currency),
        badge=badge,
        state=state,
        received=extraction.created_at,
        is_duplicate=extraction.duplicate_of_id is not None,
    )


def _standing(extraction: Extraction) -> tuple[str, str]:
    """What a person decided comes before what there would be to check."""
    match extraction.review:
        case Review.APPROVED:
            return "done", "Approved"
        case Review.REJECTED:
            return "plain", "Rejected"
    return ("look", "Needs review") if extraction.to_check else ("done", "Done")


def _note(extraction: Extraction, *, is_to_check: bool) -> str:
    name = extraction.filename if extraction.vendor else ""
    return ", ".join(filter(None, [f"{extraction.to_check} to check" * is_to_check, name]))
