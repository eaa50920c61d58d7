"""Pages typed as text: each character has its place, so that a layout can be seen where it is tested."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from extraction.engine.document import Box, Document, Page, Word

PITCH = 5.0  # the width of a character and the space after it
SPACE = 1.5  # how much of a blank a word's last letter takes: one blank joins, two part
HEIGHT, STEP = 10.0, 14.0
MARGIN = 40.0
PAGE_BREAK = "~~~~"
FOLDER = Path(__file__).parent / "pages"
_NAMES = {"code": "product_code", "rate": "tax_rate"}


@dataclass(frozen=True)
class Example:
    """A typed document, what is special about it, and the rows that a perfect reader finds."""

    name: str
    title: str
    document: Document
    rows: tuple[dict[str, object], ...]


def examples() -> Iterator[Example]:
    """The files of the folder `pages`: a title after #, the pages, a line of =, and a row a line as
    `description | quantity | unit price | amount | other=value`.
    """
    for path in sorted(FOLDER.glob("*.txt")):
        title, text = path.read_text(encoding="utf-8").split("\n", 1)
        pages, rows = re.split(r"^=====\n", text, flags=re.MULTILINE)
        yield Example(path.stem, title.lstrip("# "), document(pages), tuple(map(_row, rows.splitlines())))


def document(text: str) -> Document:
    """The words of the pages that a text is."""
    return Document(tuple(_page(n, page) for n, page in enumerate(text.split(f"{PAGE_BREAK}\n"), start=1)))


def _page(number: int, text: str) -> Page:
    lines = text.splitlines()
    words = tuple(word for at, line in enumerate(lines) for word in _words(line, MARGIN + STEP * at))
    width = 2 * MARGIN + PITCH * max(map(len, lines), default=0)
    return Page(number, width, 2 * MARGIN + STEP * len(lines), words)


def _words(line: str, top: float) -> Iterator[Word]:
    for found in re.finditer(r"\S+", line):
        x0, x1 = MARGIN + PITCH * found.start(), MARGIN + PITCH * found.end() + SPACE
        yield Word(found[0], Box(x0, top, x1, top + HEIGHT))


def _row(line: str) -> dict[str, object]:
    description, quantity, price, amount, *more = (part.strip() for part in line.split("|"))
    others = dict(part.split("=") for part in (more[0].split() if more else ()))
    row: dict[str, object] = {"description": description or None}
    for name, text in (("quantity", quantity), ("unit_price", price), ("amount", amount)):
        row[name] = Decimal(text) if text else None
    for name, text in others.items():
        row[_NAMES.get(name, name)] = Decimal(text) if name in ("rate", "discount") else text
    return row
