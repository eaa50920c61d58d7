"""Killing what reads a document while it reads."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable
from pathlib import Path

from tests.processes import parent
from tests.service import Service
from tests.waiting import until

WORKER = "config.worker"
ENGINE = "extraction.engine.sandbox.child"
STARTING_TAKES = 1.5  # seconds of processor time, more than an engine needs before it reads


def kill_mid_document(service: Service, command: str) -> None:
    """Kill -9 whatever runs this command, once an engine has been reading for a moment."""
    busy_engine(service)
    for pid in _processes(service, command):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def busy_engine(service: Service) -> int:
    """The first engine that has been reading for a moment."""
    return until(busy_engines(service), within=90) or 0  # an engine of batches steps back for all others


def busy_engines(service: Service, *, queue: str = "") -> Callable[[], int | None]:
    """What tells an engine of this queue's workers that has been reading for a moment, or that there is none.

    An engine that is there already has read other documents: only what it does from now on counts.
    """
    before = {pid: _processor_seconds(pid) for pid in _processes(service, ENGINE)}

    def look() -> int | None:
        for pid in _processes(service, ENGINE):
            is_busy = _processor_seconds(pid) - before.get(pid, 0.0) > STARTING_TAKES
            if is_busy and queue in service.processes().get(parent(pid) or 0, ""):
                return pid
        return None

    return look


def _processes(service: Service, command: str) -> list[int]:
    return [pid for pid, line in service.processes().items() if command in line]


def _processor_seconds(pid: int) -> float:
    """Zero for one that has ended meanwhile."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0
