"""What a document costs from upload to answer: processor time of all of the service's processes together."""

from __future__ import annotations

from typing import Any

from tests.bench import calling, machine, papers, places
from tests.service import Service

CLIENTS = 2
KINDS = {"digital": (papers.digital, 60), "scan": (papers.scan, 12), "photo": (papers.photo, 8)}


def measured(running: Service) -> dict[str, Any]:
    """Of each kind, once both engines are warm."""
    (secret,) = places.keys(running, 1)
    return {kind: _of(running, secret, draw, number) for kind, (draw, number) in KINDS.items()}


def _of(running: Service, secret: str, draw: papers.Draw, number: int) -> dict[str, float]:
    _sent(running, secret, draw, range(100, 104))
    before = machine.processor_seconds(running)
    seconds = _sent(running, secret, draw, range(number))
    each = (machine.processor_seconds(running) - before) / number
    return {
        "documents": number,
        "processor_ms_each": round(each * 1000, 1),
        "an_hour_and_core": round(3600 / each),
        "seconds_by_the_clock": round(seconds, 1),
    }


def _sent(running: Service, secret: str, draw: papers.Draw, numbers: range) -> float:
    own = [
        [calling.upload(draw(number), secret=secret) for number in numbers[client::CLIENTS]]
        for client in range(CLIENTS)
    ]
    sent = calling.at_once(running.url, own)
    if {each.status for each in sent} != {200}:
        raise AssertionError([each.status for each in sent])
    return max(each.ended for each in sent) - min(each.began for each in sent)
