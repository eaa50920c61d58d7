"""The kind of a file is told by its bytes."""

from __future__ import annotations

import pytest

from extraction.engine import sniff
from extraction.engine.errors import EmptyFile, UnsupportedFile
from extraction.engine.sniff import Kind

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", Kind.PDF),
        (PNG + b"rest", Kind.PNG),
        (b"\xff\xd8\xff\xe0rest", Kind.JPEG),
    ],
)
def test_a_file_is_known_by_how_it_begins(data: bytes, kind: Kind):
    assert sniff.kind_of(data) is kind


def test_a_pdf_may_begin_anywhere_in_its_first_kilobyte():
    assert sniff.kind_of(b"\n" * 1024 + b"%PDF-1.4") is Kind.PDF


def test_a_pdf_that_begins_later_is_none():
    with pytest.raises(UnsupportedFile):
        sniff.kind_of(b"\n" * 1025 + b"%PDF-1.4")


@pytest.mark.parametrize("data", [b"Invoice 42", b"GIF89a", b"PK\x03\x04", b"\x89PN", b"%PD"])
def test_anything_else_is_refused(data: bytes):
    with pytest.raises(UnsupportedFile):
        sniff.kind_of(data)


def test_an_empty_file_is_said_to_be_empty():
    with pytest.raises(EmptyFile):
        sniff.kind_of(b"")
