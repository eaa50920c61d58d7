"""The supervisor and small programs: how soon they start again, in what order and how firmly they end."""

import itertools
import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from tests.processes import is_alive
from tests.service import PROJECT
from tests.waiting import until

pytestmark = pytest.mark.slow

SUPERVISE = """
import logging, sys
from pathlib import Path
from config import supervisor
logging.basicConfig(level=logging.INFO, format="%(message)s")
supervisor.PATIENCE = float(sys.argv[1])
folder = Path(sys.argv[2])
programs = [supervisor.Program(name=name, arguments=[name], folder=folder) for name in sys.argv[3:]]
supervisor.supervise(programs)
"""
NOTE = """
import os, signal, sys, time
def note(word):
    with open(f"{sys.argv[0]}.log", "a") as log:
        log.write(f"{time.monotonic()} {word} {os.getpid()}\\n")
"""
DIES = NOTE + "note('up')\nsys.exit(3)\n"
OBEYS = NOTE + (
    "def end(*_):\n    note('down')\n    sys.exit(0)\n"
    "signal.signal(signal.SIGTERM, end)\nnote('up')\nwhile True: time.sleep(0.1)\n"
)
IS_ASKED = NOTE + (
    "signal.signal(signal.SIGTERM, lambda *_: note('asked'))\nnote('up')\nwhile True: time.sleep(0.1)\n"
)
IGNORES = NOTE + "signal.signal(signal.SIGTERM, signal.SIG_IGN)\nnote('up')\nwhile True: time.sleep(0.1)\n"
LEAVES_A_CHILD = NOTE + (
    "child = os.fork()\n"
    "if child == 0:\n    note('child')\n    time.sleep(600)\n"
    "note('up')\ntime.sleep(0.3)\nos._exit(1)\n"
)


@pytest.fixture
def supervise(tmp_path):
    """Starts a supervisor over programs with the given sources; ends it afterwards."""
    running = []

    def start(patience=5.0, **sources):
        for name, source in sources.items():
            (tmp_path / f"{name}.py").write_text(textwrap.dedent(source))
        command = [sys.executable, "-c", SUPERVISE, str(patience), str(tmp_path), *sources]
        process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(PROJECT)})
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.wait()


@pytest.fixture
def notes(tmp_path):
    """What a program has noted so far: (time, word, process)."""

    def read(name, word):
        log = tmp_path / f"{name}.py.log"
        lines = [line.split() for line in log.read_text().splitlines()] if log.exists() else []
        return [(float(when), int(pid)) for when, what, pid in lines if what == word]

    return read


def test_a_program_that_keeps_dying_is_started_less_and_less_often(supervise, notes):
    supervise(dies=DIES)
    until(lambda: len(notes("dies", "up")) >= 4)
    starts = [when for when, _ in notes("dies", "up")]
    first, second, third = (later - earlier for earlier, later in itertools.pairwise(starts[:4]))
    assert first >= 0.4
    assert second >= 0.8
    assert third >= 1.6


def test_programs_are_asked_to_end_one_after_the_other(supervise, notes):
    process = supervise(first=OBEYS, second=OBEYS)
    until(lambda: notes("first", "up") and notes("second", "up"))
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    assert notes("first", "down") < notes("second", "down")


def test_a_program_that_does_not_end_is_killed_when_patience_is_over(supervise, notes):
    process = supervise(patience=1.0, stubborn=IGNORES)
    ((_, pid),) = until(lambda: notes("stubborn", "up"))
    asked = time.monotonic()
    process.terminate()
    assert process.wait(30) == 0
    assert time.monotonic() - asked >= 1.0
    assert not is_alive(pid)


def test_a_second_ctrl_c_does_not_wait(supervise, notes):
    process = supervise(patience=100.0, stubborn=IS_ASKED)
    until(lambda: notes("stubborn", "up"))
    process.send_signal(signal.SIGINT)
    until(lambda: notes("stubborn", "asked"))
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0


def test_what_a_dead_program_leaves_is_killed_before_it_starts_again(supervise, notes):
    supervise(careless=LEAVES_A_CHILD)
    (_, orphan) = until(lambda: notes("careless", "child"))[0]
    until(lambda: len(notes("careless", "up")) >= 2)
    assert not is_alive(orphan)


def test_programs_die_with_a_killed_supervisor(supervise, notes):
    process = supervise(stubborn=IGNORES)
    ((_, pid),) = until(lambda: notes("stubborn", "up"))
    process.kill()
    until(lambda: not is_alive(pid))
