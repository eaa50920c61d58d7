"""Why a file is not taken, in words for the person who sends it: what is wrong, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from billing.usage import metering
from billing.usage.metering import QuotaExceeded, Usage
from extraction.engine import sniff
from extraction.engine.errors import EmptyFile, UnsupportedFile
from extraction.uploads import MAX_BYTES, FileTooLarge

KNOWN_KINDS = {
    **dict.fromkeys((".xls", ".xlsx", ".ods", ".csv", ".numbers"), "a spreadsheet. Save it as a PDF"),
    **dict.fromkeys((".doc", ".docx", ".odt", ".rtf", ".pages"), "a text document. Save it as a PDF"),
    **dict.fromkeys(
        (".heic", ".heif", ".webp", ".tif", ".tiff", ".gif", ".bmp"), "a picture. Save it as a JPG"
    ),
    ".zip": "an archive. Unpack it",
    ".eml": "a mail. Save the invoice that is attached to it",
}
EMPTY = "The file is empty. Save it once more and drop it again."
MEGABYTE = 1 << 20

# What may be wrong with a file that a person sends.
REASONS = (EmptyFile, UnsupportedFile, FileTooLarge, metering.LimitReached)


@dataclass(frozen=True, slots=True)
class Announced:
    """A file before it is sent. `head` is how it begins, enough to tell its kind by."""

    filename: str
    size: int
    head: bytes


def before_sending(file: Announced) -> str:
    """What can be said of a file that is not here yet; empty if nothing speaks against it."""
    if file.size > MAX_BYTES:
        return _too_large(file.size)
    try:
        sniff.kind_of(file.head if file.size else b"")
    except (EmptyFile, UnsupportedFile) as error:
        return of(error, filename=file.filename)
    return ""


def beyond_month(usage: Usage) -> str:
    """For the files after those that the month has room for."""
    again = _starts_again(usage.resets_at)
    if not usage.remaining:
        return f"All {usage.limit:,} invoices of this month are used. {again}"
    left = "1 invoice was" if usage.remaining == 1 else f"{usage.remaining:,} invoices were"
    return f"{left} left of this month, for the files before this one. {again}"


def beyond_batch(usage: Usage) -> str:
    plan = usage.plan
    return f"A batch of {plan.name} has up to {plan.batch_files} files. Drop this one with the next."


def of(error: Exception, *, filename: str) -> str:
    """One of `REASONS`."""
    match error:
        case EmptyFile():
            return EMPTY
        case UnsupportedFile():
            return _wrong_kind(filename)
        case QuotaExceeded():
            return f"All {error.limit:,} invoices of this month are used. {_starts_again(error.resets_at)}"
    return f"{error} Drop it again in a moment."


def _starts_again(at: datetime) -> str:
    return f"The count starts again on {at.day} {at:%B}."


def _too_large(size: int) -> str:
    """Rounded up: what is too large must not look as if it were not."""
    tenths = -(-size * 10 // MEGABYTE)
    megabytes = f"{tenths / 10:,.1f}".removesuffix(".0")
    most = MAX_BYTES // MEGABYTE
    return f"{megabytes} MB, the most is {most} MB. Scanning in grey at 200 dpi usually helps."


def _wrong_kind(filename: str) -> str:
    kind = KNOWN_KINDS.get(PurePath(filename).suffix.lower())
    return f"This is {kind} and drop it again." if kind else "This is not a PDF, PNG or JPG file."
