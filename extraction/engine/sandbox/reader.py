"""Asks a child of the sandbox to read a document."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from extraction.engine.options import Options
from extraction.engine.sandbox.keeper import Keeper, Limits, Tick


@dataclass(frozen=True, slots=True)
class Answer:
    """What was read, as JSON texts: the result document, and all words (see `transcript`).

    `sources` says of each page whether its text was there ("text") or it was looked at ("ocr").
    """

    result: str
    words: str
    sources: Sequence[str] = ()


class Reader(Keeper):
    """One warm child that reads. Not for several threads at a time: each thread has its own by `current`."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits, craft="reading")

    def read(self, data: bytes, *, options: Options, tick: Tick = lambda _progress: None) -> Answer:
        """`tick` is called once a second; what it raises ends the child."""
        return Answer(**self.ask(data, tick, options=asdict(options)))


_threads = threading.local()


def current(limits: Limits) -> Reader:
    """This thread's reader."""
    if not hasattr(_threads, "reader"):
        _threads.reader = Reader(limits)
        atexit.register(_threads.reader.close)
    reader: Reader = _threads.reader
    reader.limits = limits
    return reader
