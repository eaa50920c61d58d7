"""The list as its page shows it: a line for each document, headings to sort by, pages to turn to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extraction.finding.pages import Page
from extraction.finding.searches import Search
from extraction.models import Extraction
from extraction.web import rows
from extraction.web.rows import Row

BESIDE = 2  # pages to either side of the one that is shown
SORTED_BY = {
    "-received": "Received, newest first",
    "received": "Received, oldest first",
    "-issued": "Invoice date, newest first",
    "issued": "Invoice date, oldest first",
    "vendor": "Vendor, A to Z",
    "-vendor": "Vendor, Z to A",
    "-total": "Total, largest first",
    "total": "Total, smallest first",
}
HEADINGS = {"vendor": "Vendor", "issued": "Invoice date", "total": "Total", "received": "Received"}
FIRST_BACKWARDS = ("issued", "total", "received")  # the newest and the largest are what is looked for


@dataclass(frozen=True, slots=True)
class Line:
    row: Row
    source: str
    batch: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column to sort by. `sorted` is "ascending", "descending" or empty, as `aria-sort` has it."""

    title: str
    address: str
    sorted: str


@dataclass(frozen=True, slots=True)
class Pages:
    """The addresses of those around the one that is shown; `numbers` has None where some are left out."""

    before: str
    behind: str
    numbers: list[tuple[int | None, str]]


def of(extraction: Extraction) -> Line:
    batch = extraction.batch.public_id if extraction.batch else ""
    return Line(row=rows.of(extraction), source=_source(extraction), batch=batch)


def headings(search: Search) -> dict[str, Heading]:
    return {name: _heading(search, name, title) for name, title in HEADINGS.items()}


def pages(search: Search, page: Page) -> Pages:
    return Pages(
        before=turned(search, page.number - 1),
        behind=turned(search, page.number + 1),
        numbers=[(number, turned(search, number)) if number else (None, "") for number in _numbers(page)],
    )


def _numbers(page: Page) -> Iterator[int | None]:
    """The first, the last, and those about the one that is shown; None where some are left out."""
    beside = range(page.number - BESIDE, page.number + BESIDE + 1)
    before = 0
    for number in sorted({1, page.last, *(number for number in beside if 1 <= number <= page.last)}):
        if number - before > 1:
            yield None
        yield number
        before = number


def turned(search: Search, number: int) -> str:
    said = [search.address(), f"page={number}" if number > 1 else ""]
    return "&".join(filter(None, said))


def _heading(search: Search, name: str, title: str) -> Heading:
    is_up, is_down = search.sort == name, search.sort == f"-{name}"
    down_next = is_up or (not is_down and name in FIRST_BACKWARDS)
    return Heading(
        title=title,
        address=search.address(sort=f"-{name}" if down_next else name),
        sorted="ascending" if is_up else "descending" if is_down else "",
    )


def _source(extraction: Extraction) -> str:
    """What brought it: a batch, a program by the name of its key, or a person."""
    if extraction.batch is not None:
        return "Batch"
    return extraction.api_key.name if extraction.api_key else "Upload"
