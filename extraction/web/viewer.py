"""The pages of a document as the review page shows them: pictures, and on each the places of its values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.urls import reverse

from extraction import page_words
from extraction.models import Extraction
from extraction.page_pictures import USUAL_WIDTH, WIDTHS
from extraction.page_words import WordsOfPage
from extraction.review import confidence, doubts, fields

ACROSS = 1000  # the width of a page in the units of its drawing
USUAL_RATIO = 0.7071  # of paper whose shape nobody noted
AT_ONCE = 2  # pages whose pictures are asked for before anybody scrolls to them
AROUND = 0.0025  # of the page's width, left between a value and the line around it

Corners = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """The box around a value, in the units of its page's drawing. `kind` is the end of its class."""

    path: str
    anchor: str
    label: str
    kind: str
    x: float
    y: float
    width: float
    height: float

    @property
    def is_cell(self) -> bool:
        """One cell of a line, whose box is seen only when it is pointed at."""
        return self.path.count(".") > 1 and self.path.startswith(fields.LINES)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a page's picture is, in which widths, and its words."""

    picture: str
    words: str
    widths: tuple[int, ...]
    usual_width: int = USUAL_WIDTH


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page. `height` is that of its drawing, which is 1000 wide; `at` is where to ask for more."""

    number: int
    ratio: float
    at: Addresses
    boxes: tuple[Mark, ...]
    is_drawn_at_once: bool

    @property
    def height(self) -> int:
        return round(ACROSS / self.ratio)


@dataclass(frozen=True, slots=True)
class _Place:
    path: str
    page: int
    corners: Corners


def pages(extraction: Extraction, document: dict[str, Any]) -> list[Leaf]:
    """Of a completed extraction and its result document with evidence."""
    words = page_words.of(extraction)
    return leaves(document, words, count=extraction.pages or 1, at=partial(_addresses, extraction.public_id))


def leaves(
    document: dict[str, Any], words: Iterable[WordsOfPage], *, count: int, at: Callable[[int], Addresses]
) -> list[Leaf]:
    """At least `count` pages, whatever is said to stand on more of them."""
    ratios = {page.number: page.ratio for page in words}
    places, kinds = _by_page(document), _kinds(document)
    last = max([count, *ratios, *places])
    return [
        _leaf(number, ratios.get(number) or USUAL_RATIO, at(number), places[number], kinds)
        for number in range(1, last + 1)
    ]


def _addresses(public_id: str, number: int) -> Addresses:
    named = {"public_id": public_id, "number": number}
    return Addresses(reverse("page_picture", kwargs=named), reverse("page_words", kwargs=named), WIDTHS)


def _leaf(number: int, ratio: float, at: Addresses, places: Iterable[_Place], kinds: dict[str, str]) -> Leaf:
    boxes = tuple(_mark(place, ratio, kinds.get(place.path, "")) for place in places)
    return Leaf(number, ratio, at, boxes, is_drawn_at_once=number <= AT_ONCE)


def _mark(place: _Place, ratio: float, kind: str) -> Mark:
    x0, y0, x1, y1 = place.corners
    edge = AROUND * ACROSS
    return Mark(
        path=place.path,
        anchor=f"f-{place.path}",
        label=fields.label(place.path),
        kind=kind,
        x=round(x0 * ACROSS - edge, 1),
        y=round(y0 * ACROSS / ratio - edge, 1),
        width=round((x1 - x0) * ACROSS + 2 * edge, 1),
        height=round((y1 - y0) * ACROSS / ratio + 2 * edge, 1),
    )


def _by_page(document: dict[str, Any]) -> defaultdict[int, list[_Place]]:
    """From the top of each page down; a line comes before its cells, which lie on it."""
    places = [_Place(path, *where) for path, where in _places(document).items()]
    by_page: defaultdict[int, list[_Place]] = defaultdict(list)
    for place in sorted([*places, *_lines(places)], key=_order):
        by_page[place.page].append(place)
    return by_page


def _places(document: dict[str, Any]) -> dict[str, tuple[int, Corners]]:
    evidence = document.get("evidence") or {}
    return {
        path: (found["page"], _corners(*found["bbox"]))
        for path, found in evidence.items()
        if found.get("bbox") and found.get("page")
    }


def _corners(x0: Any, y0: Any, x1: Any, y1: Any) -> Corners:
    return float(x0), float(y0), float(x1), float(y1)


def _lines(places: Iterable[_Place]) -> list[_Place]:
    """A box around the cells of each line on each page."""
    cells: defaultdict[tuple[str, int], list[Corners]] = defaultdict(list)
    for place in places:
        if place.path.startswith(fields.LINES):
            cells[fields.line_of(place.path), place.page].append(place.corners)
    return [_Place(path, page, _around(found)) for (path, page), found in cells.items()]


def _around(corners: Iterable[Corners]) -> Corners:
    left, top, right, bottom = zip(*corners, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _order(place: _Place) -> tuple[float, bool, float]:
    is_cell = place.path.count(".") > 1
    return (round(place.corners[1], 2), is_cell, place.corners[0])


def _kinds(document: dict[str, Any]) -> dict[str, str]:
    """Which boxes ask for a look, and which name a fault: in the same words as their fields."""
    evidence = document.get("evidence") or {}
    chips = {path: confidence.chip(found).kind for path, found in evidence.items()}
    kinds = {path: {"check": "look", "bad": "bad"}.get(kind, "") for path, kind in chips.items()}
    lines = _line_paths(document)
    for doubt in doubts.of(document):
        path = f"{doubt.path}.amount" if doubt.path in lines else doubt.path
        kinds[path] = "bad" if doubt.is_fault else kinds.get(path) or "look"
    return kinds


def _line_paths(document: dict[str, Any]) -> set[str]:
    return {f"{fields.LINES}{index}" for index, _ in enumerate(document["line_items"])}
