"""The child's main loop: a request and a document in, a result or the reason why not out.

Started as `python -m extraction.engine.sandbox.child FD PARENT MEMORY_MB NICENESS IDLE_SECONDS`; FD is one
end of a socket pair. Without a request for that many seconds it ends, and its memory is free.
"""

from __future__ import annotations

import json
import logging
import sys
from multiprocessing.connection import Connection

from extraction.engine import render
from extraction.engine.errors import DocumentError, OvercomplexDocument
from extraction.engine.options import Options
from extraction.engine.pipeline import extract
from extraction.engine.read import OnPage
from extraction.engine.sandbox import limits

LARGEST_REQUEST = 64 << 20
READY = {"ready": True}

logger = logging.getLogger("extraction.engine.sandbox.child")


def main(*, fd: int, parent: int, memory_mb: int, niceness: int, idle_seconds: float) -> None:
    limits.die_with(parent)
    limits.yield_processor(niceness)
    limits.limit_process(memory_mb=memory_mb)
    connection = Connection(fd)
    connection.send_bytes(json.dumps(READY).encode())
    while connection.poll(idle_seconds):
        try:
            request = json.loads(connection.recv_bytes(LARGEST_REQUEST))
            data = connection.recv_bytes(LARGEST_REQUEST)
        except EOFError:
            return
        reported = _Reported(connection, cpu_seconds=request["cpu_seconds"])
        reported.send(answer(data, Options(**request["options"]), on_page=reported.page))


class _Reported:
    """Tells the parent how far we are; each page gets processor time of its own."""

    def __init__(self, connection: Connection, *, cpu_seconds: int) -> None:
        self.connection = connection
        self.cpu_seconds = cpu_seconds
        limits.allow_cpu_seconds(cpu_seconds)

    def page(self, pages_read: int, pages: int) -> None:
        self.send({"pages_read": pages_read, "pages": pages})
        limits.allow_cpu_seconds(self.cpu_seconds)

    def send(self, message: dict[str, object]) -> None:
        self.connection.send_bytes(json.dumps(message).encode())


def answer(data: bytes, options: Options, *, on_page: OnPage) -> dict[str, object]:
    """`{"result": JSON text}`, or `{"error": {"code", "message"}}`."""
    try:
        invoice = extract(data, options=options, on_page=on_page)
        return {"result": render.to_json(render.document(invoice, evidence=True))}
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
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of each small fault in a font
    main(
        fd=int(sys.argv[1]),
        parent=int(sys.argv[2]),
        memory_mb=int(sys.argv[3]),
        niceness=int(sys.argv[4]),
        idle_seconds=float(sys.argv[5]),
    )
