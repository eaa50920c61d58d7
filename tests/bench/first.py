"""What is measured goes before whatever else this machine does, where one asks for it and may: `--first`.

Linux shares processors out among sessions first, and every program of the service is a session of its own; so
each is told to go before others as soon as it is there. Engines of batches step back by themselves.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.processes import parent

LOOK_EVERY = 0.2
BEFORE_OTHERS = "-15"


@contextmanager
def going(mark: str) -> Iterator[None]:
    """This process and what it starts, and all that have the mark in their environment or command."""
    ended = threading.Event()
    looking = threading.Thread(target=_look, args=(mark.encode(), ended), daemon=True)
    looking.start()
    try:
        yield
    finally:
        ended.set()
        looking.join()


def _look(mark: bytes, ended: threading.Event) -> None:
    _go_first(Path("/proc/self"))
    ours, seen = {os.getpid()}, {os.getpid()}
    while not ended.wait(LOOK_EVERY):
        for pid in sorted(int(folder.name) for folder in Path("/proc").glob("[0-9]*")):
            if pid not in seen:
                seen.add(pid)
                with contextlib.suppress(OSError):
                    if parent(pid) in ours or mark in _said_of(Path(f"/proc/{pid}")):
                        ours.add(pid)
                        _go_first(Path(f"/proc/{pid}"))


def _said_of(folder: Path) -> bytes:
    return (folder / "environ").read_bytes() + (folder / "cmdline").read_bytes()


def _go_first(folder: Path) -> None:
    with contextlib.suppress(OSError):
        session = folder / "autogroup"
        if session.read_text().endswith("nice 0\n"):
            session.write_text(BEFORE_OTHERS)
