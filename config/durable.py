"""Documents in a folder that are on the disk once they are said to be kept, whatever happens to the power."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class DurableStorage(FileSystemStorage):
    def _save(self, name: str, content: Any) -> str:
        kept: str = super()._save(name, content)  # type: ignore[misc]  # the stubs leave it out
        with Path(self.path(kept)).open("rb") as file:
            os.fsync(file.fileno())  # the common file systems bring a new name to the disk with its file
        return kept
