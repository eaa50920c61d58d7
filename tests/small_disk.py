"""A disk of its own, small enough to be full: a file system in memory, which only root may mount."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

BALLAST = "ballast"


@dataclass(frozen=True)
class SmallDisk:
    folder: Path

    def fill(self, *, but: int = 0) -> None:
        """Until so many bytes are left; what is written from now on finds no more room than that."""
        with (self.folder / BALLAST).open("ab", buffering=0) as ballast:
            while (free := self.free - but) > 0:
                ballast.write(bytes(min(free, 1 << 20)))

    def make_room(self) -> None:
        (self.folder / BALLAST).unlink()

    def forbid_writing(self) -> None:
        """For whoever opens a file from now on, as those who have one open would forbid it to us."""
        _mount("--bind", str(self.folder), str(self.folder))
        _mount("-o", "remount,bind,ro", str(self.folder))

    def allow_writing(self) -> None:
        _unmount(self.folder)

    @property
    def free(self) -> int:
        found = os.statvfs(self.folder)
        return found.f_bavail * found.f_frsize


@contextmanager
def mounted(folder: Path, *, megabytes: int) -> Iterator[SmallDisk]:
    """Skips the test where it cannot be mounted."""
    options = ["-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "tmpfs", str(folder)]
    try:
        _mount(*options)
    except (subprocess.CalledProcessError, FileNotFoundError) as error:
        pytest.skip(f"a small disk cannot be mounted here: {getattr(error, 'stderr', error)!r}")
    try:
        yield SmallDisk(folder)
    finally:
        _unmount(folder)


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True, capture_output=True)  # noqa: S607 - wherever it is


def _unmount(folder: Path) -> None:
    subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S607 - wherever it is
