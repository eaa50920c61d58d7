"""A crowd of clients in one process: raw requests over connections that stay open, so that they cost little.

Bounded by the number of requests, and by `WITHIN` seconds for each. Talks to this machine alone.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

WITHIN = 60.0
BOUNDARY = "a-part-of-a-form"
NO_ANSWER = 0


@dataclass(frozen=True, slots=True)
class Sent:
    """One request: how it ended, what came back, and when it was sent and answered."""

    status: int
    body: bytes
    began: float
    ended: float

    @property
    def seconds(self) -> float:
        return self.ended - self.began

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


def upload(data: bytes, *, secret: str, asynchronously: bool = False) -> bytes:
    """POST /v1/extract as the bytes that go over the wire."""
    part = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="invoice.pdf"\r\n'
    form = f"{part}Content-Type: application/pdf\r\n\r\n".encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()
    lines = [
        "POST /v1/extract HTTP/1.1",
        "Host: 127.0.0.1",
        f"Authorization: Bearer {secret}",
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}",
        f"Content-Length: {len(form)}",
        *(["Prefer: respond-async"] if asynchronously else []),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + form


def in_turn(url: str, requests: Iterable[bytes]) -> list[Sent]:
    """One client, one request after the other."""
    return at_once(url, [requests])


def at_once(url: str, clients: Sequence[Iterable[bytes]]) -> list[Sent]:
    """As many clients as there are lists, each with one connection and one request at a time."""
    address = urlsplit(url)
    if address.hostname != "127.0.0.1" or address.port is None:
        raise ValueError(url)
    return asyncio.run(_crowd(address.port, clients))


async def _crowd(port: int, clients: Sequence[Iterable[bytes]]) -> list[Sent]:
    answered = await asyncio.gather(*(_client(port, requests) for requests in clients))
    return [sent for own in answered for sent in own]


async def _client(port: int, requests: Iterable[bytes]) -> list[Sent]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answered = []
    for request in requests:
        began = time.perf_counter()
        try:
            status, body = await asyncio.wait_for(_asked(reader, writer, request), WITHIN)
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            status, body = NO_ANSWER, b""
        answered.append(Sent(status, body, began, time.perf_counter()))
        if status == NO_ANSWER:
            break
    writer.close()
    return answered


async def _asked(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
) -> tuple[int, bytes]:
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    status, *lines = head.split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines if line)
    return int(status.split()[1]), await reader.readexactly(int(headers.get("content-length", 0)))
