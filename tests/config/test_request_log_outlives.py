"""The request log of a real service: what a killed process loses of it, and what one that ends does not."""

import os
import signal
import time
from pathlib import Path

import pytest

from tests.caller import caller
from tests.service import running_service
from tests.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

COUNT = "from accounts.models import ApiRequest; print('lines:', ApiRequest.objects.count())"


@pytest.fixture
def web_server():
    """Nobody else writes the log."""
    with running_service("--only", "web") as running:
        yield running


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


def test_a_killed_process_loses_the_last_second_at_most_and_one_that_ends_loses_nothing(web_server):
    program = caller(web_server, plan="free")
    ask(program, 10)
    time.sleep(2)
    for pid in web_workers(web_server):
        os.kill(pid, signal.SIGKILL)
    until(lambda: noted(web_server) == 10)
    ask(program, 30)  # by the workers that come after them
    assert web_server.stop() == 0
    assert noted(web_server) == 40
