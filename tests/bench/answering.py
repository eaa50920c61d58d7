"""POST /v1/extract with a digital page, one by one: how much longer it takes than reading the page."""

from __future__ import annotations

from typing import Any

from tests import invoices
from tests.bench import calling, places, reading, timing
from tests.service import Service

WARM = 10
ROUNDS = 8
IN_A_ROUND = 10


def measured(running: Service, *, rounds: int = ROUNDS) -> dict[str, Any]:
    """A round of requests, a round of bare readings in this process, and so on: both see the same machine."""
    (secret,) = places.keys(running, 1)
    paper = invoices.draw(invoices.acme())
    _asked(running, paper, secret, WARM)
    reading.engine(paper)
    answers: list[float] = []
    bare: list[float] = []
    for _ in range(rounds):
        answers += _asked(running, paper, secret, IN_A_ROUND)
        bare += [timing.milliseconds(lambda: reading.engine(paper)) for _ in range(IN_A_ROUND)]
    return _figures(sorted(answers), sorted(bare))


def _asked(running: Service, paper: bytes, secret: str, number: int) -> list[float]:
    request = calling.upload(paper, secret=secret)
    sent = calling.in_turn(running.url, [request] * number)
    if {each.status for each in sent} != {200}:
        raise AssertionError(sent)
    return [each.seconds * 1000 for each in sent]


def _figures(answers: list[float], bare: list[float]) -> dict[str, Any]:
    p50, engine = timing.typical(answers), timing.typical(bare)
    return {
        "requests": len(answers),
        "p50_ms": p50,
        "p95_ms": round(answers[int(len(answers) * 0.95)], 1),
        "bare_engine_p50_ms": engine,
        "over_the_engine_ms": round(p50 - engine, 1),
    }
