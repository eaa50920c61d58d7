"""The memory of every process while documents go through: whether it stays what it is."""

from __future__ import annotations

import re
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench import calling, papers, places
from tests.service import Service

CLIENTS = 4
AT_ONCE = 40  # documents between two looks
SCAN_EVERY = 20
NAMES = {
    "gunicorn": "web",
    "--queues interactive": "worker",
    "--queues bulk": "bulk worker",
    "--queues delivery": "delivery",
    "sweep": "sweeper",
    "sandbox.child reading": "engine",
}


def measured(running: Service, *, documents: int) -> dict[str, Any]:
    """Least squares over the second half, in MB for a thousand documents; the first half warms up."""
    secrets = places.keys(running, 1 + documents // 4000)
    looks: list[tuple[int, dict[str, float]]] = []
    for sent in range(0, documents, AT_ONCE):
        _sent(running, secrets[sent // 4000], sent)
        looks.append((sent + AT_ONCE, _memory(running)))
    later = looks[len(looks) // 2 :]
    return {name: _of(name, later) for name in sorted({name for _, seen in later for name in seen})} | {
        "documents": {"number": documents}
    }


def _sent(running: Service, secret: str, first: int) -> None:
    own: list[list[bytes]] = [[] for _ in range(CLIENTS)]
    for number in range(first, first + AT_ONCE):
        data = papers.scan(number % 60) if number % SCAN_EVERY == 0 else papers.digital(number)
        own[number % CLIENTS].append(calling.upload(data, secret=secret))
    sent = calling.at_once(running.url, own)
    if {each.status for each in sent} != {200}:
        raise AssertionError([each.status for each in sent])


def _of(name: str, looks: list[tuple[int, dict[str, float]]]) -> dict[str, float]:
    seen = [(place, memory[name]) for place, memory in looks if name in memory]
    return {
        "median_mb": round(median(mb for _, mb in seen), 1),
        "largest_mb": round(max(mb for _, mb in seen), 1),
        "mb_per_1000": round(_slope(seen) * 1000, 1),
    }


def _slope(seen: list[tuple[int, float]]) -> float:
    places_, values = [place for place, _ in seen], [mb for _, mb in seen]
    middle, mean = sum(places_) / len(seen), sum(values) / len(seen)
    spread = sum((place - middle) ** 2 for place in places_)
    return sum((p - middle) * (v - mean) for p, v in seen) / spread if spread else 0.0


def _memory(running: Service) -> dict[str, float]:
    """The largest of each kind, in MB: its own pages and its share of those that several have."""
    found: dict[str, float] = {}
    for pid, command in running.processes().items():
        name = next((name for part, name in NAMES.items() if part in command), None)
        if name:
            found[name] = max(found.get(name, 0.0), _proportional_mb(pid))
    return found


def _proportional_mb(pid: int) -> float:
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return int(re.findall(r"^Pss:\s+(\d+)", told, re.MULTILINE)[0]) / 1024
