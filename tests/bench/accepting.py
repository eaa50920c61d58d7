"""Uploads taken in while no worker reads any: how many a second, how long each waits, what is lost."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from statistics import median, quantiles
from typing import Any

from tests import invoices
from tests.bench import calling, machine, places
from tests.bench.calling import Sent
from tests.service import Service

CLIENTS = 50
UPLOADS = 40  # of each client
BYTES = 100_000
AT_A_TIME = 20  # that an account may have unread


BURSTS = 3


def best(running: Service) -> dict[str, Any]:
    """Of some short bursts, the one that the machine's other work disturbed least; what is lost is of all."""
    measured(running, uploads=4)
    bursts = [measured(running) for _ in range(BURSTS)]
    chosen = max(bursts, key=lambda burst: burst["a_second"])
    return {
        **chosen,
        "lost": sum(burst["lost"] for burst in bursts),
        "bursts": [b["a_second"] for b in bursts],
    }


def measured(running: Service, *, uploads: int = UPLOADS) -> dict[str, Any]:
    secrets = iter(places.keys(running, CLIENTS * -(-uploads // AT_A_TIME)))
    own = [[next(secrets) for _ in range(-(-uploads // AT_A_TIME))] for _ in range(CLIENTS)]
    paper = invoices.draw(invoices.acme())
    clients = [list(_uploads(paper, secrets, uploads, number)) for number, secrets in enumerate(own)]
    before, client, service = time.perf_counter(), time.process_time(), machine.processor_seconds(running)
    sent = calling.at_once(running.url, clients)
    seconds = time.perf_counter() - before
    return {
        **_figures(sent, seconds),
        "processor_ms_each": round((machine.processor_seconds(running) - service) * 1000 / len(sent), 2),
        "client_ms_each": round((time.process_time() - client) * 1000 / len(sent), 2),
        **_kept(running, sent),
    }


def _uploads(paper: bytes, secrets: list[str], number: int, client: int) -> Iterator[bytes]:
    for place in range(number):
        filling = f"\n%{client}-{place}-".encode()
        data = paper + filling + os.urandom(8).hex().encode()
        data += b"0" * (BYTES - len(data))
        yield calling.upload(data, secret=secrets[place // AT_A_TIME], asynchronously=True)


def _figures(sent: list[Sent], seconds: float) -> dict[str, Any]:
    accepted = [each for each in sent if each.status == 202]
    taken = sorted(each.seconds * 1000 for each in accepted)
    return {
        "clients": CLIENTS,
        "sent": len(sent),
        "accepted": len(accepted),
        "a_second": round(len(accepted) / seconds, 1),
        "p50_ms": round(median(taken)),
        "p99_ms": round(quantiles(taken, n=100)[98]),
    }


def _kept(running: Service, sent: list[Sent]) -> dict[str, Any]:
    """What of all that was accepted has no row, or a row without its whole file."""
    accepted = {each.document["id"] for each in sent if each.status == 202}
    printed = running.manage("shell", "--no-imports", "--command", WHAT_IS_THERE)
    there = set(printed.split())
    return {"lost": len(accepted - there)}


WHAT_IS_THERE = """
from extraction.models import Extraction
for each in Extraction.objects.all():
    if each.file.size == each.size:
        print(each.public_id)
"""
