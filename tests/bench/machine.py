"""On what, when and from which state of the project figures were taken."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.service import Service

PROJECT = Path(__file__).resolve().parents[2]


def told() -> dict[str, Any]:
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit(),
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)),
        "python": platform.python_version(),
        "load_before": load(),
    }


def processor_seconds(running: Service) -> float:
    """What its processes have used since they began; what a database server uses is not in it."""
    ticks = 0
    for pid in running.processes():
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def load() -> float:
    """How many processes wanted a processor during the last minute: what others do here shows in it."""
    return round(os.getloadavg()[0], 2)


def commit() -> str:
    found = _git("rev-parse", "--short", "HEAD")
    return f"{found} and changes" if _git("status", "--porcelain", "--", ":!docs/bench") else found


def _git(*arguments: str) -> str:
    command = ["git", *arguments]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False).stdout.strip()


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), "unknown")
