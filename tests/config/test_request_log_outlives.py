"""The request log of a real service: what a killed process loses of it, and what one that ends does not."""

import os
import signal
import time
from pathlib import Path

import pytest

from tests.caller import caller
from tests.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

COUNT = "from accounts.models import ApiRequest; print('lines:', ApiRequest.objects.count())"


def noted(service):
    return int(service.manage("shell", "--command", COUNT).split("lines:")[1])


def ask(program, number):
    for _ in range(number):
        assert program.get("/v1/usage").status_code == 200


def web_workers(service):
    """gunicorn's, each with the lines it took in."""
    pids = [pid for pid, command in service.processes().items() if "gunicorn" in command]
    return [pid for pid in pids if _parent(pid) in pids]


def _parent(pid):
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def test_a_killed_process_loses_the_last_second_at_most_and_one_that_ends_loses_nothing(own_service):
    program = caller(own_service, plan="free")
    ask(program, 10)
    time.sleep(2)
    for pid in web_workers(own_service):
        os.kill(pid, signal.SIGKILL)
    until(lambda: noted(own_service) == 10)
    ask(program, 30)  # by the workers that come after them
    assert own_service.stop() == 0
    assert noted(own_service) == 40
