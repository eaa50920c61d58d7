"""A storage that stands in for a disk: when it is full, it takes the beginning of a file and no more."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class FillingUp(FileSystemStorage):
    """`has_room_for` so many more files; `gives` what is there."""

    has_room_for = 0
    gives = True

    def _save(self, name: str, content: Any) -> str:
        if FillingUp.has_room_for > 0:
            FillingUp.has_room_for -= 1
            return super()._save(name, content)
        super()._save(name, content)
        with Path(self.path(name)).open("r+b") as file:
            file.truncate(3)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _open(self, name: str, mode: str = "rb") -> Any:
        if not FillingUp.gives:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return super()._open(name, mode)
