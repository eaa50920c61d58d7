"""Files that a person drops into the portal: each is taken or refused on its own, with advice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from django.core.files.base import File

from accounts.models import User
from billing.usage import metering
from extraction import jobs, uploads
from extraction.engine.errors import EmptyFile, UnsupportedFile

FEW = 5  # files that a person drops and then looks at; with more, they come back later

KNOWN_KINDS = {
    **dict.fromkeys((".xls", ".xlsx", ".ods", ".csv", ".numbers"), "a spreadsheet. Save it as a PDF"),
    **dict.fromkeys((".doc", ".docx", ".odt", ".rtf", ".pages"), "a text document. Save it as a PDF"),
    **dict.fromkeys(
        (".heic", ".heif", ".webp", ".tif", ".tiff", ".gif", ".bmp"), "a picture. Save it as a JPG"
    ),
    ".zip": "an archive. Unpack it",
    ".eml": "a mail. Save the invoice that is attached to it",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not taken, and why, in words for the person who sent it."""

    filename: str
    reason: str

    def __str__(self) -> str:
        return f"{self.filename} was not sent. {self.reason}"


def take(files: Sequence[File[bytes]], *, user: User, now: datetime) -> list[Refusal]:
    """Submits each file that can be read; the answer names the others. Many at once go with the batches."""
    is_bulk = len(files) > FEW
    refusals = [_take_one(file, user, now, is_bulk=is_bulk) for file in files]
    return [refusal for refusal in refusals if refusal]


def _take_one(file: File[bytes], user: User, now: datetime, *, is_bulk: bool) -> Refusal | None:
    try:
        upload = uploads.store(file, today=now.date())
        jobs.submit(user=user, upload=upload, now=now, takes_place=False, is_bulk=is_bulk)
    except (EmptyFile, UnsupportedFile, metering.LimitReached) as error:
        return Refusal(filename=file.name or "The file", reason=_reason(error, file))
    return None


def _reason(error: Exception, file: File[bytes]) -> str:
    match error:
        case EmptyFile():
            return "The file is empty. Save it once more and drop it again."
        case UnsupportedFile():
            return _wrong_kind(file.name or "")
        case metering.QuotaExceeded():
            again = f"{error.resets_at.day} {error.resets_at:%B}"
            return f"All {error.limit:,} invoices of this month are used. The count starts again on {again}."
    return f"{error} Drop it again in a moment."


def _wrong_kind(filename: str) -> str:
    kind = KNOWN_KINDS.get(PurePath(filename).suffix.lower())
    return f"This is {kind} and drop it again." if kind else "This is not a PDF, PNG or JPG file."
