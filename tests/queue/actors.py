"""Actors for worker processes that tests start, and kill."""

import os
import time
from pathlib import Path

import dramatiq

QUEUE = "trials"


@dramatiq.actor(queue_name=QUEUE, max_retries=0)
def work(folder: str, name: str, seconds: float) -> None:
    """Leaves a line with its process in FOLDER/NAME.started, and later in FOLDER/NAME.done."""
    _note(Path(folder) / f"{name}.started")
    time.sleep(seconds)
    _note(Path(folder) / f"{name}.done")


def _note(path: Path) -> None:
    with path.open("a") as file:
        file.write(f"{os.getpid()}\n")
