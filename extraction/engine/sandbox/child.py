"""The child's main loop: a request and a document in, an answer or the reason why not out.

Started as `python -m extraction.engine.sandbox.child CRAFT FD PARENT MEMORY_MB NICENESS IDLE_SECONDS`; FD is
one end of a socket pair. Without a request for that many seconds it ends, and its memory is free.
"""

from __future__ import annotations

import importlib
import json
import logging
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from extraction.engine.errors import DocumentError, OvercomplexDocument
from extraction.engine.sandbox import limits

LARGEST_REQUEST = 64 << 20
READY = {"ready": True}
CRAFTS = ("reading", "drawing")

Craft = Callable[..., dict[str, Any]]

logger = logging.getLogger("extraction.engine.sandbox.child")


def main(*, craft: str, fd: int, parent: int, memory_mb: int, niceness: int, idle_seconds: float) -> None:
    limits.die_with(parent)
    limits.yield_processor(niceness)
    limits.limit_process(memory_mb=memory_mb)
    practised = learned(craft)
    connection = Connection(fd)
    connection.send_bytes(json.dumps(READY).encode())
    while connection.poll(idle_seconds):
        try:
            request = json.loads(connection.recv_bytes(LARGEST_REQUEST))
            data = connection.recv_bytes(LARGEST_REQUEST)
        except EOFError:
            return
        reported = _Reported(connection, cpu_seconds=request["cpu_seconds"])
        reported.send(answer(practised, data, request, reported))


def learned(craft: str) -> Craft:
    """A child loads what its craft takes, and nothing of the others'."""
    if craft not in CRAFTS:
        raise ValueError(craft)
    module = importlib.import_module(f"extraction.engine.sandbox.{craft}")
    practised: Craft = module.answer
    return practised


class _Reported:
    """Tells the parent how far we are; each page gets processor time of its own."""

    def __init__(self, connection: Connection, *, cpu_seconds: int) -> None:
        self.connection = connection
        self.cpu_seconds = cpu_seconds
        limits.allow_cpu_seconds(cpu_seconds)

    def page(self, pages_read: int, pages: int) -> None:
        self.send({"pages_read": pages_read, "pages": pages})
        limits.allow_cpu_seconds(self.cpu_seconds)

    def send(self, message: dict[str, Any]) -> None:
        self.connection.send_bytes(json.dumps(message).encode())


def answer(craft: Craft, data: bytes, request: dict[str, Any], reported: _Reported) -> dict[str, Any]:
    """What the craft answers, or `{"error": {"code", "message"}}`."""
    try:
        return craft(data, request, on_page=reported.page)
    except DocumentError as error:
        return _refusal(error)
    except MemoryError:
        return _refusal(OvercomplexDocument())
    except Exception:
        logger.exception("The engine failed on a document.")
        return {"error": {"code": "processing_error", "message": "The document could not be processed."}}


def _refusal(error: DocumentError) -> dict[str, object]:
    return {"error": {"code": error.code, "message": str(error)}}


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    main(
        craft=sys.argv[1],
        fd=int(sys.argv[2]),
        parent=int(sys.argv[3]),
        memory_mb=int(sys.argv[4]),
        niceness=int(sys.argv[5]),
        idle_seconds=float(sys.argv[6]),
    )
