"""Which programs of the service were seen lately, on which machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from config.heartbeat import EVERY_SECONDS
from config.models import Heartbeat

ALIVE_WITHIN = timedelta(seconds=3 * EVERY_SECONDS)
REMEMBERED = timedelta(hours=1)  # then a program that is gone was meant to go


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """`processes` are alive now; where there is none, it was `seen_at` last."""

    name: str
    host: str
    processes: int
    started_at: datetime
    seen_at: datetime


def lately(*, now: datetime) -> list[Program]:
    return list(_programs(list(Heartbeat.objects.seen_since(now - REMEMBERED)), now))


def _programs(beats: list[Heartbeat], now: datetime) -> Iterator[Program]:
    for (host, name), group in groupby(beats, key=lambda beat: (beat.host, beat.program)):
        known = list(group)
        alive = [beat for beat in known if beat.seen_at >= now - ALIVE_WITHIN]
        yield Program(
            name=name,
            host=host,
            processes=len(alive),
            started_at=min(beat.started_at for beat in alive or known),
            seen_at=max(beat.seen_at for beat in known),
        )
