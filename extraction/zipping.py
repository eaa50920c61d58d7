"""A zip that is sent while it is written: neither its files nor the list of them are ever whole in memory."""

from __future__ import annotations

import io
import pickle
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from tempfile import TemporaryFile
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings

QUICKLY = 1  # scans and PDFs are packed already
PART_BYTES = 64 * 1024
LONGEST_NAME, LONGEST_ENDING = 100, 10
UNSUITABLE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of the archive, its content still to be asked for."""

    name: str
    content: Iterable[bytes]


def stream(pieces: Iterable[Piece], *, now: datetime) -> Iterator[bytes]:
    with _temporary() as listed, _temporary() as end:
        pipe = _Pipe()
        archive = ZipFile(pipe, "w", ZIP_DEFLATED, compresslevel=QUICKLY)
        archive.filelist = _OnDisk(listed)  # type: ignore[assignment]  # all that is done with the list
        try:
            for piece in pieces:
                with archive.open(_entry(piece.name, now), "w") as file:
                    for part in piece.content:
                        file.write(part)
                        yield from pipe.taken()
                archive.NameToInfo.clear()  # names are unique, so nobody looks one up
        finally:
            pipe.turn_to(end)
            archive.close()
        end.seek(0)
        yield from iter(lambda: end.read(PART_BYTES), b"")


def suitable(filename: str) -> str:
    """The sender's name in a form that every system can unpack."""
    name = UNSUITABLE.sub("_", filename).strip(" .")
    suffix = PurePath(name).suffix
    ending = suffix if len(suffix) <= LONGEST_ENDING else ""
    return name.removesuffix(ending)[: LONGEST_NAME - len(ending)].rstrip(" .") + ending


def _temporary() -> Any:
    return TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)


def _entry(name: str, now: datetime) -> ZipInfo:
    entry = ZipInfo(name, now.timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    return entry


class _Pipe(io.RawIOBase):
    """Takes what is written and gives it away at once, or to a file once it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []
        self._file: Any = None

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        if self._file is None:
            self._parts.append(bytes(data))
        else:
            self._file.write(data)
        return len(data)

    def taken(self) -> Iterator[bytes]:
        parts, self._parts = self._parts, []
        whole = b"".join(parts)
        if whole:
            yield whole

    def turn_to(self, file: Any) -> None:
        for part in self.taken():
            file.write(part)
        self._file = file


class _OnDisk:
    """The archive's list of its entries, which it writes at its end. `ZipFile` asks no more of it."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._length = 0

    def append(self, entry: ZipInfo) -> None:
        pickle.dump(entry, self._file)
        self._length += 1

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[ZipInfo]:
        self._file.seek(0)
        for _ in range(self._length):
            yield pickle.load(self._file)  # noqa: S301 - our own, written a moment ago
