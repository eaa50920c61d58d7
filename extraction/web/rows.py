"""Documents as lines of a table: enough to recognise each by, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from extraction import payloads
from extraction.models import Extraction
from extraction.review import doubts, words

Status = Extraction.Status


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
    document = payloads.document(extraction, evidence=True)
    to_check = len(doubts.of(document))
    vendor, total = document["vendor"]["name"], document["total"]
    return Row(
        public_id=extraction.public_id,
        title=vendor or extraction.filename,
        note=extraction.filename if vendor else "",
        number=document["invoice_number"] or "",
        date=words.day(document["date"]) if document["date"] else "",
        total="" if total is None else words.money(total, document["currency"]),
        badge="look" if to_check else "done",
        state=f"{to_check} to check" if to_check else "Done",
        received=extraction.created_at,
        is_duplicate=document["duplicate_of"] is not None,
    )
