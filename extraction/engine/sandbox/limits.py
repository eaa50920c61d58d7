"""What the child forbids itself before it touches a document."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import sys
import threading
import time
from pathlib import Path

MEBIBYTE = 1 << 20
LARGEST_FILE = 256 * MEBIBYTE  # Tesseract writes page images to the temporary folder
PARENT_CHECK_SECONDS = 0.5


def limit_process(*, memory_mb: int) -> None:
    """No core dumps, no large files, no more address space than a document may need."""
    _set(resource.RLIMIT_CORE, 0)
    _set(resource.RLIMIT_FSIZE, LARGEST_FILE)
    if sys.platform == "linux":  # elsewhere the kernel does not enforce it, and some refuse to set it
        _set(resource.RLIMIT_AS, memory_mb * MEBIBYTE)


def yield_processor(niceness: int) -> None:
    """Step back behind others. Linux may group processes by session, and then only the group's counts."""
    if niceness:
        os.nice(niceness)
        with contextlib.suppress(OSError):
            Path("/proc/self/autogroup").write_text(str(niceness))


def allow_cpu_seconds(seconds: int) -> None:
    """The kernel ends the process once it has used this much more processor time, whatever it is doing."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + 1 + seconds, hard))


def die_with(parent: int) -> None:
    """End this process group as soon as `parent` is gone, so that a killed worker leaves nothing behind."""
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(PARENT_CHECK_SECONDS)
    os.killpg(0, signal.SIGKILL)


def _set(what: int, value: int) -> None:
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
