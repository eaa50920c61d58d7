"""No file makes the engine hang, run out of memory or answer without a reason."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from extraction.engine import pipeline, read
from extraction.engine.document import Box, Document, Page, Word
from extraction.engine.errors import (
    CorruptFile,
    DocumentError,
    EmptyFile,
    EncryptedFile,
    NothingToRead,
    OvercomplexDocument,
    OversizedPage,
    TooManyPages,
    UnsupportedFile,
)
from extraction.engine.options import Options
from tests import hostile, invoices
from tests.engine.drawing import document_of

ACME = invoices.draw(invoices.acme())
QUICKLY = 20.0  # beside other work, on a processor that takes ten for the longest alone

_ATTEMPT = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
from extraction.engine import errors, read
from extraction.engine.options import Options
from tests import hostile
data = getattr(hostile, sys.argv[1])(int(sys.argv[2]))
try:
    with read.open_document(data, options=Options()):
        print(json.dumps(["read", 0]))
except errors.DocumentError as error:
    peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(json.dumps([type(error).__name__, int(peak.split()[1]) // 1024]))
"""


def seconds(document: Document) -> float:
    """What it costs to understand a document."""
    begun = time.process_time()
    pipeline.of_document(document, options=Options())
    return time.process_time() - begun


def grid(words: int, text: Callable[[int], str]) -> Document:
    """Words with wide gaps, twelve to a line."""
    placed = [(i % 12 * 70.0, i // 12 * 13.0, text(i)) for i in range(words)]
    made = (Word(text, Box(x, y, x + 50, y + 10)) for x, y, text in placed)
    return Document((Page(1, 840.0, 20.0 + words // 12 * 13, tuple(made)),))


def refusal(data: bytes, *, max_pages: int | None = None) -> type[DocumentError]:
    """What the engine says to a file, which it must say soon."""
    begun = time.monotonic()
    with (
        pytest.raises(DocumentError) as refused,
        read.open_document(data, options=Options(max_pages=max_pages)),
    ):
        pass
    assert time.monotonic() - begun < QUICKLY
    return refused.type


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: b"", EmptyFile),
        (lambda: b"Dear Sir, please find our invoice", UnsupportedFile),
        (lambda: b"%PDF-1.4 and nothing else", CorruptFile),
        (lambda: hostile.truncated(ACME), CorruptFile),
        (lambda: hostile.truncated(ACME, keep=0.9), CorruptFile),
        (lambda: b"\x89PNG\r\n\x1a\n", CorruptFile),
        (lambda: hostile.truncated(invoices.as_scan(ACME, dpi=40)), CorruptFile),
        (hostile.encrypted, EncryptedFile),
        (hostile.blank_page, NothingToRead),
        (hostile.cyclic_pages, CorruptFile),
        (hostile.huge_page, OversizedPage),
        (hostile.huge_png, OversizedPage),
        (lambda: hostile.text_bomb(100_000), OvercomplexDocument),
        (lambda: hostile.many_pages(20_000), TooManyPages),
        (lambda: hostile.lying_count(5_000), TooManyPages),
    ],
    ids=[
        "empty",
        "text",
        "only a header",
        "half a PDF",
        "nine tenths of a PDF",
        "eight bytes of PNG",
        "half a JPEG",
        "encrypted",
        "blank page",
        "pages in a circle",
        "200,000 points",
        "12,000 x 12,000 PNG",
        "five million glyphs",
        "20,000 pages",
        "5,000 pages that claim to be one",
    ],
)
def test_a_file_that_cannot_be_read_is_refused_soon_and_by_name(
    make: Callable[[], bytes], error: type[DocumentError]
):
    assert refusal(make()) is error


def test_a_count_that_lies_does_not_get_more_pages_read_than_allowed():
    assert refusal(hostile.lying_count(2), max_pages=1) is TooManyPages


@pytest.mark.slow
@pytest.mark.parametrize(
    ("bomb", "size"), [("flate_bomb", 500), ("double_flate_bomb", 1000), ("form_flate_bomb", 1000)]
)
def test_a_bomb_is_refused_before_it_is_unpacked(bomb: str, size: int):
    """In a process of its own with two gigabytes: pdfium would abort it."""
    command = [sys.executable, "-c", _ATTEMPT, bomb, str(size)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=90, check=True)
    name, megabytes = json.loads(done.stdout)
    assert name == OvercomplexDocument.__name__
    assert megabytes < 400


@pytest.mark.parametrize("figures", ["9" * 40, "9" * 500, "1" * 30 + ".00"])
def test_a_number_longer_than_any_sum_is_none(figures: str):
    placed = [
        (50, 100, "Net"), (150, 100, "VAT %"), (250, 100, "VAT"), (350, 100, "Gross"),
        (50, 115, figures), (150, 115, "20%"), (250, 115, figures), (350, 115, figures),
        (150, 150, "Subtotal"), (350, 150, figures), (150, 165, "VAT 20%"), (350, 165, figures),
        (150, 180, "Total"), (350, 180, figures),
    ]  # fmt: skip
    invoice = pipeline.of_document(document_of(*placed), options=Options())
    assert (invoice.subtotal, invoice.tax, invoice.total) == (None, None, None)


def test_words_of_thousands_of_figures_are_read_soon():
    assert seconds(grid(120, lambda at: "Total" if at % 3 == 0 else "9" * 5000)) < QUICKLY


@pytest.mark.slow
def test_a_page_of_thousands_of_parties_is_read_soon():
    said = ("{0:x} Ltd", "{0} Mill Road", "Leeds, LS1 4AB", "{0:b} GmbH", "1{0} Berlin")
    assert seconds(grid(9000, lambda at: said[at // 12 % 5].format(at * 7919))) < QUICKLY
