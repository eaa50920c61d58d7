"""Packed content of a PDF: how large it is, found out without unpacking all of it, and what it is."""

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


def content(stream: Any, *, most: int) -> bytes | None:
    """What pdfminer's stream holds; None when that is more than `most` bytes or packed in a rare way."""
    data = bytes(stream.get_rawdata() or b"")
    if stream.decipher:
        data = stream.decipher(stream.objid, stream.genno, data, stream.attrs)
    for name, parameters in stream.get_filters():
        plain = getattr(name, "name", None) in _FLATE and not _predicts(parameters)
        if not plain or len(data) > most:
            return None
        data = _inflated(data, most + 1)
    return data if len(data) <= most else None


def _predicts(parameters: Any) -> bool:
    return isinstance(parameters, dict) and parameters.get("Predictor", 1) != 1


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
