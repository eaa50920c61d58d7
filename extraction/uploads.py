"""Files as they come in and where they are kept: one stored file per extraction, under a name of our own."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path, PurePath

from django.core.exceptions import RequestDataTooBig
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError

from extraction.engine import sniff
from extraction.models import Extraction

MAX_BYTES = 20 * 1024 * 1024
FOLDER = "uploads"
ORPHAN_AGE = timedelta(hours=1)
LONGEST_FILENAME = 255


class FileTooLarge(RequestDataTooBig):
    """A file is larger than `MAX_BYTES`, or the request that carries it than any request may be."""

    def __init__(self) -> None:
        super().__init__(f"File exceeds {MAX_BYTES >> 20}MB limit.")


class StorageUnavailable(Exception):
    """The storage takes or gives no file at the moment: it is full, read-only or out of reach."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A stored file that no extraction names yet. `name` is the storage's, `filename` the sender's."""

    name: str
    filename: str
    size: int
    sha256: str


def store(file: File[bytes], *, today: date) -> Upload:
    """Keep a file that looks like one we can read.

    Raises `FileTooLarge`, or the engine's `EmptyFile` or `UnsupportedFile`, or `StorageUnavailable`; then
    nothing is stored.
    """
    if file.size > MAX_BYTES:
        raise FileTooLarge
    kind = sniff.kind_of(next(file.chunks(4096), b""))
    sha256 = digest(file)
    file.seek(0)
    return Upload(
        name=_keep(_new_name(kind, today), file),
        filename=harmless(file.name),
        size=file.size,
        sha256=sha256,
    )


def take(path: Path, *, kind: str, today: date) -> str:
    """Move a file from this machine's disk into storage; returns its name there.

    Raises `StorageUnavailable`.
    """
    path.touch()  # it is new from now on, however long its request took
    with path.open("rb") as file:
        return _keep(_new_name(kind, today), _OnDisk(file))


def digest(file: File[bytes]) -> str:
    """SHA-256 of the content, in hexadecimal."""
    running = hashlib.sha256()
    for chunk in file.chunks():
        running.update(chunk)
    return running.hexdigest()


def read(extraction: Extraction) -> bytes:
    """Raises `FileNotFoundError` or `StorageUnavailable`."""
    try:
        with extraction.file.open("rb") as file:
            return bytes(file.read())
    except FileNotFoundError:
        raise
    except Exception as error:  # each kind of storage has its own
        raise StorageUnavailable(str(error)) from error


def discard(names: Iterable[str]) -> None:
    for name in filter(None, names):
        default_storage.delete(name)


@contextmanager
def discarding(names: Sequence[str]) -> Iterator[None]:
    """Drop what was stored if what follows does not come about.

    Where the connection to the database was lost, nobody knows: a row may have been written that names the
    files. Should there be none, they are orphans, and the sweeper finds them.
    """
    try:
        yield
    except BaseException as error:
        if not _is_unheard(error):
            discard(names)
        raise


def _is_unheard(error: BaseException) -> bool:
    """What PostgreSQL answers has a state, and undid everything. What has none was never answered."""
    is_of_the_database = isinstance(error, OperationalError | InterfaceError)
    return is_of_the_database and getattr(error.__cause__, "sqlstate", "") is None


def orphans(*, now: datetime) -> list[str]:
    """Files without an extraction: their request died before its row was written, or their user is gone."""
    days: list[str] = []
    with suppress(FileNotFoundError):  # nothing was ever stored
        days = default_storage.listdir(FOLDER)[0]
    return [name for day in days for name in _orphans_of(f"{FOLDER}/{day}", before=now - ORPHAN_AGE)]


def harmless(filename: str | None) -> str:
    """The sender's name without folders and control characters; it is shown, never used as a path."""
    name = PurePath((filename or "").replace("\\", "/")).name
    printable = "".join(character for character in name if character.isprintable())
    return printable[-LONGEST_FILENAME:] or "document"


def _keep(name: str, file: File[bytes]) -> str:
    """All of the file or nothing: what was written of it until the disk was full would only fill it."""
    try:
        return default_storage.save(name, file)
    except Exception as error:  # each kind of storage has its own
        with suppress(Exception):
            default_storage.delete(name)
        raise StorageUnavailable(str(error)) from error


def _orphans_of(folder: str, *, before: datetime) -> Iterator[str]:
    found = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
    named = set(Extraction.objects.filter(file__startswith=f"{folder}/").values_list("file", flat=True))
    for name in found:
        with suppress(FileNotFoundError):  # deleted while we look
            if name not in named and default_storage.get_modified_time(name) < before:
                yield name


class _OnDisk(File):  # type: ignore[type-arg]  # which it takes in stubs only
    """A storage on the same disk takes the file itself instead of a copy."""

    def temporary_file_path(self) -> str:
        return str(self.name)


def _new_name(kind: str, today: date) -> str:
    return f"{FOLDER}/{today.isoformat()}/{secrets.token_hex(16)}.{kind.lower()}"
