"""Documents read in child processes, so that one which kills or stalls its reader costs only itself.

A child is warm: it keeps the OCR models from one document to the next, and is replaced after a while
because they grow with every new shape of picture. It ends when its parent does.
"""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from extraction.engine import render
from extraction.engine.errors import DocumentError
from extraction.engine.options import Options

Outcome = dict[str, Any]
"""A result document, or `{"error": {"code", "message"}}`."""

PROCESSING_ERROR = "processing_error"
LONGEST = 600.0
MOST_MEMORY = 6 << 30
DOCUMENTS_A_LIFE = 25
_SPAWN = multiprocessing.get_context("spawn")


def outcomes(paths: Sequence[Path], *, options: Options, evidence: bool, jobs: int) -> Iterator[Outcome]:
    """An outcome for each path, in their order, as soon as those before it are there."""
    crew = [_Child(options, evidence) for _ in range(min(jobs, len(paths)))]
    done: dict[int, Outcome] = {}
    waiting = iter(enumerate(paths))
    try:
        for child in crew:
            child.take(next(waiting, None))
        for index in range(len(paths)):
            while index not in done:
                for child in _ready(crew):
                    done[child.task] = child.outcome()
                    child.take(next(waiting, None))
            yield done.pop(index)
    finally:
        for child in crew:
            child.stop()


def outcome(path: Path, *, options: Options, evidence: bool) -> Outcome:
    """Read one document here and now. Whatever goes wrong is an outcome too."""
    from extraction.engine import pipeline

    try:
        invoice = pipeline.extract(path.read_bytes(), options=options)
        return render.document(invoice, evidence=evidence)
    except DocumentError as error:
        return failure(error.code, str(error))
    except OSError as error:
        return failure(DocumentError.code, f"The file cannot be opened: {error.strerror}.")
    except Exception as error:  # noqa: BLE001 - a fault of ours in one document must not end the others
        return failure(PROCESSING_ERROR, f"Reading failed ({type(error).__name__}: {error}).")


def failure(code: str, message: str) -> Outcome:
    return {"error": {"code": code, "message": message}}


@dataclass(slots=True)
class _Child:
    """One reader. A dead, overdue or old one is replaced when it is given its next document."""

    options: Options
    evidence: bool
    task: int = -1
    _age: int = 0
    _busy: bool = False
    _deadline: float = 0.0
    _process: Any = field(default=None)
    _connection: Any = field(default=None)

    @property
    def busy(self) -> bool:
        return self._busy

    @property
    def connection(self) -> Connection:
        found: Connection = self._connection
        return found

    @property
    def is_overdue(self) -> bool:
        return self._busy and time.monotonic() > self._deadline

    def take(self, work: tuple[int, Path] | None) -> None:
        if work is None:
            return
        if self._process is None or not self._process.is_alive() or self._age >= DOCUMENTS_A_LIFE:
            self.stop()
            self._start()
        self.task, path = work
        self._age += 1
        self._busy, self._deadline = True, time.monotonic() + LONGEST
        self._connection.send(path)

    def outcome(self) -> Outcome:
        self._busy = False
        if self._connection.poll():
            try:
                received: Outcome = self._connection.recv()
            except (EOFError, OSError):
                return self._lost("The document ended the process that was reading it.")
            return received
        return self._lost("Reading took too long.")

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._connection.close()
            self._process = None

    def _lost(self, message: str) -> Outcome:
        self.stop()
        return failure(PROCESSING_ERROR, message)

    def _start(self) -> None:
        self._connection, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_serve, args=(theirs, self.options, self.evidence), daemon=True)
        self._process.start()
        self._age = 0
        theirs.close()


def _ready(crew: Sequence[_Child]) -> list[_Child]:
    busy = {child.connection: child for child in crew if child.busy}
    answered = [busy[found] for found in wait(list(busy), timeout=1.0) if isinstance(found, Connection)]
    return answered + [child for child in busy.values() if child.is_overdue and child not in answered]


def _serve(connection: Connection, options: Options, evidence: bool) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    _limit_memory()
    while True:
        try:
            path = connection.recv()
            connection.send(outcome(path, options=options, evidence=evidence))
        except (EOFError, BrokenPipeError):
            return


def _limit_memory() -> None:
    """So that a document which asks for all memory there is loses its reader and not the machine."""
    with suppress(ImportError, OSError, ValueError):  # not on Windows, and never above the limit there is
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
