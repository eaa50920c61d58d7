"""The files of a batch as they arrive: each is written once, counted and hashed meanwhile, and closed.

They wait in a folder of their request. What is not taken from there goes with the folder, whether the request
is refused or its client is gone.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from extraction.engine import sniff
from extraction.engine.errors import DocumentError
from extraction.uploads import MAX_BYTES, FileTooLarge

FIELD = re.compile(r"files(\[\d*\])?")  # PHP cannot repeat a name, and numbers them: files[0], files[1]
HEAD_BYTES = 4096  # enough to tell what a file is
CHUNK_BYTES = 256 * 1024
FOLDER_PREFIX = "batch-"
LONGEST_UPLOAD = timedelta(days=1)


class TooManyFiles(RequestDataTooBig):
    """More files than the plan's batches have."""

    def __init__(self, *, most: int) -> None:
        self.most = most
        super().__init__(f"Too many files. A batch of your plan has up to {most}.")


class UnknownField(Exception):
    """A file came in a field that is not one for files; to leave it out without a word would lose it."""

    def __init__(self, *, field: str) -> None:
        self.field = field
        super().__init__(f"Files are sent in the field `files[]`, and one came in `{field[:50]}`.")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that was received whole. `error`: why it cannot be read; then there is no file at `path`."""

    path: Path
    filename: str
    size: int
    sha256: str
    kind: str
    error: DocumentError | FileTooLarge | None = None


class Receiver(FileUploadHandler):
    """The only handler of a batch's request. A file that cannot be read is one of the batch, too."""

    def __init__(self, request: HttpRequest, *, folder: Path, most: int) -> None:
        super().__init__(request)
        self.chunk_size = CHUNK_BYTES
        self.arrived: list[Arrival] = []
        self._folder = folder
        self._most = most
        self._writing: _Writing | None = None

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, file_name, *args, **kwargs)
        if not FIELD.fullmatch(field_name):
            raise UnknownField(field=field_name)
        if len(self.arrived) >= self._most:
            raise TooManyFiles(most=self._most)
        self._writing = _Writing(self._folder / str(len(self.arrived)), filename=file_name)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self._writing is not None:
            self._writing.add(raw_data)

    def file_complete(self, file_size: int) -> None:
        if self._writing is not None:
            self.arrived.append(self._writing.finished())
            self._writing = None

    def upload_interrupted(self) -> None:
        raise MultiPartParserError("The form ended in the middle of a file.")

    def close(self) -> None:
        if self._writing is not None:
            self._writing.close()


class _Writing:
    """One file, from its first byte to its last; beyond the limit nothing of it is kept."""

    def __init__(self, path: Path, *, filename: str) -> None:
        self._path, self._filename = path, filename
        self._file: BinaryIO = path.open("wb")
        self._digest = hashlib.sha256()
        self._head = b""
        self._size = 0

    def add(self, data: bytes) -> None:
        self._size += len(data)
        if self._size > MAX_BYTES:
            self._file.truncate(0)
            return
        if len(self._head) < HEAD_BYTES:
            self._head += data[: HEAD_BYTES - len(self._head)]
        self._digest.update(data)
        self._file.write(data)

    def close(self) -> None:
        self._file.close()

    def finished(self) -> Arrival:
        self.close()
        kind, error = self._kind()
        if error:
            self._path.unlink()
        return Arrival(
            path=self._path,
            filename=self._filename,
            size=self._size,
            sha256="" if isinstance(error, FileTooLarge) else self._digest.hexdigest(),
            kind=kind,
            error=error,
        )

    def _kind(self) -> tuple[str, DocumentError | FileTooLarge | None]:
        if self._size > MAX_BYTES:
            return "", FileTooLarge()
        try:
            return sniff.kind_of(self._head), None
        except DocumentError as error:
            return "", error


@contextmanager
def of(request: HttpRequest, *, most: int) -> Iterator[list[Arrival]]:
    """The list that fills with the request's files while its form is read, `most` at most.

    Reading it raises `TooManyFiles` or `UnknownField`.
    """
    folder = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX, dir=settings.FILE_UPLOAD_TEMP_DIR))
    receiver = Receiver(request, folder=folder, most=most)
    request.upload_handlers = [receiver]
    try:
        yield receiver.arrived
    finally:
        receiver.close()
        shutil.rmtree(folder, ignore_errors=True)


def forget(*, now: datetime) -> None:
    """What a process which was killed could not clear away: folders of batches, and single files."""
    for left in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir():
        with suppress(FileNotFoundError):
            if left.stat().st_mtime < (now - LONGEST_UPLOAD).timestamp():
                shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink()
