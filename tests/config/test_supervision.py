"""`manage.py serve` keeps its parts running, stops all of them together and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys

import pytest
import requests

from tests.caller import caller
from tests.extraction.documents import many_scanned_pages
from tests.processes import children, parent
from tests.service import PROJECT
from tests.waiting import until

pytestmark = pytest.mark.slow

ENGINE = "extraction.engine.sandbox.child"
WORKER = "dramatiq config.worker --queues interactive"
BULK_WORKER = "dramatiq config.worker --queues bulk"


def part(service, mark):
    """The leading process of a part: of those with its command, the child of the supervisor."""
    return next(
        (
            pid
            for pid, command in service.processes().items()
            if f" {service.pid} {mark} " in command and parent(pid) == service.pid
        ),
        None,
    )


def status_of_home(service):
    return requests.get(service.url, timeout=30).status_code


def kill(service, name):
    """Kill one part; returns once another process has taken its place."""
    victim = until(lambda: part(service, name))
    os.kill(victim, signal.SIGKILL)
    until(lambda: (found := part(service, name)) and found != victim)


@pytest.mark.stack
def test_ctrl_c_stops_everything_and_is_no_error(own_service):
    assert len(own_service.processes()) >= 6
    assert own_service.stop() == 0
    assert own_service.processes() == {}


def test_sigterm_stops_everything_too(own_service):
    own_service.process.terminate()
    assert own_service.process.wait(60) == 0
    assert own_service.processes() == {}


@pytest.mark.stack
def test_a_supervisor_killed_while_a_document_is_read_leaves_no_process(own_service):
    caller(own_service, plan="pro").extract(many_scanned_pages(), prefer="respond-async")
    until(lambda: any(ENGINE in command for command in own_service.processes().values()))
    own_service.process.kill()
    own_service.process.wait()
    until(lambda: not own_service.processes())


def test_whatever_part_is_killed_is_started_again(service):
    for name in ("gunicorn", WORKER, BULK_WORKER, "django"):
        kill(service, name)
    assert status_of_home(service) == 200


def test_a_killed_worker_process_is_replaced(service):
    master = until(lambda: part(service, WORKER))
    (worker,) = until(lambda: children(master))
    os.kill(worker, signal.SIGKILL)
    until(lambda: (found := part(service, WORKER)) != master and found and children(found))
    assert worker not in service.processes()


def test_who_comes_while_the_web_server_restarts_waits_and_is_answered(service):
    ended = service.log.count("web ended")
    os.kill(until(lambda: part(service, "gunicorn")), signal.SIGKILL)
    until(lambda: service.log.count("web ended") > ended)
    assert status_of_home(service) == 200


def test_a_port_in_use_is_said_in_one_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "manage.py", "serve"],
            cwd=PROJECT,
            env={**os.environ, "DATA_DIR": str(tmp_path), "PORT": str(port)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.strip().endswith(f"or choose another port: PORT={port + 1} make run")
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_the_welcome_says_where_things_are(service):
    assert f"Invoice OCR is at {service.url}/" in service.log
    assert f"Data:               {service.data_dir}" in service.log
    assert "manage.py create_key" in service.log
