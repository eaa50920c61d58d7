"""Many documents, each read in a sandbox: one that kills or stalls its reader costs only itself."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from extraction.engine.errors import DocumentError
from extraction.engine.options import Options
from extraction.engine.sandbox.keeper import DocumentRefused, Limits, ReaderLost, ReadingFailed
from extraction.engine.sandbox.reader import Reader

Outcome = dict[str, Any]
"""A result document, or `{"error": {"code", "message"}}`."""

PROCESSING_ERROR = "processing_error"


@dataclass(frozen=True, slots=True)
class Timed:
    """An outcome, and how long it took to read."""

    outcome: Outcome
    seconds: float


def outcomes(paths: Sequence[Path], *, options: Options, evidence: bool, jobs: int) -> Iterator[Outcome]:
    """An outcome for each path, in their order, as soon as those before it are there."""
    for each in timed(paths, options=options, evidence=evidence, jobs=jobs):
        yield each.outcome


def timed(paths: Sequence[Path], *, options: Options, evidence: bool, jobs: int) -> Iterator[Timed]:
    """The same, with the time that each took. The first of each reader waits for it to start."""
    readers = [Reader(Limits()) for _ in range(min(jobs, len(paths)))]
    idle: SimpleQueue[Reader] = SimpleQueue()
    for reader in readers:
        idle.put(reader)

    def outcome(path: Path) -> Timed:
        reader = idle.get()
        started = time.monotonic()
        try:
            found = _outcome(reader, path, options=options, evidence=evidence)
            return Timed(found, time.monotonic() - started)
        finally:
            idle.put(reader)

    threads = ThreadPoolExecutor(len(readers))
    try:
        yield from threads.map(outcome, paths)
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        for reader in readers:
            reader.kill()


def failure(code: str, message: str) -> Outcome:
    return {"error": {"code": code, "message": message}}


def _outcome(reader: Reader, path: Path, *, options: Options, evidence: bool) -> Outcome:
    """Whatever goes wrong with a document is an outcome too."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return failure(DocumentError.code, f"The file cannot be opened: {error.strerror}.")
    try:
        result = reader.read(data, options=options).result
    except DocumentRefused as error:
        return failure(error.code, str(error))
    except (ReadingFailed, ReaderLost) as error:
        return failure(PROCESSING_ERROR, str(error))
    document: Outcome = json.loads(result, parse_float=Decimal)
    if not evidence:
        del document["evidence"]
    return document
