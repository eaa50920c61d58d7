"""How large the packed content of a page is once unpacked, found out without unpacking all of it."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import Any

from extraction.engine.errors import OvercomplexDocument

MOST_BYTES = 32_000_000
_FLATE = {"FlateDecode", "Fl"}


def check(streams: Iterable[Any], *, most: int = MOST_BYTES) -> None:
    """`OvercomplexDocument` when pdfminer's streams together unpack to more than `most` bytes."""
    left = most
    for stream in streams:
        left -= _unpacked_size(stream, left)
        if left < 0:
            raise OvercomplexDocument


def _unpacked_size(stream: Any, most: int) -> int:
    """The size, or anything above `most`. Only Flate multiplies so much that it has to be watched."""
    data = bytes(stream.get_rawdata() or b"")
    for name, _ in stream.get_filters():
        if getattr(name, "name", None) not in _FLATE or len(data) > most:
            break
        data = _inflated(data, most + 1)
    return len(data)


def _inflated(data: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, most)
    except zlib.error:
        return data  # damaged: the reader will salvage what it can, which is less
