"""All that the page shows, in a number of queries that does not grow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from billing.models import Letter, StripeEvent
from config.system import machine, programs, queues, throughput
from config.system.machine import Fact, Room
from config.system.programs import Program
from config.system.queues import Queue
from config.system.throughput import Attempts, Throughput
from extraction import stock
from extraction.models import WebhookAttempt
from extraction.stock import Stock

SLOW = timedelta(minutes=5)  # a message that waits for longer asks for a look


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """What changes by the second. `queues` is None where the broker does not tell."""

    at: datetime
    queues: Sequence[Queue] | None
    programs: list[Program]
    webhooks_due: int
    letters: int
    stripe_events: int

    @property
    def slow_before(self) -> datetime:
        return self.at - SLOW


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    now: Now
    throughput: Throughput
    attempts: Attempts
    room: Room
    stock: Stock | None
    facts: list[Fact]


def right_now(*, now: datetime) -> Now:
    return Now(
        at=now,
        queues=queues.standing(now=now),
        programs=programs.lately(now=now),
        webhooks_due=WebhookAttempt.objects.due(now=now).count(),
        letters=Letter.objects.filter(done_at=None).count(),
        stripe_events=StripeEvent.objects.filter(done_at=None).count(),
    )


def of_the_service(*, now: datetime) -> Standing:
    return Standing(
        now=right_now(now=now),
        throughput=throughput.of_the_last_day(now=now),
        attempts=throughput.attempts(now=now),
        room=machine.room(),
        stock=stock.latest(),
        facts=machine.facts(),
    )
