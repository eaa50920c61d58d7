"""What was sent from a page lately, as cards with a line for each file: from the server, so that it is the
same after a reload and in another window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch

from accounts.models import User
from extraction import drops
from extraction.models import Batch, Drop, DroppedFile, Extraction
from extraction.review import words
from extraction.web import rows

LATEST = 5  # of the last day
RUNNING = 5  # batches of programs
ROWS = 20  # with more files, those that need no look are only counted
RESTS_FOR = timedelta(minutes=10)  # what went well is soon put away by itself
GONE = "Sending ended before this file. Drop it again."
COUNTED = ("done", "to check", "being read", "to come", "failed", "not sent")


@dataclass(frozen=True, slots=True)
class Line:
    """One file. `counts` is what it is counted as, one of `COUNTED`; `progress` are pages read, of all."""

    place: str
    name: str
    counts: str
    state: str
    badge: str = ""
    note: str = ""
    public_id: str = ""
    progress: tuple[int, int] | None = None

    @property
    def is_to_come(self) -> bool:
        return self.counts == "to come"

    @property
    def is_moving(self) -> bool:
        return self.counts in ("being read", "to come")

    @property
    def is_bad(self) -> bool:
        return self.counts in ("failed", "not sent")


@dataclass(frozen=True, slots=True)
class Card:
    """One drop, as far as it is. Of a long one only the lines that move or need a look are shown."""

    drop: Drop
    lines: list[Line]
    shown: list[Line]

    @property
    def is_moving(self) -> bool:
        return self.drop.is_open or any(line.is_moving for line in self.lines)

    @property
    def title(self) -> str:
        files = "1 file" if len(self.lines) == 1 else f"{len(self.lines):,} files"
        if self.drop.is_open:
            return f"Uploading {files}"
        return f"Reading {files}" if self.is_moving else files

    @property
    def note(self) -> str:
        found = Counter(line.counts for line in self.lines)
        return ", ".join(f"{found[name]:,} {name}" for name in COUNTED if found[name])

    @property
    def settled(self) -> int:
        return sum(not line.is_moving for line in self.lines)

    @property
    def left_out(self) -> int:
        return len(self.lines) - len(self.shown)


def of(user: User, *, now: datetime) -> list[Card]:
    known = DroppedFile.objects.select_related("extraction").defer(
        "extraction__result", "extraction__corrected", "extraction__warnings"
    )
    lately = user.drops.filter(is_put_away=False, created_at__gt=now - drops.KEPT_FOR)
    found = lately.select_related("batch").prefetch_related(Prefetch("files", known))[:LATEST]
    return [_card(drop) for drop in found if drop.files.all() and not _rests(drop, now)]


def running(user: User, *, now: datetime) -> list[Batch]:
    """Batches of programs that are being read, with their counts."""
    lately = user.batches.filter(finished_at=None, drops=None, created_at__gt=now - drops.KEPT_FOR)
    return list(lately.counted()[:RUNNING])


def _card(drop: Drop) -> Card:
    lines = [_line(drop, file) for file in drop.files.all()]
    shown = lines if len(lines) <= ROWS else [each for each in lines if each.is_moving or each.is_bad][:ROWS]
    return Card(drop=drop, lines=lines, shown=shown)


def _rests(drop: Drop, now: datetime) -> bool:
    """All is read, and it was a while ago."""
    files: Iterable[DroppedFile] = drop.files.all()
    read = [file.extraction for file in files if file.extraction and file.extraction.status == "completed"]
    if drop.closed_at is None or len(read) < len(drop.files.all()):
        return False
    ends = [drop.closed_at, *(each.finished_at for each in read if each.finished_at)]
    return max(ends) < now - RESTS_FOR


def _line(drop: Drop, file: DroppedFile) -> Line:
    place = f"{drop.public_id}-{file.position}"
    if file.extraction is not None:
        return _taken(place, file.extraction)
    if not file.refusal and drop.is_open:
        return Line(place, file.filename, "to come", f"Waiting, {megabytes(file.size)} MB")
    return Line(place, file.filename, "not sent", "Not sent", note=file.refusal or GONE)


def _taken(place: str, extraction: Extraction) -> Line:
    row = rows.of(extraction)
    name, known = extraction.filename, extraction.public_id
    if extraction.status == Extraction.Status.FAILED:
        return Line(place, name, "failed", row.state, row.badge, row.note, known)
    if extraction.is_finished:
        counts = "to check" if row.badge == "look" else "done"
        return Line(place, name, counts, row.state, row.badge, public_id=known)
    pages = words.progress(extraction.pages_read, extraction.pages)
    if row.badge != "working" or not pages:
        return Line(place, name, "being read", row.state, row.badge, public_id=known)
    progress = (extraction.pages_read, extraction.pages or 1)
    return Line(place, name, "being read", f"Reading p{pages[1:]}", public_id=known, progress=progress)


def megabytes(size: int) -> str:
    """`3.4`, and at least `0.1`."""
    return f"{max(size / (1 << 20), 0.1):,.1f}"
