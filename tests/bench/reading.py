"""The engine beside the libraries that it reads with, on the same pages: what understanding costs on top."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from extraction.engine import ocr, pipeline
from extraction.engine.options import Options
from extraction.engine.sandbox import reading
from tests.bench import papers, timing

OPTIONS = Options(language=None, max_pages=None)
PAGES = 12
SCANS = 4
ROUNDS = 7


def engine(data: bytes) -> dict[str, Any]:
    """All that the engine's child does with a document, without the child."""
    return reading.answer(data, {"options": {"language": None, "max_pages": None}}, on_page=lambda *_: None)


def digital(*, pages: int = PAGES, rounds: int = ROUNDS) -> dict[str, Any]:
    """In processor time, the least that each page took in each way; of all pages' ratios, the middle one."""
    rows = []
    for number in range(pages):
        data = papers.digital(number)
        ways = {"engine": _of(data), "pdfium": partial(pdfium, data), "pdfplumber": partial(pdfplumber, data)}
        rows.append(timing.least(ways, rounds=rounds))
    return {
        "pages": pages,
        "engine_ms": timing.typical([row["engine"] for row in rows], digits=2),
        "pypdfium2_text_ms": timing.typical([row["pdfium"] for row in rows], digits=2),
        "pdfplumber_words_ms": timing.typical([row["pdfplumber"] for row in rows], digits=2),
        "times_pypdfium2": timing.typical([row["engine"] / row["pdfium"] for row in rows], digits=2),
        "faster_than_pdfplumber": timing.typical(
            [row["pdfplumber"] / row["engine"] for row in rows], digits=2
        ),
    }


def scanned(*, pages: int = SCANS, rounds: int = 3) -> dict[str, Any]:
    rows = []
    for number in range(pages):
        data = papers.scan(number)
        picture = ocr.decode(data)
        rows.append(timing.least({"engine": _of(data), "bare": partial(bare_ocr, picture)}, rounds=rounds))
    return {
        "pages": pages,
        "engine_ms": timing.typical([row["engine"] for row in rows]),
        "bare_ocr_ms": timing.typical([row["bare"] for row in rows]),
        "times_bare_ocr": timing.typical([row["engine"] / row["bare"] for row in rows], digits=2),
    }


def pdfium(data: bytes) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(data) as file:
        return str(file[0].get_textpage().get_text_bounded())


def pdfplumber(data: bytes) -> list[Any]:
    import pdfplumber as library

    with library.open(io.BytesIO(data)) as file:
        return list(file.pages[0].extract_words())


def bare_ocr(picture: ocr.Picture) -> object:
    """As its documentation calls it, with the weights and the settings that the engine uses."""
    return _bare()(picture, return_word_box=True)


@cache
def _bare() -> Any:
    from rapidocr import RapidOCR

    from extraction.engine.ocr import rapid

    return RapidOCR(params=rapid._parameters())


def _of(data: bytes) -> Callable[[], object]:
    return lambda: pipeline.extract(data, options=OPTIONS)
