"""Many documents and the workers: what a second one adds, and how much of the time engines are at work."""

from __future__ import annotations

import json
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

from tests.bench import calling, papers, places, reading
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
        rates: dict[str, list[float]] = {name: [] for name in ("one", "two", "bare_one", "bare_two")}
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
            _bare_a_second(processes, number=2)
            for _ in range(rounds):
                rates["one"].append(_scans_a_second(one, secrets[one.url], workers=1))
                rates["two"].append(_scans_a_second(two, secrets[two.url], workers=2))
                rates["bare_one"].append(_bare_a_second(processes, number=1))
                rates["bare_two"].append(_bare_a_second(processes, number=2))
    best = {name: max(each) for name, each in rates.items()}
    return {
        "one_worker_a_second": round(best["one"], 3),
        "two_workers_a_second": round(best["two"], 3),
        "times": round(best["two"] / best["one"], 2),
        "bare_times": round(best["bare_two"] / best["bare_one"], 2),
        "rounds": {name: [round(rate, 3) for rate in each] for name, each in rates.items()},
    }


def _bare_a_second(processes: ProcessPoolExecutor, *, number: int) -> float:
    """The engine alone in so many processes: what the machine itself has to give to a second one."""
    before = time.perf_counter()
    list(processes.map(_read_bare, range(number)))
    return number * SCANS / (time.perf_counter() - before)


def _read_bare(process: int) -> None:
    for place in range(SCANS):
        reading.engine(papers.scan(process * SCANS + place))


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
