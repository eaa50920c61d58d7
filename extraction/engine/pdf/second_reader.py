"""pdfplumber: slower than pdfium, asked where pdfium fails, for words as for tables by their ruling lines."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from extraction.engine.document import Box, Cell, Page, Table, Word
from extraction.engine.errors import OvercomplexDocument
from extraction.engine.pdf import unpacking

MOST_CHARACTERS = 60_000
MOST_BYTES_TO_PARSE = 4_000_000
MOST_EDGES = 4_000
DEEPEST_FORMS = 30
SMALL_FILE = 1_000_000
TRAILER_WITHIN = 65_536
TRAILER = re.compile(rb"[\r\n]\s*startxref\s*[\r\n]")

# pdfminer raises whatever a broken file makes Python raise: KeyError, TypeError, zlib.error, RecursionError.
ANYTHING = (Exception,)


def count_pages(data: bytes, *, limit: int) -> int | None:
    """Pages by walking the tree, `limit` + 1 at most; None when this reader cannot open the file.

    What a file says in /Count is only a claim, and pdfium believes it. `OvercomplexDocument` when the
    content of a page unpacks to more than any page needs: pdfium would unpack all of it, or die trying.
    """
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    if not has_trailer(data):
        return None
    count = 0
    try:
        for page in islice(PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(data)))), limit + 1):
            unpacking.check([*page.contents, *_forms(page.resources, seen=set())])
            count += 1
    except OvercomplexDocument:
        raise
    except Exception:  # noqa: BLE001 - see ANYTHING
        return None
    return count


def has_trailer(data: bytes) -> bool:
    """pdfminer looks for it backwards, line by line, which takes for ever in megabytes without a line."""
    return len(data) < SMALL_FILE or TRAILER.search(data[-TRAILER_WITHIN:]) is not None


def _forms(resources: Any, *, around: tuple[int | None, ...] = (), seen: set[int | None]) -> Iterator[Any]:
    """The forms that a page draws, whose content is as good as its own, and those that they draw.

    One that draws itself, or many in each other, is more than any reader comes to the end of.
    """
    from pdfminer.pdftypes import PDFStream, dict_value, resolve1

    for found in map(resolve1, dict_value(dict_value(resources).get("XObject", {})).values()):
        if not isinstance(found, PDFStream) or getattr(found.get("Subtype"), "name", None) != "Form":
            continue
        if found.objid in around or len(around) >= DEEPEST_FORMS:
            raise OvercomplexDocument
        if found.objid not in seen:
            seen.add(found.objid)
            yield found
            yield from _forms(found.get("Resources", {}), around=(*around, found.objid), seen=seen)


def page(data: bytes, number: int) -> Page | None:
    """Words of one page, or None when this reader has none either."""
    with contextlib.suppress(*ANYTHING), _opened(data, number) as found:
        words = found.extract_words(x_tolerance_ratio=0.18, keep_blank_chars=False, extra_attrs=["fontname"])
        return Page(number, float(found.width), float(found.height), tuple(map(_word, words)))
    return None


def tables(data: bytes, number: int) -> tuple[Table, ...]:
    """Tables by their ruling lines; none rather than an error when the page is beyond this reader."""
    with contextlib.suppress(*ANYTHING), _opened(data, number) as found:
        if len(found.edges) <= MOST_EDGES:
            return tuple(_table(table) for table in found.find_tables())
    return ()


@contextlib.contextmanager
def _opened(data: bytes, number: int) -> Iterator[Any]:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data), pages=[number]) as file:
        found = file.pages[0]
        unpacking.check(found.page_obj.contents, most=MOST_BYTES_TO_PARSE)
        if len(found.chars) > MOST_CHARACTERS:
            raise OvercomplexDocument
        yield found


def _word(found: dict[str, Any]) -> Word:
    box = Box(float(found["x0"]), float(found["top"]), float(found["x1"]), float(found["bottom"]))
    return Word(str(found["text"]), box, bold="bold" in str(found["fontname"]).lower())


def _table(found: Any) -> Table:
    texts = found.extract()
    return tuple(
        tuple(
            None if box is None else Cell(text or "", Box(*map(float, box)))
            for box, text in zip(row.cells, row_texts, strict=True)
        )
        for row, row_texts in zip(found.rows, texts, strict=True)
    )
