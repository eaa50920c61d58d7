"""What is drawn on a page, object by object: texts, pictures, paths, and forms with objects of their own."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_float, c_uint
from typing import Any

import pypdfium2.raw as pdfium_c

from extraction.engine.pdf import calls

LIGHTEST = 250

# Where pdfium writes its answers: made once, as pdfium is used by one thread alone.
_EDGES, _COLOUR = (c_float * 4)(), (c_uint * 4)()
_TO_EDGES = [byref(_EDGES, at) for at in range(0, 16, 4)]
_TO_COLOUR = [byref(_COLOUR, at) for at in range(0, 16, 4)]

Drawn = tuple[int, int]
"""The kind of an object, and where pdfium has it."""


def of(page: Any, *, depth: int) -> Iterator[Drawn]:
    """The objects of a page in the order drawn; those of forms follow their form, down to `depth`."""
    count = pdfium_c.FPDFPage_CountObjects(page)
    return _listed(calls.pointer(page), count, calls.object_of_page, depth)


def count(page: Any, *, most: int) -> int:
    """Objects on the page and inside its forms, counted no further than the limit."""
    number = int(pdfium_c.FPDFPage_CountObjects(page))
    forms = [] if number > most else _forms(calls.pointer(page), number, calls.object_of_page)
    while forms and number <= most:
        form = forms.pop()
        inside = max(0, calls.count_in_form(form))
        number += inside
        if number <= most:
            forms += _forms(form, inside, calls.object_of_form)
    return number


def bounds(item: int) -> tuple[float, float, float, float]:
    """The left, lower, right and upper edge of an object."""
    calls.bounds_of(item, *_TO_EDGES)
    left, bottom, right, top = _EDGES
    return left, bottom, right, top


def is_white(item: int) -> bool:
    """Whether an object of the page is filled with the colour of paper."""
    if not calls.colour_of(item, *_TO_COLOUR):
        return False
    red, green, blue, opacity = _COLOUR
    return min(red, green, blue) >= LIGHTEST or opacity == 0


def _listed(parent: Any, count: int, get: Any, depth: int) -> Iterator[Drawn]:
    for index in range(count):
        item = get(parent, index)
        kind = calls.kind_of(item)
        yield kind, item
        if kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth > 1:
            yield from _listed(item, calls.count_in_form(item), calls.object_of_form, depth - 1)


def _forms(parent: Any, count: int, get: Any) -> list[int]:
    children = (get(parent, index) for index in range(count))
    return [child for child in children if calls.kind_of(child) == pdfium_c.FPDF_PAGEOBJ_FORM]
