"""Worker processes as `serve` starts them, on the stack's own broker: killed ones lose no message."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from tests.processes import is_alive
from tests.queue import actors
from tests.service import PROJECT
from tests.waiting import until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.stack, pytest.mark.slow]

REDELIVERED_WITHIN = 60.0


def database_url():
    """Where the tests' own database is, for other processes."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["TEST_DATABASE_URL"])._replace(path=f"/{name}"))


@contextmanager
def pool(processes):
    command = ["-m", "dramatiq", "config.worker", "tests.queue.actors", "--queues", actors.QUEUE]
    master = subprocess.Popen(
        [sys.executable, *command, "--processes", str(processes), "--threads", "1"],
        cwd=PROJECT,
        env={**os.environ, "DATABASE_URL": database_url(), "dramatiq_queue_prefetch": "1"},
        start_new_session=True,
    )
    try:
        yield master
    finally:
        master.terminate()
        try:
            master.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(master.pid, signal.SIGKILL)
            master.wait()


def processes_in(path):
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def test_a_message_whose_worker_was_killed_is_done_by_another(tmp_path):
    actors.work.send(str(tmp_path), "first", 2.0)
    with pool(1):
        (victim,) = until(lambda: processes_in(tmp_path / "first.started"))
        os.kill(victim, signal.SIGKILL)
    assert not processes_in(tmp_path / "first.done")
    with pool(1):
        done = until(lambda: processes_in(tmp_path / "first.done"), within=REDELIVERED_WITHIN)
    assert done != [victim]
    assert len(done) == 1


def test_two_processes_share_the_work_and_do_each_message_once(tmp_path):
    for number in range(20):
        actors.work.send(str(tmp_path), str(number), 0.05)
    with pool(2):
        until(lambda: len(list(tmp_path.glob("*.done"))) == 20)
        time.sleep(0.5)
    starts = [processes_in(tmp_path / f"{number}.started") for number in range(20)]
    assert all(len(started) == 1 for started in starts)
    assert len({started[0] for started in starts}) == 2


def test_a_worker_whose_master_was_killed_finishes_its_message_and_ends(tmp_path):
    actors.work.send(str(tmp_path), "last", 2.0)
    with pool(1) as master:
        (worker,) = until(lambda: processes_in(tmp_path / "last.started"))
        master.kill()
        until(lambda: not is_alive(worker))
    assert processes_in(tmp_path / "last.done") == [worker]
