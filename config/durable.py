"""Documents in a folder that are on the disk once they are said to be kept, whatever happens to the power."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class DurableStorage(FileSystemStorage):
    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Names are random: one that is taken after all is refused when it is written."""
        return name

    def _save(self, name: str, content: Any) -> str:
        if hasattr(content, "temporary_file_path"):
            return self._moved(name, content)
        path = Path(self.path(name))
        try:
            self._write(path, content)
        except FileNotFoundError:
            path.parent.mkdir(self.directory_permissions_mode or 0o777, parents=True, exist_ok=True)
            self._write(path, content)
        return name

    def _write(self, path: Path, content: Any) -> None:
        with open(path, "xb", opener=self._opened) as file:
            file.writelines(content.chunks())
            file.flush()
            os.fsync(file.fileno())  # the common file systems bring a new name to the disk with its file

    def _opened(self, path: str, flags: int) -> int:
        return os.open(path, flags, self.file_permissions_mode or 0o666)

    def _moved(self, name: str, content: Any) -> str:
        kept: str = super()._save(name, content)  # type: ignore[misc]  # the stubs leave it out
        with Path(self.path(kept)).open("rb") as file:
            os.fsync(file.fileno())
        return kept
