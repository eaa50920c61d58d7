"""Which programs the service consists of, and what each of them reads."""

from pathlib import Path

import pytest

from config import environment, programs


def queues(only=None):
    found = {}
    for program in programs.behind_the_scenes(only):
        arguments = list(program.arguments)
        if "--queues" in arguments:
            found[program.name] = arguments[arguments.index("--queues") + 1]
    return found


@pytest.fixture(autouse=True)
def two_and_one(settings):
    settings.WORKERS, settings.BULK_WORKERS = 2, 1


def test_single_documents_and_batches_have_workers_of_their_own():
    single = {"worker 1": "interactive", "worker 2": "interactive"}
    assert queues() == {**single, "bulk 1": "bulk", "delivery": "delivery"}


@pytest.mark.parametrize(
    ("only", "names"),
    [("worker", {"worker 1", "worker 2"}), ("bulk", {"bulk 1"}), ("delivery", {"delivery"})],
)
def test_one_part_can_run_alone(only, names):
    assert set(queues(only)) == names


def test_the_engines_of_batches_let_those_of_single_documents_go_first():
    nice = {
        program.name: int(program.environment.get("ENGINE_NICENESS", 0))
        for program in programs.behind_the_scenes()
    }
    assert nice["worker 1"] == 0
    assert nice["bulk 1"] > 0


def test_processes_count_in_memory_and_not_on_a_disk_that_may_be_full(monkeypatch, tmp_path):
    monkeypatch.delenv("METRICS_DIR")
    chosen = environment.counting_folder(Path("/data"), memory=tmp_path)
    assert (chosen.parent, chosen.stat().st_mode & 0o777) == (tmp_path, 0o700)
    assert environment.counting_folder(Path("/data"), memory=tmp_path) == chosen
    assert environment.counting_folder(Path("/others"), memory=tmp_path) != chosen


def test_a_folder_in_memory_that_others_may_write_to_is_not_taken(monkeypatch, tmp_path):
    monkeypatch.delenv("METRICS_DIR")
    environment.counting_folder(Path("/data"), memory=tmp_path).chmod(0o777)
    assert environment.counting_folder(Path("/data"), memory=tmp_path) == Path("/data/metrics")
    assert environment.counting_folder(Path("/data"), memory=None) == Path("/data/metrics")
