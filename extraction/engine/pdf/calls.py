"""pdfium's functions that are called for every character and every object of a page, bound for such use.

pypdfium2 makes an object of each pointer that it hands out and takes; here pointers are numbers. None of
these functions waits for anything, so they keep Python's lock.
"""

from __future__ import annotations

from ctypes import PYFUNCTYPE, c_float, c_int, c_uint, c_void_p, cast
from typing import Any

import pypdfium2.raw as pdfium_c


def _bound(function: Any, result: Any, *arguments: Any) -> Any:
    return cast(function, PYFUNCTYPE(result, *arguments))


def _bound_to_page(function: Any, result: Any) -> Any:
    """For what takes a `pointer` and a small number: ctypes passes both as they are, and would take as long
    again to look at each of them.
    """
    return cast(function, PYFUNCTYPE(result))


def pointer(owner: Any) -> c_void_p:
    """The pointer that a page or a text page of pypdfium2 stands for."""
    return cast(owner.raw, c_void_p)


text_of = _bound(pdfium_c.FPDFText_GetText, c_int, c_void_p, c_int, c_int, c_void_p)
code_at = _bound_to_page(pdfium_c.FPDFText_GetUnicode, c_uint)
box_at = _bound(pdfium_c.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
angle_at = _bound_to_page(pdfium_c.FPDFText_GetCharAngle, c_float)
text_object_at = _bound_to_page(pdfium_c.FPDFText_GetTextObject, c_void_p)
mode_of_text = _bound(pdfium_c.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
font_of_text = _bound(pdfium_c.FPDFTextObj_GetFont, c_void_p, c_void_p)

object_of_page = _bound_to_page(pdfium_c.FPDFPage_GetObject, c_void_p)
object_of_form = _bound(pdfium_c.FPDFFormObj_GetObject, c_void_p, c_void_p, c_int)
count_in_form = _bound(pdfium_c.FPDFFormObj_CountObjects, c_int, c_void_p)
kind_of = _bound(pdfium_c.FPDFPageObj_GetType, c_int, c_void_p)
bounds_of = _bound(pdfium_c.FPDFPageObj_GetBounds, c_int, *[c_void_p] * 5)
colour_of = _bound(pdfium_c.FPDFPageObj_GetFillColor, c_int, *[c_void_p] * 5)
matrix_of = _bound(pdfium_c.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)

segments_of_path = _bound(pdfium_c.FPDFPath_CountSegments, c_int, c_void_p)
segment_of_path = _bound(pdfium_c.FPDFPath_GetPathSegment, c_void_p, c_void_p, c_int)
kind_of_segment = _bound(pdfium_c.FPDFPathSegment_GetType, c_int, c_void_p)
point_of_segment = _bound(pdfium_c.FPDFPathSegment_GetPoint, c_int, *[c_void_p] * 3)
