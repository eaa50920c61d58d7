"""What can die of a running service, how it is killed, and when it is there again."""

from __future__ import annotations

import os
import random
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests import servers
from tests.extraction.killing import ENGINE, WORKER
from tests.servers import Postgres, Redis
from tests.service import Service, running_service

WEB = "config.wsgi:application"
AS_BY_DEFAULT = {"SWEEP_SECONDS": "15"}
TOGETHER = 0.2  # how often a second one is killed before the first is over
LONGEST_RECOVERY = 90.0


@dataclass(frozen=True)
class Strike:
    """`back`: from when on everything ran again, as far as somebody had to start it. `is_alone`: the next one
    waited until what this one had interrupted was finished."""

    what: str
    at: float
    back: float
    is_alone: bool = True


@dataclass
class Scene:
    """A service, and the servers that it runs on, where it has any of its own.

    `down_seconds`: how long nobody starts a dead supervisor again.
    """

    service: Service
    chance: random.Random
    down_seconds: float = 0.0
    database: Postgres | None = None
    broker: Redis | None = None

    @property
    def victims(self) -> dict[str, Callable[[], None]]:
        always = {
            "worker": lambda: self._kill_one(WORKER),
            "engine": lambda: self._kill_one(ENGINE),
            "web worker": lambda: self._kill_one(WEB),
            "supervisor": self._kill_supervisor,
            "restart": self._restart,
        }
        own = {"broker": self.broker, "database": self.database}
        return always | {name: _dies_for_a_while(each, self.chance) for name, each in own.items() if each}

    def burn(self, *, seconds: float) -> Iterator[Strike]:
        """One of each in an order that chance decides, and again. Now and then two fall together."""
        until, bag = time.monotonic() + seconds, list[str]()
        while time.monotonic() < until:
            bag = bag or self.chance.sample(sorted(self.victims), len(self.victims))
            is_alone = not (len(bag) > 1 and self.chance.random() < TOGETHER)
            strikes = [self.strike(bag.pop(), is_alone=is_alone) for _ in range(1 if is_alone else 2)]
            self._wait_until_finished(before=strikes[-1].back)
            yield from strikes
            time.sleep(self.chance.uniform(1.0, 4.0))

    def strike(self, what: str, *, is_alone: bool = True) -> Strike:
        at = time.time()
        self.victims[what]()
        return Strike(what, at, time.time(), is_alone)

    def _wait_until_finished(self, *, before: float) -> None:
        """What came in by then. Who never comes to an end is found when all is reckoned up."""
        look = f"from tests.fire import books; books.tell_unfinished(before={before})"
        deadline = time.monotonic() + LONGEST_RECOVERY
        while time.monotonic() < deadline:
            with suppress(AssertionError):  # its connection may be to a database that was killed since
                if not int(self.service.manage("shell", "--verbosity", "0", "--command", look)):
                    return
            time.sleep(0.2)

    def _kill_one(self, command: str) -> None:
        pids = sorted(pid for pid, line in self.service.processes().items() if command in line)
        if pids:
            with suppress(ProcessLookupError):
                os.kill(self.chance.choice(pids), signal.SIGKILL)

    def _kill_supervisor(self) -> None:
        self.service.process.kill()
        self.service.process.wait()
        time.sleep(self.down_seconds)
        self.service.start()

    def _restart(self) -> None:
        """As a deployment does it: whatever is being read may be finished first."""
        self.service.process.terminate()
        assert self.service.process.wait(60) == 0
        self.service.start()


@contextmanager
def scene(*, seed: int, **settings: str) -> Iterator[Scene]:
    """On servers of its own that it can kill, or on none, as the option `--stack` says."""
    chance, settings = random.Random(seed), AS_BY_DEFAULT | settings
    if os.environ["BROKER_URL"].startswith("database:"):
        with running_service(**settings) as service:
            yield Scene(service, chance)
        return
    folder = Path(tempfile.mkdtemp(prefix="fire-", dir=os.environ["TESTS_FOLDER"]))
    with servers.postgres(folder) as database, servers.redis(folder) as broker:
        settings |= {"DATABASE_URL": database.url, "BROKER_URL": broker.url}
        with running_service(**settings) as service:
            yield Scene(service, chance, database=database, broker=broker)


def _dies_for_a_while(server: Postgres | Redis, chance: random.Random) -> Callable[[], None]:
    def strike() -> None:
        server.kill()
        time.sleep(chance.uniform(0.5, 3.0))
        server.start()

    return strike
