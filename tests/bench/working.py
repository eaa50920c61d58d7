"""Many documents and the workers: what a second one adds, and how much of the time engines are at work."""

from __future__ import annotations

import json
import time
from typing import Any

from tests.bench import calling, papers, places
from tests.caller import Caller
from tests.service import Service
from tests.waiting import until

SCANS = 6  # for each worker, in a round
ROUNDS = 3
FILES = 200


def from_one_to_two(*, rounds: int = ROUNDS) -> dict[str, Any]:
    """Scans of one service with one worker and another with two, in turn; the best round of each counts."""
    with places.service(WORKERS="1") as one, places.service(WORKERS="2") as two:
        secrets = {running.url: places.keys(running, 1)[0] for running in (one, two)}
        _scans_a_second(one, secrets[one.url], workers=1), _scans_a_second(two, secrets[two.url], workers=2)
        of_one, of_two = [], []
        for _ in range(rounds):
            of_one.append(_scans_a_second(one, secrets[one.url], workers=1))
            of_two.append(_scans_a_second(two, secrets[two.url], workers=2))
    return {
        "one_worker_a_second": round(max(of_one), 3),
        "two_workers_a_second": round(max(of_two), 3),
        "times": round(max(of_two) / max(of_one), 2),
        "rounds": [[round(rate, 3) for rate in rates] for rates in (of_one, of_two)],
    }


def _scans_a_second(running: Service, secret: str, *, workers: int) -> float:
    """Each client waits for its answer before it sends the next, so every worker always has one document."""
    own = [
        [calling.upload(papers.scan(client * SCANS + place), secret=secret) for place in range(SCANS)]
        for client in range(workers)
    ]
    before = time.perf_counter()
    sent = calling.at_once(running.url, own)
    if {each.status for each in sent} != {200}:
        raise AssertionError([each.status for each in sent])
    return len(sent) / (time.perf_counter() - before)


def batch(running: Service, *, files: int = FILES) -> dict[str, Any]:
    """How busy the bulk engines are from the moment the batch is accepted until its last file is read."""
    caller = Caller(url=running.url, secret=places.keys(running, 1)[0])
    sent = caller.batch([papers.mixed(number) for number in range(files)])
    if sent.status_code != 202:
        raise AssertionError(sent.text)
    until(lambda: _told(running)["left"] == 0, within=1200)
    told = _told(running)
    workers = sum("--queues bulk" in command for command in running.processes().values()) // 2 or 1
    wall = told["last"] - told["first"]
    return {
        "files": files,
        "failed": told["failed"],
        "engines": told["engines"],
        "wall_seconds": round(wall, 1),
        "engine_seconds": round(told["busy"], 1),
        "busy_per_cent": round(100 * told["busy"] / wall / told["engines"], 1),
        "seen_workers": workers,
    }


def _told(running: Service) -> dict[str, Any]:
    time.sleep(1)
    told: dict[str, Any] = json.loads(running.manage("shell", "--no-imports", "--command", HOW_FAR))
    return told


HOW_FAR = """
import json
from django.conf import settings
from django.db.models import Max, Min, Sum
from extraction.models import Extraction
all = Extraction.objects.exclude(batch=None)
told = all.aggregate(first=Min("created_at"), last=Max("finished_at"), busy=Sum("processing_time_ms"))
print(json.dumps({
    "left": all.unfinished().count(),
    "failed": all.filter(status="failed").count(),
    "engines": settings.BULK_WORKERS,
    "busy": (told["busy"] or 0) / 1000,
    "first": told["first"].timestamp(),
    "last": told["last"].timestamp() if told["last"] else 0,
}))
"""
