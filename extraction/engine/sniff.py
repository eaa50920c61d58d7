"""What kind of file some bytes are, told by the bytes alone: names and content types are only claims."""

from __future__ import annotations

from enum import StrEnum

from extraction.engine.errors import EmptyFile, UnsupportedFile

PDF_HEADER_WITHIN = 1024


class Kind(StrEnum):
    PDF = "PDF"
    PNG = "PNG"
    JPEG = "JPG"


def kind_of(data: bytes) -> Kind:
    """The kind of a file we read; `EmptyFile` or `UnsupportedFile` for every other."""
    if not data:
        raise EmptyFile
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if data.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    # Mail programs and scanners write lines of their own before the header; readers accept 1 KB of it.
    if b"%PDF-" in data[: PDF_HEADER_WITHIN + len(b"%PDF-")]:
        return Kind.PDF
    raise UnsupportedFile
