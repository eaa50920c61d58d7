"""The files inside a PDF, by its catalogue: few of them, small ones, and unpacked within limits.

pdfium lists them too, but not those named by /AF alone, and it unpacks a file before it tells its size.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import islice
from typing import Any

from extraction.engine.document import Attachment
from extraction.engine.pdf import second_reader, unpacking

MOST_FILES = 16
MOST_BYTES = 10_000_000
MOST_BYTES_IN_ALL = 40_000_000
MOST_NODES = 256
_SIGNS = (b"/EmbeddedFile", b"/AF")


def may_be_in(data: bytes) -> bool:
    """Whether it is worth looking: a file's stream says what it is, and is never packed itself."""
    return any(sign in data for sign in _SIGNS) and second_reader.has_trailer(data)


def find(data: bytes) -> tuple[Attachment, ...]:
    """The files in a PDF; none rather than an error where it is broken."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser

    try:
        catalog = PDFDocument(PDFParser(io.BytesIO(data))).catalog
        return tuple(islice(_files(catalog), MOST_FILES))
    except Exception:  # noqa: BLE001 - pdfminer raises whatever a broken file makes Python raise
        return ()


def _files(catalog: dict[str, Any]) -> Iterator[Attachment]:
    from pdfminer.pdftypes import PDFStream, resolve1

    seen: set[int] = set()
    left = MOST_BYTES_IN_ALL
    for specification in _specifications(catalog):
        inside = _dictionary(specification.get("EF"))
        stream = resolve1(inside.get("UF") or inside.get("F"))
        if isinstance(stream, PDFStream) and id(stream) not in seen:
            seen.add(id(stream))
            name = resolve1(specification.get("UF") or specification.get("F"))
            data = unpacking.content(stream, most=min(left, MOST_BYTES))
            left -= len(data or b"")
            yield Attachment(_text(name), data)


def _specifications(catalog: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What the tree of embedded files names, then what is associated with the whole document."""
    yield from _named(_dictionary(_dictionary(catalog.get("Names")).get("EmbeddedFiles")))
    yield from map(_dictionary, islice(_list(catalog.get("AF")), MOST_NODES))


def _named(root: dict[str, Any]) -> Iterator[dict[str, Any]]:
    nodes, visited = [root], 0
    while nodes and visited < MOST_NODES:
        node = nodes.pop()
        visited += 1
        yield from map(_dictionary, islice(_list(node.get("Names")), 1, 2 * MOST_NODES, 2))
        nodes.extend(map(_dictionary, islice(_list(node.get("Kids")), MOST_NODES)))


def _dictionary(found: Any) -> dict[str, Any]:
    from pdfminer.pdftypes import resolve1

    value = resolve1(found)
    return value if isinstance(value, dict) else {}


def _list(found: Any) -> list[Any]:
    from pdfminer.pdftypes import resolve1

    value = resolve1(found)
    return value if isinstance(value, list) else []


def _text(name: Any) -> str:
    from pdfminer.utils import decode_text

    return decode_text(name) if isinstance(name, bytes) else str(name or "")
