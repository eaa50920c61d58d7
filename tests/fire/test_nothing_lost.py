"""Documents come in without end while parts of the service die: each is read, told and counted once."""

import time

import pytest

from tests.fire.account import opened
from tests.fire.load import Load
from tests.fire.reckoning import complaints, settled
from tests.fire.strikes import scene
from tests.webhooks.receiver import Receiver, listening

pytestmark = [pytest.mark.fire, pytest.mark.stack, pytest.mark.slow, pytest.mark.timeout(1800)]

CALM_SECONDS = 15.0


def test_nothing_is_lost_and_nothing_done_twice_whatever_is_killed(fire_seconds, fire_seed):
    with scene(seed=fire_seed) as burning, listening(Receiver()) as receiver:
        service = burning.service
        load = Load(lambda: service.url, opened(service, webhooks_to=receiver.url))
        with load.going_on() as ledger:
            time.sleep(CALM_SECONDS)
            strikes = list(burning.burn(seconds=fire_seconds))
        reckoning = settled(service, ledger, receiver)
        print(f"\nseed {fire_seed}, {fire_seconds:.0f} s\n{reckoning.report(strikes)}")
        print(complaints(service.log))
        reckoning.check()
