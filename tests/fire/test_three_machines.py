"""Three machines on one database, one broker and one bucket share the work, and go on when one dies."""

import contextlib
import random
import re
import time
from dataclasses import replace

import pytest

from tests.bucket import bucket
from tests.fire.account import opened
from tests.fire.load import Load
from tests.fire.reckoning import settled
from tests.fire.strikes import Scene
from tests.service import running_service
from tests.webhooks.receiver import Receiver, listening

pytestmark = [pytest.mark.fire, pytest.mark.stack, pytest.mark.slow, pytest.mark.timeout(1800)]

ONE_SECRET = {"SECRET_KEY": "the same on every machine, and long enough to be one", "SWEEP_SECONDS": "15"}
DOWN_SECONDS = 5.0
CALM_SECONDS = 10.0


@pytest.fixture
def machines(request):
    if request.config.getoption("--stack") == "embedded":
        pytest.skip("SQLite is on one machine")
    with contextlib.ExitStack() as running, bucket() as storage:
        first = running.enter_context(running_service(**ONE_SECRET, **storage.settings))
        shared = {name: first.env[name] for name in ("DATABASE_URL", "BROKER_URL")}
        others = [
            running.enter_context(running_service(**ONE_SECRET, **storage.settings, **shared))
            for _ in range(2)
        ]
        yield [first, *others]


def shares(machines, line):
    """How many lines of its log say so, for each machine."""
    return [len(re.findall(line, machine.log)) for machine in machines]


def test_each_does_some_of_it_and_any_of_them_can_die(machines, fire_seconds, fire_seed):
    chance = random.Random(fire_seed)
    alive, strikes = list(machines), []
    with listening(Receiver()) as receiver:
        account = opened(machines[0], webhooks_to=receiver.url)
        load = Load(lambda: random.choice(alive).url, account)
        with load.going_on() as ledger:
            time.sleep(CALM_SECONDS)
            until = time.monotonic() + fire_seconds
            while time.monotonic() < until or len(strikes) < len(machines):
                time.sleep(chance.uniform(8.0, 15.0))
                victim = chance.choice(machines) if len(strikes) >= len(machines) else machines[len(strikes)]
                strikes.append(_struck(victim, alive, chance))
        reckoning = settled(machines[0], ledger, receiver)
    read = shares(machines, r" jobs\b.*: extract(_next)? done")
    print(f"\nseed {fire_seed}, {fire_seconds:.0f} s\n{reckoning.report(strikes)}\nread by each: {read}")
    reckoning.check()
    assert all(read)


def _struck(victim, alive, chance):
    """All of a machine at once; the others are asked meanwhile, and go on with what it had begun."""
    scene = Scene(victim, chance, down_seconds=DOWN_SECONDS)
    alive.remove(victim)
    strike = scene.strike("supervisor")
    alive.append(victim)
    return replace(strike, back=strike.at)
